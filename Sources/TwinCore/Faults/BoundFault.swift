import FaultPlan
import PlantModels

/// A fault with everything that it acts on looked up, so that beginning and ending it allocates nothing.
package struct BoundFault: Sendable {
    /// Who carries the fault out, and on what.
    enum Effect: Sendable {
        /// The twin, on a value as clients read it.
        case tag(TagDisturbance)
        /// The twin, on input ports of the plant.
        case plant([Drive])
        /// The twin, on its controller.
        case controller(ControllerEffect)
        /// Whoever owns the sockets.
        case network
    }

    /// An input port of the plant and what the fault sends it.
    struct Drive: Sendable {
        let port: PortIndex
        let value: Double
    }

    /// The fault.
    package let armed: ArmedFault
    /// Who carries it out.
    let effect: Effect
}
