import Evidence

/// The time for which a client was without a successful answer although no fault stood in its way.
struct Silence {
    /// The share of the time outside faults, 0 to 1.
    var share = 0.0
    /// The longest stretch, s from the start; nil when there is none.
    var longest: (from: Double, to: Double)?

    /// The silence of `facts`; none where nothing outside faults was recorded.
    init(_ facts: EvidenceFacts) {
        let answers = facts.server.answersPerSecond
        let times = zip(answers.times, answers.values).filter { $0.1 > 0 }.map(\.0)
        let windows = FaultWindows(facts, allowanceSeconds: FaultWindows.allowanceSeconds)
        func outside(_ from: Double, _ to: Double) -> Double {
            windows.parts(from: from, to: to).reduce(0) { $0 + $1.to - $1.from }
        }
        let whole = outside(0, facts.durationSeconds)
        guard whole > 0 else { return }
        let gaps = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
        let usual = gaps.isEmpty ? 0 : gaps[gaps.count * 9 / 10]
        let least = max(Ground.leastSilenceSeconds, Ground.usualGaps * usual)
        let moments = [0] + times + [facts.durationSeconds]
        var silent = 0.0
        for (from, to) in zip(moments, moments.dropFirst()) where to - from > least {
            let part = max(0, outside(from, to) - usual)
            guard part > 0 else { continue }
            silent += part
            if to - from > (longest.map { $0.to - $0.from } ?? 0) { longest = (from, to) }
        }
        share = silent / whole
    }
}
