import Determinism

/// Storms of disconnections: the server drops every connection, several times in quick succession, and watches the
/// clients come back.
///
/// A client's resource per reconnect is its most common slow leak. Storms stand between a quiet stretch before and one
/// after, at random gaps, so that growth per storm can be told from growth per hour.
package struct ReconnectStorm: StormFault, Hashable {
    /// How the storms are spread over the window.
    package enum Gaps: String, CaseIterable, Hashable, Sendable {
        /// The same gap between all storms.
        case fixed
        /// A least gap, and on top of it an exponentially distributed share of the rest, drawn from the run's seed.
        case random
    }

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

    /// What the catalogue says of storms.
    package static let entry = FaultCatalogue.Entry(
        kind: "reconnect-storm", layer: .storm, extent: .ownSchedule, aim: .whole,
        sentence: "Drops every client connection several times in quick succession, again and again in a window.",
        provokes: "a socket, an object or a thread kept per reconnect",
        parameters: [
            .init("storms", .integer(1...10_000), "how many storms"),
            .init("drops", .integer(1...1_000), "disconnections a storm", standard: .integer(1)),
            .init(
                "spacing", .duration(1...3_600_000_000_000), "time between the disconnections of one storm",
                standard: .duration(500_000_000)),
            .init(
                "gaps", .choice(Gaps.allCases.map(\.rawValue)), "how the storms are spread over the window",
                standard: .word("random")),
            .init(
                "close", .choice(CloseManner.allCases.map(\.rawValue) + ["alternate"]),
                "how connections end; 'alternate' changes from storm to storm", standard: .word("reset")),
            .init("from", .time, "when the window opens", standard: .time(.share(1.0 / 3))),
            .init("until", .time, "when the window closes", standard: .time(.share(2.0 / 3))),
        ])

    /// The storms that these parameters describe.
    package init(_ parameters: FaultParameters) {
        storms = parameters.integer("storms")
        drops = parameters.integer("drops")
        spacingSeconds = Double(parameters.duration("spacing")) * 1e-9
        gaps = Gaps(rawValue: parameters.word("gaps")) ?? .random
        manner = CloseManner(rawValue: parameters.word("close"))
        from = parameters.time("from")
        until = parameters.time("until")
    }

    /// Every disconnection of this fault in a run of this length.
    ///
    /// The first storm comes after the first gap and the last before the last gap, so the window's ends are quiet too.
    /// The stream advances by one draw a gap.
    package func actions(
        inRunOf runSeconds: Double?, random: inout RandomStream, firstStorm: Int
    ) throws(FaultPlanError) -> [(seconds: Double, action: FaultAction)] {
        let begin = try from.seconds(inRunOf: runSeconds)
        let end = try until.seconds(inRunOf: runSeconds)
        guard end > begin else {
            throw .emptyWindow(fault: Self.entry.kind, fromSeconds: begin, untilSeconds: end)
        }
        let stretches = gapSeconds(in: end - begin, random: &random)
        var actions: [(seconds: Double, action: FaultAction)] = []
        var moment = begin
        for storm in 0..<storms {
            moment += stretches[storm]
            let how = manner ?? (storm.isMultiple(of: 2) ? .reset : .orderly)
            for drop in 0..<drops {
                actions.append(
                    (
                        moment + Double(drop) * spacingSeconds,
                        .dropConnections(how, storm: firstStorm + storm, drop: drop + 1)
                    ))
            }
        }
        return actions
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
