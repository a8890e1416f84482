import Text

/// What a traced process has open or running, by the place that opened or started it.
package struct TraceOpening: Hashable, Sendable {
    /// What kinds of things there are; the raw value stands in the file.
    package enum Kind: String, CaseIterable, Hashable, Sendable {
        /// Descriptors that are no sockets.
        case descriptor
        /// Sockets.
        case socket
        /// Threads; of Node.js its workers.
        case thread
        /// Child processes.
        case child
        /// Timers of Node.js that wait.
        case timer

        /// The kind for readers, of several.
        package var title: String {
            switch self {
            case .descriptor: "descriptors"
            case .socket: "sockets"
            case .thread: "threads"
            case .child: "child processes"
            case .timer: "timers"
            }
        }
    }

    /// What it is.
    package var kind: Kind
    /// Where it was opened or started; nil where the interpreter did not see it.
    package var place: TracePlace?
    /// What tells it where no place does: a descriptor's target, digits replaced; controlled by the client.
    package var what: String
    /// How many there are now.
    package var count: Int64
    /// How many more than at the baseline.
    package var grown: Int64
    /// What helps to read the place.
    package var reading: TraceReading

    /// What a row of a snapshot's file says; nil when it is none.
    init?(_ row: JSONValue) {
        guard let kind = row.text("resource").flatMap(Kind.init), let count = row.whole("count"),
            let grown = row.whole("count_diff")
        else { return nil }
        self.kind = kind
        self.count = count
        self.grown = grown
        what = row.text("what") ?? ""
        reading = TraceReading(row)
        if let file = row.text("file"), let line = row.whole("line") {
            place = TracePlace(file: file, line: line, function: row.text("function"), source: reading.source)
        }
    }

    /// What rows of several processes and snapshots have in common.
    var key: String { "\(kind.rawValue) \(place.map(\.text) ?? what)" }
}
