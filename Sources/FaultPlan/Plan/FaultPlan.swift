/// What goes wrong in a run, and when: a list of faults that a seed turns into a timetable.
package struct FaultPlan: Hashable, Sendable {
    /// A fault comes at most so often in a run: 100,000 times.
    package static let occurrenceLimit = 100_000
    /// A plan brings at most so many events: 1,000,000.
    package static let eventLimit = 1_000_000

    /// The plan's name.
    package var name: String
    /// What the plan is for, in a sentence.
    package var summary: String
    /// The faults, in the order of the file; those of one call of a scene stand together, in the order of the scene.
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
    ///   - runSeconds: the planned length of the run in seconds, nil when it has none. Nothing begins or ends at that
    ///     moment or later.
    ///   - seed: the run's seed. Each fault draws from a stream named after its label and its place in the plan.
    /// - Throws: `FaultPlanError` when the plan does not fit a run of this length, or exceeds a limit.
    package func timetable(inRunOf runSeconds: Double?, seed: UInt64) throws(FaultPlanError) -> FaultTimetable {
        var builder = TimetableBuilder(runSeconds: runSeconds, seed: seed)
        var place = 0
        while place < faults.count {
            var end = place + 1
            if let call = faults[place].call {
                while end < faults.count, faults[end].call == call { end += 1 }
            }
            try builder.add(faults[place..<end])
            place = end
        }
        return FaultTimetable(faults: faults, builder.events, waiting: builder.waiting, seed: seed)
    }
}
