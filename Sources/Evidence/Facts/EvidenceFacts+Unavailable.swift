extension EvidenceFacts {
    /// For how much of the run a channel's readings could not be taken of some process, and the reason that held longest.
    ///
    /// Processes to which a reading does not apply, a shell before a Python client, count only where it applies to none: the
    /// channel has no series then. nil when it could always be taken.
    package func unavailability(of channel: Channel) -> (seconds: Double, reason: String)? {
        let all = unavailable.filter { channel.row.explained.contains($0.quantity) }
        let applicable = all.filter { !ForeignRuntime.reasons.contains($0.reason) }
        if let lost = lost(applicable, atLeast: Self.leastShare * durationSeconds) { return lost }
        return lost(self[channel].isEmpty ? all : applicable, atLeast: 0)
    }

    /// Less than this share of the run is a start or an end, and no reason for what was not read in the rest of it.
    private static let leastShare = 0.1

    private func lost(_ counted: [UnavailableReading], atLeast least: Double) -> (seconds: Double, reason: String)? {
        guard !counted.isEmpty else { return nil }
        // What was unavailable when its process ended did not stay so for the rest of the run.
        let ends = Dictionary(
            processes.map { ($0.process, $0.end == nil ? durationSeconds : $0.lastSeenSeconds) },
            uniquingKeysWith: { first, _ in first })
        var byReason: [String: Double] = [:]
        var stretches: [(from: Double, to: Double)] = []
        for reading in counted {
            let end = reading.toSeconds ?? max(reading.fromSeconds, ends[reading.process] ?? durationSeconds)
            stretches.append((reading.fromSeconds, end))
            byReason[reading.reason, default: 0] += end - reading.fromSeconds
        }
        var seconds = 0.0
        var until = -Double.infinity
        for stretch in stretches.sorted(by: { $0.from < $1.from }) {
            seconds += max(0, stretch.to - max(stretch.from, until))
            until = max(until, stretch.to)
        }
        let longest = byReason.max { ($0.value, $1.key) < ($1.value, $0.key) }
        return seconds < least ? nil : longest.map { (seconds, $0.key) }
    }
}
