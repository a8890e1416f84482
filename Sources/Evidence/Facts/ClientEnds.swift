/// How often the client ended by itself, by the way in which it did: a client that is launched anew may end many times.
package struct ClientEnds: Hashable, Sendable {
    /// One way in which it ended.
    package struct Way: Hashable, Sendable {
        /// How.
        package var end: ClientEnd
        /// How often.
        package var count: Int
    }

    /// The ways, the commonest first.
    package let ways: [Way]

    /// The ends that `events` record.
    package init(_ events: [EvidenceEvent]) {
        var found: [ClientEnd: Int] = [:]
        for event in events {
            if let end = ClientEnd(recordedIn: event) { found[end, default: 0] += 1 }
        }
        ways = found.map { Way(end: $0.key, count: $0.value) }.sorted {
            ($1.count, $0.end.name) < ($0.count, $1.end.name)
        }
    }

    /// How many ends there are.
    package var total: Int { ways.reduce(0) { $0 + $1.count } }

    /// `The client ended 12 times by itself: 11 × exit status 1, 1 × signal 11 (SIGSEGV).`; nil when it never did.
    package var sentence: String? {
        guard total > 0 else { return nil }
        let names = ways.map { "\($0.count) × \($0.end.name)" }.joined(separator: ", ")
        return "The client ended \(total == 1 ? "once" : "\(total) times") by itself: \(names)."
    }
}
