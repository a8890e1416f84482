// PLCCore calls the faults that a controller reports by the same name, so this file imports the plan's alone.
import FaultPlan

extension ArmedFault {
    /// What the fault does to a value as clients read it; nil for another sort.
    var tagPart: (tag: String, effect: TagEffect)? {
        (fault as? any TagFault).map { ($0.tag, $0.effect) }
    }

    /// What the fault does to a component of the plant; nil for another sort.
    var plantPart: (component: String, drives: [(port: String, value: Double)])? {
        (fault as? any PlantFault).map { ($0.component, $0.drives) }
    }

    /// What the fault does to the controller; nil for another sort.
    var controllerPart: ControllerEffect? { (fault as? any ControllerFault)?.effect }

    /// Whether whoever owns the sockets carries it out, not the twin. Storms are none of them: their events say what is
    /// to be done.
    package var isOfTheNetwork: Bool {
        tagPart == nil && plantPart == nil && controllerPart == nil && !(fault is any StormFault)
    }

    /// For how long it acts in nanoseconds, for a moment of the plan that takes its own time; nil for any other.
    package var ownNanoseconds: Int64? {
        switch controllerPart {
        case .restart(let off, _): off
        case .programChange(let stopped, _): stopped
        case .stop, .freezeScan, nil: nil
        }
    }
}
