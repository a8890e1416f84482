import Determinism

/// Where the storms of a fault lie: in a window of the run, with gaps before, between and after them.
struct StormWindow: Hashable {
    /// Storms in the window.
    var storms: Int
    /// How they are spread.
    var gaps: StormGaps
    /// When the window opens.
    var from: PlanTime
    /// When it closes: no storm begins after it.
    var until: PlanTime

    /// The window's ends in seconds.
    ///
    /// - Throws: `FaultPlanError.emptyWindow`, or `.needsDuration` for shares of a run without an end.
    func ends(inRunOf runSeconds: Double?, fault: String) throws(FaultPlanError) -> (begin: Double, end: Double) {
        let begin = try from.seconds(inRunOf: runSeconds)
        let end = try until.seconds(inRunOf: runSeconds)
        guard end > begin else { throw .emptyWindow(fault: fault, fromSeconds: begin, untilSeconds: end) }
        return (begin, end)
    }

    /// When each storm begins, in seconds from the run's start.
    ///
    /// The first storm comes after the first gap and the last before the last gap, so the window's ends are quiet too.
    /// A random gap is at least a quarter of the mean gap, and long enough for one storm to end before the next begins
    /// wherever the window has room for that. The stream advances by one draw a gap.
    ///
    /// - Parameter stormSeconds: how long one storm takes.
    func starts(from begin: Double, to end: Double, stormSeconds: Double, random: inout RandomStream) -> [Double] {
        var moment = begin
        return gapSeconds(in: end - begin, stormSeconds: stormSeconds, random: &random).prefix(storms).map { gap in
            moment += gap
            return moment
        }
    }

    /// The gaps before, between and after the storms of a window this long, in seconds.
    private func gapSeconds(in window: Double, stormSeconds: Double, random: inout RandomStream) -> [Double] {
        let mean = window / Double(storms + 1)
        guard gaps == .random else { return Array(repeating: mean, count: storms + 1) }
        let least = min(max(0.25 * mean, stormSeconds), 0.75 * mean)
        let draws = (0...storms).map { _ in random.exponential(mean: 1) }
        let share = (window - least * Double(storms + 1)) / draws.reduce(0, +)
        return draws.map { least + $0 * share }
    }
}

/// How storms are spread over their window.
package enum StormGaps: String, CaseIterable, Hashable, Sendable {
    /// The same gap between all storms.
    case fixed
    /// A least gap, and on top of it an exponentially distributed share of the rest, drawn from the run's seed.
    case random
}

extension FaultCatalogue.Parameter {
    /// `gaps`: how storms are spread over the window.
    static var stormGaps: Self {
        .init(
            "gaps", .choice(of: StormGaps.self), "how the storms are spread over the window", standard: .word("random"))
    }

    /// `from`: when the window opens.
    static var windowFrom: Self { .init("from", .time, "when the window opens", standard: .time(.share(1.0 / 3))) }

    /// `until`: when the window closes.
    static var windowUntil: Self { .init("until", .time, "when the window closes", standard: .time(.share(2.0 / 3))) }

    /// `close`: how connections end, storm by storm.
    static var stormClose: Self {
        .init(
            "close", .choice(CloseManner.allCases.map(\.rawValue) + ["alternate"]),
            "how connections end; 'alternate' changes from storm to storm", standard: .word("reset"))
    }
}
