import Determinism

/// What goes wrong in a run, and when: a list of faults that a seed turns into a timetable.
package struct FaultPlan: Hashable, Sendable {
    /// The plan's name.
    package var name: String
    /// What the plan is for, in a sentence.
    package var summary: String
    /// The faults, in the order of the file.
    package var faults: [PlannedFault]

    /// The plan that does nothing.
    package static let none = FaultPlan(name: "none", summary: "No fault.", faults: [])

    /// A plan of these faults.
    package init(name: String, summary: String, faults: [PlannedFault]) {
        self.name = name
        self.summary = summary
        self.faults = faults
    }

    /// The timetable for a run: the same plan, length and seed give the same timetable.
    ///
    /// - Parameters:
    ///   - runSeconds: the planned length of the run in seconds, nil when it has none.
    ///   - seed: the run's seed. Each fault draws from a stream named after its place in the plan.
    package func timetable(inRunOf runSeconds: Double?, seed: UInt64) throws(FaultPlanError) -> FaultTimetable {
        var events: [FaultEvent] = []
        var firstStorm = 1
        for (index, planned) in faults.enumerated() {
            var random = RandomStream(seed: seed, name: "fault/\(index)/\(planned.kind)")
            guard let storm = planned.fault as? any StormFault else { continue }
            for (seconds, action) in try storm.actions(
                inRunOf: runSeconds, random: &random, firstStorm: firstStorm)
            {
                events.append(FaultEvent(at: SimulatedTime(seconds: seconds), fault: planned.label, action: action))
            }
            firstStorm += storm.storms
        }
        return FaultTimetable(faults: faults, events, seed: seed)
    }
}
