/// Connections whose requests wait for the next scan, in the order in which the requests came.
///
/// A connection stands in it once at most, so it is never longer than the connection table.
struct ScanQueue {
    /// A connection with a complete request.
    struct Entry {
        /// Its slot and generation, as in epoll's token.
        let token: UInt64
        /// How many scans were complete when the request came: it waits for the next one.
        let scans: UInt64
    }

    private var entries: [Entry] = []
    private var start = 0

    /// An empty queue.
    init() {}

    /// Whether no request waits.
    var isEmpty: Bool { start == entries.count }

    /// The request that has waited longest.
    var first: Entry? { isEmpty ? nil : entries[start] }

    /// Adds a request.
    mutating func append(_ entry: Entry) { entries.append(entry) }

    /// Takes the request that has waited longest.
    mutating func removeFirst() -> Entry {
        let entry = entries[start]
        start += 1
        if start == entries.count {
            entries.removeAll(keepingCapacity: true)
            start = 0
        } else if start >= 1024 {
            entries.removeFirst(start)
            start = 0
        }
        return entry
    }
}
