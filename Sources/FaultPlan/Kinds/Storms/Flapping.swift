import Determinism

/// A server that goes down and comes up again, cycle after cycle; each cycle is a storm.
package struct Flapping: StormFault, Hashable {
    /// Cycles.
    package let cycles: Int
    /// Seconds of one cycle.
    package let periodSeconds: Double
    /// The share of a cycle during which the server is up, above 0 and below 1.
    package let duty: Double
    /// How each connection ends; nil: reset and orderly in turn, cycle by cycle.
    package let manner: CloseManner?
    private let window: StormWindow

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "flapping", layer: .storm, extent: .ownSchedule, aim: .whole,
        sentence: "Goes down and comes up again in a steady rhythm: everybody dropped and refused, then accepted.",
        provokes: "what a client keeps per attempt to connect, backoff that never recovers",
        parameters: [
            .init("cycles", .integer(1...10_000), "how many cycles; each is one storm"),
            .init(
                "period", .duration(100_000_000...86_400_000_000_000), "time of one cycle",
                standard: .duration(10_000_000_000)),
            .init(
                "duty", .number(0.01...0.99), "share of a cycle during which the server is up, its second part",
                standard: .number(0.5)),
            .stormClose, .windowFrom, .windowUntil,
        ])

    /// How many storms it brings: its cycles.
    package var storms: Int { cycles }

    /// The cycles that these parameters describe.
    package init(_ parameters: FaultParameters) {
        cycles = parameters.integer("cycles")
        periodSeconds = Double(parameters.duration("period")) * 1e-9
        duty = parameters.number("duty")
        manner = CloseManner(rawValue: parameters.word("close"))
        window = StormWindow(
            storms: cycles, gaps: .fixed, from: parameters.time("from"), until: parameters.time("until"))
    }

    /// Every cycle, one after the other from the window's beginning: refusal, disconnection, acceptance.
    ///
    /// - Throws: `FaultPlanError.crowdedWindow` when the cycles take longer than the window.
    package func actions(
        inRunOf runSeconds: Double?, random: inout RandomStream, firstStorm: Int
    ) throws(FaultPlanError) -> [(seconds: Double, action: FaultAction)] {
        let (begin, end) = try window.ends(inRunOf: runSeconds, fault: Self.entry.kind)
        let needed = Double(cycles) * periodSeconds
        guard needed <= end - begin else {
            throw .crowdedWindow(fault: Self.entry.kind, neededSeconds: needed, availableSeconds: end - begin)
        }
        var actions: [(seconds: Double, action: FaultAction)] = []
        for cycle in 0..<cycles {
            let start = begin + Double(cycle) * periodSeconds
            let how = manner ?? (cycle.isMultiple(of: 2) ? .reset : .orderly)
            actions.append((start, .refuseConnections(storm: firstStorm + cycle)))
            actions.append((start, .dropConnections(how, storm: firstStorm + cycle, drop: 1)))
            actions.append((start + (1 - duty) * periodSeconds, .acceptConnections(storm: firstStorm + cycle)))
        }
        return actions
    }
}
