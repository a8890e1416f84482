/// One fault of a plan: a kind with its parameters, when it comes, what it concerns.
package struct PlannedFault: Hashable, Sendable {
    /// The name by which records and other faults refer to it, unique in its plan.
    package var label: String
    /// The kind's name, as the catalogue spells it.
    package var kind: String
    /// The kind's parameters, complete and checked.
    package var parameters: FaultParameters
    /// When. Without meaning for a kind with a schedule of its own.
    package var schedule: FaultSchedule
    /// What it concerns.
    package var target: FaultTarget

    /// A fault of this kind; the kind is in the catalogue and the parameters fit its entry.
    package init(
        label: String, kind: String, parameters: FaultParameters, schedule: FaultSchedule = FaultSchedule(),
        target: FaultTarget = .everything
    ) {
        self.label = label
        self.kind = kind
        self.parameters = parameters
        self.schedule = schedule
        self.target = target
    }

    /// The fault itself.
    package var fault: any Fault {
        guard let type = FaultCatalogue.kind(kind) else { preconditionFailure("'\(kind)' is not in the catalogue") }
        return type.init(parameters)
    }
}
