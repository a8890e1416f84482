/// Whether a run may end before its planned time because its leak is certain.
///
/// The question of a look is not "does it leak so far" but "would the planned end say so too": healthy growth bends within
/// the planned time, not within the time until the look. So looks begin past half of the plan, and an answer counts only
/// if the growth is too much, and too straight, for what still bends. Docs/Verdict.md says how often a healthy process
/// is stopped all the same.
package struct EarlyStop: Sendable {
    /// The share of the planned time before which nothing is certain.
    package static let firstShare = 9.0 / 16
    /// The share of the planned time between two looks.
    package static let lookShare = 1.0 / 16
    /// The looks in a row that must agree.
    package static let looksInARow = 2
    /// The share of the planned time before which a number is certain only beyond `largestPool`.
    package static let countShare = 0.75
    /// What a healthy pool may hold and still be filling in a straight line past half of the plan.
    package static let largestPool = 200.0
    /// What the lower bound of the growth must come to over the planned time, in MB or things.
    package static let leastGrowth = 10.0
    /// What it must come to, and have come to so far, in a plan below `shortSeconds`: more than all spikes of a series
    /// of the corpus, a warm-up and a cache together, each of which may outlast such a plan.
    package static let leastGrowthOfShort = 256.0
    /// Plans shorter than this, in seconds, may be over before a warm-up is.
    package static let shortSeconds = 8 * 3600.0
    /// What the lower bound of memory's growth must come to over the planned time, as a share of the memory held.
    package static let leastShare = 0.125
    /// The share of the first half's growth that the second half must keep up.
    package static let leastPace = 0.8
    /// The share of what the earlier half of the storms left that a later one must leave.
    package static let leastStormPace = 0.7

    private let isMemory: Bool
    private let plannedSeconds: Double
    private var looks = 0
    private var agreeing = 0

    private init(isMemory: Bool, plannedSeconds: Double) {
        self.isMemory = isMemory
        self.plannedSeconds = plannedSeconds
    }

    /// The rule for the memory of a run that is planned to last `plannedSeconds`.
    package static func memory(plannedSeconds: Double) -> EarlyStop {
        EarlyStop(isMemory: true, plannedSeconds: plannedSeconds)
    }

    /// The rule for a number of things that a process holds.
    package static func count(plannedSeconds: Double) -> EarlyStop {
        EarlyStop(isMemory: false, plannedSeconds: plannedSeconds)
    }

    /// The moment of the next look, s from the start of the run; none is ever due at the planned end.
    package var nextLookSeconds: Double {
        let share = Self.firstShare + Double(looks) * Self.lookShare
        return share < 1 ? share * plannedSeconds : .infinity
    }

    /// Takes a look at everything up to `time`, s from the start of the run. True when the run may end.
    ///
    /// Cost: that of a verdict. The times of `series` count from the start of the run, and it has no restart.
    package mutating func look(at series: Series, time: Double) -> Bool {
        // A look that was missed is not made up for: the two that must agree lie apart.
        while nextLookSeconds <= time { looks += 1 }
        let verdict = isMemory ? LeakAnalysis.judgeMemory(series) : LeakAnalysis.judgeCount(series)
        agreeing = isCertain(verdict, at: time) ? agreeing + 1 : 0
        return agreeing >= Self.looksInARow
    }

    /// Whether `verdict` on what there was at `time` holds for the planned end as well.
    private func isCertain(_ verdict: Verdict, at time: Double) -> Bool {
        guard verdict.answer == .leak, let low = verdict.intervalLow, holdsItsPace(verdict) else { return false }
        let atLeast = low * plannedSeconds / 3600
        if plannedSeconds < Self.shortSeconds {
            // A step is steep over minutes: what has grown so far counts, not what would have by the planned end.
            guard min(atLeast, verdict.growth) > Self.leastGrowthOfShort else { return false }
        } else {
            guard atLeast > Self.leastGrowth else { return false }
        }
        if isMemory { return atLeast > Self.leastShare * median(verdict.envelope.map(\.y)) }
        return verdict.growth > Self.largestPool || time >= Self.countShare * plannedSeconds
    }

    /// Whether the later half of the time, or of the storms, grew nearly like the earlier one.
    private func holdsItsPace(_ verdict: Verdict) -> Bool {
        guard verdict.cause == .storms else {
            let first = verdict.firstHalfGrowth
            // Things come one by one, so a few of them make no difference in pace.
            let chance = isMemory ? 0 : 0.5 * max(0, first).squareRoot()
            return verdict.secondHalfGrowth >= Self.leastPace * first + chance
        }
        func perStorm(_ storms: ArraySlice<Verdict.StormRetention>) -> Double {
            let count = storms.reduce(0) { $0 + $1.merged }
            return storms.reduce(0) { $0 + $1.retained * Double($1.merged) } / Double(max(1, count))
        }
        let half = verdict.storms.count / 2
        return perStorm(verdict.storms[half...]) >= Self.leastStormPace * perStorm(verdict.storms[..<half])
    }
}
