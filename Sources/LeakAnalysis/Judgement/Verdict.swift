/// The answer about one series, with every figure that a report needs to explain and to draw it.
///
/// Rates are in units of the series per hour: MB/h for memory, things per hour for counts. Moments are in seconds on
/// the clock of the series.
package struct Verdict: Sendable {
    /// What one storm, or several merged ones, left behind.
    package struct StormRetention: Hashable, Sendable {
        /// When the first of them began, in seconds.
        package var startSeconds: Double
        /// How many storms were merged because they were closer than the settle time.
        package var merged: Int
        /// What was left behind per storm, in units of the series.
        package var retained: Double
    }

    /// What a leak grows with.
    package enum Cause: String, Sendable {
        /// It grows with time.
        case time
        /// It grows with each storm, and not between storms.
        case storms
    }

    /// The answer. Only `convict` makes it a leak.
    package private(set) var answer: Answer
    /// Why, in an English sentence with the figures.
    package var reason: String
    /// What a leak grows with; nil unless the answer is leak.
    package var cause: Cause?
    /// The persistent growth rate, per hour; for a leak by storms its mean over the run. Nil when it was not measured.
    package var ratePerHour: Double?
    /// The lower end of the 95 % interval of the rate, per hour.
    package var intervalLow: Double?
    /// The upper end of the 95 % interval of the rate, per hour.
    package var intervalHigh: Double?
    /// The smallest rate that this run would have found in four cases of five, per hour.
    package var detectablePerHour: Double?
    /// How many more hours the run needs for a definite answer; nil when it has one.
    package var hoursNeeded: Double?
    /// What a storm leaves behind, on average; nil with fewer than five storms. What it is worth depends on the cause.
    package var perStorm: Double?
    /// The lower end of its 95 % interval.
    package var perStormLow: Double?
    /// The upper end of its 95 % interval.
    package var perStormHigh: Double?
    /// The storms inside the run.
    package var stormCount = 0
    /// What each storm left behind.
    package var storms: [StormRetention] = []
    /// When the growth had levelled off, in hours since the first reading; nil when it never did or never grew.
    package var plateauHours: Double?
    /// The noise of the window minima, in units of the series.
    package var noise = 0.0
    /// The lower envelope over the whole run, the cut part included: window minima at their moments.
    package var envelope: [(t: Double, y: Double)] = []
    /// The fitted growth with its persistent slope, at the envelope's moments from the cut on.
    package var fitted: [(t: Double, y: Double)] = []
    /// Where the judged part begins, in seconds on the clock of the series; what is before is start-up.
    package var cutSeconds = 0.0
    /// The length of the run in seconds, all lives together.
    package var durationSeconds = 0.0
    /// The width of the envelope's windows in seconds.
    package var windowSeconds = 0.0
    /// The period of a collector's sawtooth in seconds, nil when there is none.
    package var periodSeconds: Double?
    /// The growth of the keeping envelope from the cut to the end, in units of the series.
    package var growth = 0.0
    /// Of that, the growth in the first half of the judged part.
    package var firstHalfGrowth = 0.0
    /// Of that, the growth in the second half of the judged part.
    package var secondHalfGrowth = 0.0
    /// How many windows carry the growth: (Σd)²/Σd² of the increments.
    package var participation = 0.0
    /// The share of the growth after the first quarter that single increments carry, 0 to 1.
    package var jumpShare = 0.0
    /// The odds that it goes on growing, see `ShapeContest.odds`: above zero growth without end is the likelier.
    package var odds = 0.0
    /// The median slope over the second half, per hour.
    package var lateRatePerHour: Double?
    /// The lives of the process that were judged: one, and one more for each start anew with enough readings.
    package var lifeCount = 1
    /// The readings that were judged.
    package var sampleCount = 0
    /// The readings that were dropped because they were not finite.
    package var droppedCount = 0
    /// The readings that shared their moment with another one.
    package var duplicateCount = 0
    /// The holes longer than five sampling intervals.
    package var gapCount = 0
    /// The seconds in those holes.
    package var gapSeconds = 0.0

    /// A verdict with this `answer` and `reason`, and no figures yet.
    package init(answer: Answer, reason: String) {
        self.answer = answer
        self.reason = reason
    }

    /// A rate with its 95 % interval, per hour.
    package struct Rate: Hashable, Sendable {
        /// The rate.
        package var perHour: Double
        /// The lower end of its interval.
        package var low: Double
        /// The upper end of its interval.
        package var high: Double

        /// A rate with its interval.
        package init(perHour: Double, low: Double, high: Double) {
            self.perHour = perHour
            self.low = low
            self.high = high
        }

        /// Whether it grows for certain, as a reader of the printed figures would say: rate and lower end are above
        /// zero when rounded to two decimals.
        package var grows: Bool {
            perHour.isFinite && low.isFinite && high.isFinite && low <= perHour && perHour <= high && low >= 0.005
        }
    }

    /// What a storm leaves behind, where the storms are the cause; nil otherwise, however it was measured.
    package var perStormOfCause: Double? { cause == .storms ? perStorm : nil }

    /// The rate with its interval, where both were measured.
    package var rate: Rate? {
        guard let ratePerHour, let intervalLow, let intervalHigh else { return nil }
        return Rate(perHour: ratePerHour, low: intervalLow, high: intervalHigh)
    }

    /// Answers leak with the `rate` that convicts, which is the one that is printed; does nothing and returns false
    /// when its interval, as printed, holds zero.
    ///
    /// There is no other way to a leak, so no rule can convict by a figure that the reader does not see.
    @discardableResult
    package mutating func convict(of rate: Rate, cause: Cause, reason: String) -> Bool {
        guard rate.grows else { return false }
        answer = .leak
        self.cause = cause
        self.reason = reason
        ratePerHour = rate.perHour
        intervalLow = rate.low
        intervalHigh = rate.high
        plateauHours = nil
        hoursNeeded = nil
        return true
    }

    /// Answers expected, with the `reason`.
    package mutating func clear(_ reason: String) {
        answer = .expected
        cause = nil
        hoursNeeded = nil
        self.reason = reason
    }

    /// Answers suspicious, with the `reason` and the further hours that would tell.
    package mutating func doubt(_ reason: String, hoursNeeded: Double) {
        answer = .suspicious
        cause = nil
        self.hoursNeeded = hoursNeeded
        self.reason = reason
    }
}
