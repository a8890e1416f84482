/// One fault of a plan: a kind with its parameters, when it comes, what it concerns.
package struct PlannedFault: Hashable, Sendable {
    /// The name by which records and other faults refer to it, unique in its plan; a fault of a scene is called
    /// `call/fault`.
    package var label: String
    /// The kind's name, as the catalogue spells it.
    package var kind: String
    /// The kind's parameters, complete and checked.
    package var parameters: FaultParameters
    /// When; the times of a fault in a scene count from each call. Without meaning for a kind with a schedule of its own.
    package var schedule: FaultSchedule
    /// What it concerns.
    package var target: FaultTarget
    /// The call of the scene that it stands in; nil: it stands in the plan itself.
    package var call: SceneCall?

    /// A fault of this kind; the kind is in the catalogue and the parameters fit its entry.
    package init(
        label: String, kind: String, parameters: FaultParameters, schedule: FaultSchedule = FaultSchedule(),
        target: FaultTarget = .everything, call: SceneCall? = nil
    ) {
        self.label = label
        self.kind = kind
        self.parameters = parameters
        self.schedule = schedule
        self.target = target
        self.call = call
    }

    /// The fault itself.
    package var fault: any Fault { type.init(parameters) }

    /// What the catalogue says of its kind.
    package var entry: FaultCatalogue.Entry { type.entry }

    private var type: any Fault.Type {
        guard let type = FaultCatalogue.kind(kind) else { preconditionFailure("'\(kind)' is not in the catalogue") }
        return type
    }

    /// Whether nothing can come after it: it lasts or comes back until the run's end, or keeps a schedule of its own.
    package var isEndless: Bool {
        switch entry.extent {
        case .ownSchedule: true
        case .lasting: schedule.duration == nil || schedule.repeatsToTheEnd
        case .moment: schedule.repeatsToTheEnd
        }
    }
}
