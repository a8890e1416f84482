import Text

/// What a reference client says that it kept: its own count, not a measurement.
package struct ReferenceLedger: Hashable, Sendable {
    /// How long it had run, s.
    package var seconds: Double
    /// Bytes of records that it kept.
    package var keptBytes: Int64
    /// Connections that it never closed.
    package var sockets: Int64
    /// Threads that it left.
    package var threads: Int64
    /// Whether it stopped keeping because it had reached its own limit.
    package var isFull: Bool

    /// A count.
    package init(seconds: Double, keptBytes: Int64 = 0, sockets: Int64 = 0, threads: Int64 = 0, isFull: Bool = false) {
        self.seconds = seconds
        self.keptBytes = keptBytes
        self.sockets = sockets
        self.threads = threads
        self.isFull = isFull
    }

    /// The last complete statement in a client's log; nil when there is none.
    package init?(lastIn log: String) {
        for line in log.split(whereSeparator: \.isNewline).reversed() {
            guard let value = JSONValue(parsing: String(line)), let ledger = ReferenceLedger(value) else { continue }
            self = ledger
            return
        }
        return nil
    }

    private init?(_ value: JSONValue) {
        func whole(_ name: String) -> Int64? { if case .integer(let number)? = value[name] { number } else { nil } }
        let seconds: Double? =
            switch value["seconds"] {
            case .number(let number): number
            case .integer(let number): Double(number)
            default: nil
            }
        guard let seconds, seconds > 0, let keptBytes = whole("kept_bytes"), let sockets = whole("sockets"),
            let threads = whole("threads"), case .bool(let isFull)? = value["full"]
        else { return nil }
        self.init(seconds: seconds, keptBytes: keptBytes, sockets: sockets, threads: threads, isFull: isFull)
    }
}
