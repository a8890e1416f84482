import Text

/// Growth that is certain and steady, and less than a run of this length calls a leak.
///
/// A logger that leaks half a megabyte an hour is no leak after an hour and a half, by its amount; and it is no plateau.
struct SteadyBelowFloor {
    /// The judged time from which such growth is doubted, in hours.
    static let leastHours = 1.0

    /// The sentence, with its full stop.
    let sentence: String
    /// Whether the run was long enough to doubt it.
    let isDoubted: Bool
    /// Whether it is less than a leak by its rate or by its amount; more than that is doubted for another reason.
    let isBelow: Bool
    /// The further hours after which it would be called a leak.
    let hoursNeeded: Double

    /// Weighs what was measured; nil where growth is not certain, not steady, or not below the floor.
    init?(_ measures: SeriesMeasures) {
        let growth = measures.growth
        let contest = measures.contest
        let scale = measures.scale
        let windows = Double(measures.envelope.values.count)
        let least = max(scale.isCount ? scale.least : 0.1 * scale.least, 6 * measures.noise, 25 * scale.resolution)
        let rate = Verdict.Rate(perHour: contest.rate, low: contest.low, high: contest.high)
        guard rate.grows, contest.odds > 4, growth.growth > least, growth.stretchLow > 0,
            growth.participation >= min(12, 0.3 * windows), growth.jumpShare < 0.3,
            (0.6...1.7).contains(growth.halfRatio), growth.lateSlope > 0.5 * contest.rate, !measures.hasStopped,
            measures.clean.storms.isEmpty || measures.storms.low <= scale.perStorm
        else { return nil }
        isDoubted = measures.judgedHours >= Self.leastHours
        // A leak must exceed the least amount over the judged part and the slowest rate.
        let amount = scale.least(duration: measures.clean.duration)
        isBelow = contest.rate <= measures.floor || growth.growth <= amount
        hoursNeeded = max(0.1 * measures.hours, 1.2 * amount / contest.low - measures.judgedHours)
        let month = Figures.significant(contest.rate * 720)
        let interval = "\(Figures.significant(contest.low)) to \(Figures.significant(contest.high))"
        sentence =
            "\(scale.subject) grows certainly and steadily by \(Figures.significant(contest.rate))\(scale.unit) per hour (95 % "
            + "interval \(interval)), \(month)\(scale.unit) a month, below the \(Figures.significant(measures.floor))\(scale.unit)/h "
            + "that a run of this length calls a leak."
    }
}
