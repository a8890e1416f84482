import Determinism

/// Storms of disconnections: the server drops every connection, several times in quick succession, and watches the
/// clients come back.
///
/// A client's resource per reconnect is its most common slow leak. Storms stand between a quiet stretch before and one
/// after, at random gaps, so that growth per storm can be told from growth per hour.
package struct ReconnectStorm: Hashable, Sendable {
    /// How the storms are spread over the window.
    package enum Gaps: String, CaseIterable, Hashable, Sendable {
        /// The same gap between all storms.
        case fixed
        /// A least gap, and on top of it an exponentially distributed share of the rest, drawn from the run's seed.
        case random
    }

    /// The kind's name in plans and in the catalogue.
    package static let kind = "reconnect-storm"

    /// Storms in the window; 1 to 10,000.
    package var storms: Int
    /// Disconnections a storm; 1 to 1,000.
    package var drops: Int
    /// Seconds between the disconnections of one storm; above 0.
    package var spacingSeconds: Double
    /// How the storms are spread.
    package var gaps: Gaps
    /// How each connection ends; nil: reset and orderly in turn, storm by storm.
    package var manner: CloseManner?
    /// When the window opens.
    package var from: PlanTime
    /// When the window closes: no storm begins after it.
    package var until: PlanTime

    /// A storm fault with all its parameters.
    package init(
        storms: Int, drops: Int, spacingSeconds: Double, gaps: Gaps, manner: CloseManner?, from: PlanTime,
        until: PlanTime
    ) {
        self.storms = storms
        self.drops = drops
        self.spacingSeconds = spacingSeconds
        self.gaps = gaps
        self.manner = manner
        self.from = from
        self.until = until
    }

    /// Every disconnection of this fault in a run of this length.
    ///
    /// The first storm comes after the first gap and the last before the last gap, so the window's ends are quiet too.
    ///
    /// - Parameters:
    ///   - runSeconds: the planned length of the run; nil when it has none.
    ///   - random: the fault's own stream; it advances by one draw a gap.
    ///   - firstStorm: the number that the first storm gets.
    func events(
        inRunOf runSeconds: Double?, random: inout RandomStream, firstStorm: Int
    ) throws(FaultPlanError) -> [FaultEvent] {
        let begin = try from.seconds(inRunOf: runSeconds)
        let end = try until.seconds(inRunOf: runSeconds)
        guard end > begin else {
            throw .emptyWindow(fault: Self.kind, fromSeconds: begin, untilSeconds: end)
        }
        let stretches = gapSeconds(in: end - begin, random: &random)
        var events: [FaultEvent] = []
        var moment = begin
        for storm in 0..<storms {
            moment += stretches[storm]
            let how = manner ?? (storm.isMultiple(of: 2) ? .reset : .orderly)
            for drop in 0..<drops {
                events.append(
                    FaultEvent(
                        at: SimulatedTime(seconds: moment + Double(drop) * spacingSeconds), fault: Self.kind,
                        action: .dropConnections(how, storm: firstStorm + storm, drop: drop + 1)))
            }
        }
        return events
    }

    /// The gaps before, between and after the storms of a window this long, in seconds.
    ///
    /// A gap is at least a quarter of the mean gap, and long enough for one storm to end before the next begins
    /// wherever the window has room for that.
    private func gapSeconds(in window: Double, random: inout RandomStream) -> [Double] {
        let mean = window / Double(storms + 1)
        guard gaps == .random else { return Array(repeating: mean, count: storms + 1) }
        let least = min(max(0.25 * mean, Double(drops) * spacingSeconds), 0.75 * mean)
        let draws = (0...storms).map { _ in random.exponential(mean: 1) }
        let share = (window - least * Double(storms + 1)) / draws.reduce(0, +)
        return draws.map { least + $0 * share }
    }
}
