import Determinism

/// One line of the timetable: what happens, when, and which fault of the plan asked for it.
package struct FaultEvent: Hashable, Sendable {
    /// When, counted from the start of the run, or from the moment that it waits for.
    package var at: SimulatedTime
    /// The label of the fault.
    package var fault: String
    /// What happens.
    package var action: FaultAction

    /// A fault's action at a moment.
    package init(at: SimulatedTime, fault: String, action: FaultAction) {
        self.at = at
        self.fault = fault
        self.action = action
    }
}
