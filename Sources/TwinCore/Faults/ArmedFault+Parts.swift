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
}
