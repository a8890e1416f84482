import Determinism

/// Storms of disconnections: the server drops every connection, several times in quick succession, and watches the
/// clients come back.
///
/// A client's resource per reconnect is its most common slow leak. Storms stand between a quiet stretch before and one
/// after, at random gaps, so that growth per storm can be told from growth per hour.
package struct ReconnectStorm: StormFault, Hashable {
    /// How the storms are spread over the window.
    package typealias Gaps = StormGaps

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
            .stormGaps, .stormClose, .windowFrom, .windowUntil,
        ])

    /// The storms that these parameters describe.
    package init(_ parameters: FaultParameters) {
        storms = parameters.integer("storms")
        drops = parameters.integer("drops")
        spacingSeconds = Double(parameters.duration("spacing")) * 1e-9
        gaps = parameters.choice("gaps")
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
        let window = StormWindow(storms: storms, gaps: gaps, from: from, until: until)
        let (begin, end) = try window.ends(inRunOf: runSeconds, fault: Self.entry.kind)
        let starts = window.starts(
            from: begin, to: end, stormSeconds: Double(drops) * spacingSeconds, random: &random)
        var actions: [(seconds: Double, action: FaultAction)] = []
        for (storm, start) in starts.enumerated() {
            let how = manner ?? (storm.isMultiple(of: 2) ? .reset : .orderly)
            for drop in 0..<drops {
                actions.append(
                    (
                        start + Double(drop) * spacingSeconds,
                        .dropConnections(how, storm: firstStorm + storm, drop: drop + 1)
                    ))
            }
        }
        return actions
    }
}
