/// When the snapshots of a traced run are taken, the baseline apart: a plan made before the run, and pure.
///
/// By itself it has three moments before the end, so five snapshots with the baseline and the last one. They lie where a
/// quarter, half and three quarters of the run have passed, of its time and of its storms alike: growth by the hour and
/// growth by the storm both have about half of themselves behind the middle one.
package struct TraceSchedule: Hashable, Sendable {
    /// What the snapshot in the middle is called: the one with which growth that has ended is told from growth that goes on.
    package static let middle = "middle"
    /// Seconds after a storm's beginning in which no snapshot is taken: the client has not settled yet.
    package static let settleSeconds = 20.0
    /// The least seconds between two snapshots.
    package static let leastGapSeconds = 1.0

    private struct Moment: Hashable {
        var time: Double
        var occasion: String
    }

    private var moments: [Moment]
    private let everySeconds: Double?
    private let everyPolls: Int64?
    private let middleSeconds: Double
    private var next: Double
    private var pollsBefore: Int64?
    private var isMiddleTaken = false
    private var lastTaken = -Double.infinity

    /// The plan of a run from `start` to `end`, whose baselines are due at `baseline` and whose storms begin at `storms`;
    /// all in seconds of the run.
    ///
    /// - Parameters:
    ///   - everySeconds: the time between two snapshots, where the user wants another plan.
    ///   - everyPolls: the client's requests between two snapshots, likewise.
    package init(
        from start: Double, to end: Double, baseline: Double, storms: [Double], everySeconds: Double? = nil,
        everyPolls: Int64? = nil
    ) {
        self.everySeconds = everySeconds
        self.everyPolls = everyPolls
        middleSeconds = (baseline + end) / 2
        next = start + (everySeconds ?? 0)
        let storms = storms.filter { $0 > baseline && $0 < end }.sorted()
        moments =
            everySeconds == nil && everyPolls == nil
            ? [(0.25, "early"), (0.5, Self.middle), (0.75, "late")].map { share, occasion in
                let time = Self.moment(share, baseline, end, storms)
                return Moment(time: Self.settled(time, storms, end), occasion: occasion)
            } : []
    }

    /// The occasion of a snapshot that is due at `time`; nil when none is.
    ///
    /// - Parameter polls: requests of the client so far.
    package mutating func due(at time: Double, polls: Int64) -> String? {
        guard time - lastTaken >= Self.leastGapSeconds else { return nil }
        var isDue = false
        var occasion = "scheduled"
        while let moment = moments.first, time >= moment.time {
            // Of moments that passed together, as after a pause of the machine, the middle one counts.
            occasion = occasion == Self.middle ? occasion : moment.occasion
            isDue = true
            moments.removeFirst()
        }
        if let everySeconds, time >= next {
            isDue = true
            next = max(next + everySeconds, time)
        }
        if let everyPolls {
            let before = pollsBefore ?? polls
            if pollsBefore == nil { pollsBefore = polls }
            if polls - before >= everyPolls {
                isDue = true
                pollsBefore = polls
            }
        }
        guard isDue else { return nil }
        lastTaken = time
        if everySeconds != nil || everyPolls != nil, !isMiddleTaken, time >= middleSeconds {
            isMiddleTaken = true
            occasion = Self.middle
        }
        return occasion
    }

    /// The moment at which `share` of the time and of the storms between baseline and end has passed, half by each.
    private static func moment(_ share: Double, _ baseline: Double, _ end: Double, _ storms: [Double]) -> Double {
        let length = end - baseline
        guard !storms.isEmpty, length > 0 else { return baseline + share * length }
        // The share of time rises evenly and that of storms by steps, so the first moment that reaches it is unique.
        func passed(_ storms: Int, _ time: Double, _ all: Int) -> Double {
            ((time - baseline) / length + Double(storms) / Double(all)) / 2
        }
        for count in 0...storms.count {
            let from = count == 0 ? baseline : storms[count - 1]
            let until = count == storms.count ? end : storms[count]
            if passed(count, from, storms.count) >= share { return from }
            if passed(count, until, storms.count) >= share {
                return baseline + length * (2 * share - Double(count) / Double(storms.count))
            }
        }
        return end
    }

    /// A moment at which the client has settled after the last storm, as far as the next one leaves time for it.
    private static func settled(_ time: Double, _ storms: [Double], _ end: Double) -> Double {
        guard let last = storms.last(where: { $0 <= time }), time - last < settleSeconds else { return time }
        let next = storms.first { $0 > last } ?? end
        return max(time, min(last + settleSeconds, next - leastGapSeconds))
    }
}
