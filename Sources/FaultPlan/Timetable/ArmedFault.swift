/// A fault that can act: made once, when the timetable is made or when somebody injects it.
package struct ArmedFault: Sendable {
    /// The fault's number in the run: its place in the timetable, or for an injected fault the next one free.
    package let id: Int
    /// Its name in records.
    package let label: String
    /// Its kind, as the catalogue spells it.
    package let kind: String
    /// What it does.
    package let fault: any Fault
    /// What it concerns.
    package let target: FaultTarget
    /// The run's seed, from which its decisions are drawn.
    package let seed: UInt64

    /// A fault with this number in a run with this seed.
    package init(id: Int, _ planned: PlannedFault, seed: UInt64) {
        self.id = id
        label = planned.label
        kind = planned.kind
        fault = planned.fault
        target = planned.target
        self.seed = seed
    }
}
