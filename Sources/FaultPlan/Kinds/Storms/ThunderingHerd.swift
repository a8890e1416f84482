import Determinism

/// Storms in which all clients come back at the same moment: everybody is dropped, connecting is refused for a while,
/// then the listener opens again.
package struct ThunderingHerd: StormFault, Hashable {
    /// Storms in the window.
    package var storms: Int { window.storms }
    /// Seconds for which connecting is refused.
    package let downSeconds: Double
    /// How each connection ends; nil: reset and orderly in turn, storm by storm.
    package let manner: CloseManner?
    private let window: StormWindow

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "thundering-herd", layer: .storm, extent: .ownSchedule, aim: .whole,
        sentence: "Drops every client, refuses connecting for a while and lets all come back at once.",
        provokes: "what a client keeps per attempt to connect, retries that pile up and never calm down",
        parameters: [
            .init("storms", .integer(1...10_000), "how many storms"),
            .init(
                "down", .duration(1_000_000...3_600_000_000_000), "time for which connecting is refused",
                standard: .duration(5_000_000_000)),
            .stormGaps, .stormClose, .windowFrom, .windowUntil,
        ])

    /// The storms that these parameters describe.
    package init(_ parameters: FaultParameters) {
        downSeconds = Double(parameters.duration("down")) * 1e-9
        manner = CloseManner(rawValue: parameters.word("close"))
        window = StormWindow(
            storms: parameters.integer("storms"), gaps: parameters.choice("gaps"), from: parameters.time("from"),
            until: parameters.time("until"))
    }

    /// Every storm: refusal, disconnection, acceptance.
    ///
    /// - Throws: `FaultPlanError.crowdedWindow` when the storms take more than three quarters of the mean gap.
    package func actions(
        inRunOf runSeconds: Double?, random: inout RandomStream, firstStorm: Int
    ) throws(FaultPlanError) -> [(seconds: Double, action: FaultAction)] {
        let (begin, end) = try window.ends(inRunOf: runSeconds, fault: Self.entry.kind)
        let needed = downSeconds * Double(storms + 1) / 0.75
        // Two gaps with a storm of 300 ms fill 800 ms but for the rounding of binary fractions.
        guard needed <= (end - begin) * (1 + 1e-9) else {
            throw .crowdedWindow(fault: Self.entry.kind, neededSeconds: needed, availableSeconds: end - begin)
        }
        var actions: [(seconds: Double, action: FaultAction)] = []
        let starts = window.starts(from: begin, to: end, stormSeconds: downSeconds, random: &random)
        for (place, start) in starts.enumerated() {
            let storm = firstStorm + place
            let how = manner ?? (place.isMultiple(of: 2) ? .reset : .orderly)
            // The listener closes first: nobody slips back in between.
            actions.append((start, .refuseConnections(storm: storm)))
            actions.append((start, .dropConnections(how, storm: storm, drop: 1)))
            actions.append((start + downSeconds, .acceptConnections(storm: storm)))
        }
        return actions
    }
}
