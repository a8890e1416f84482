import Evidence

/// How a client came back after a fault had disconnected it.
struct Recovery {
    /// What disconnected it, like `storm 3`.
    var what: String
    /// When, s from the start: the disconnection, or the end of a fault that lasted.
    var fromSeconds: Double
    /// How long it took the client to be back, s; nil when it did not come back while it was watched.
    var delaySeconds: Double?
    /// How long it was watched, s: to the next fault or the end of the run.
    var watchedSeconds: Double

    /// Every storm that closed a connection and every fault that ended, in order of time.
    ///
    /// After a storm the client is back with its slowest new connection, after another fault with the first second that
    /// brings a request; one that comes no later than its requests usually do was never away.
    static func all(of facts: EvidenceFacts) -> [Recovery] {
        let storms = facts.storms.filter { $0.connectionsClosed > 0 }
        let faults = FaultWindows.faults(facts).filter { $0.to < facts.durationSeconds }
        let reconnects = Dictionary(grouping: facts.reconnects, by: \.storm)
        let moments = (storms.map(\.timeSeconds) + faults.map(\.from)).sorted()
        func watched(_ from: Double) -> Double { (moments.first { $0 > from } ?? facts.durationSeconds) - from }
        var result = storms.map { storm in
            Recovery(
                what: "storm \(storm.number)", fromSeconds: storm.timeSeconds,
                delaySeconds: reconnects[storm.number]?.map(\.delaySeconds).max(),
                watchedSeconds: watched(storm.timeSeconds))
        }
        let polls = facts.server.requestsPerSecond
        let usual = 1.5 * usualGap(polls)
        for fault in faults {
            let until = fault.to + watched(fault.to)
            let back = zip(polls.times, polls.values).first { $0.0 > fault.to && $0.0 <= until && $0.1 > 0 }
            let delay = back.map { $0.0 - fault.to }
            result.append(
                Recovery(
                    what: fault.name, fromSeconds: fault.to, delaySeconds: delay.map { $0 <= usual ? 0 : $0 },
                    watchedSeconds: polls.isEmpty ? 0 : watched(fault.to)))
        }
        return result.sorted { $0.fromSeconds < $1.fromSeconds }
    }

    /// The time between two records with requests that nine in ten do not exceed, s; 0 for fewer than two.
    private static func usualGap(_ polls: TimeSeries) -> Double {
        let times = zip(polls.times, polls.values).filter { $0.1 > 0 }.map(\.0)
        let gaps = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
        return gaps.isEmpty ? 0 : gaps[gaps.count * 9 / 10]
    }
}
