/// The controller is in program mode: the program stands still, outputs are in their safe state.
package struct ControllerStop: ControllerFault, Hashable {
    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "stop", layer: .controller, extent: .lasting, aim: .whole,
        sentence: "Puts the controller into program mode: the program stands still, outputs are in their safe state.",
        provokes: "alarms and log lines that accumulate while nothing changes",
        parameters: [])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {}

    /// What is done to the controller.
    package var effect: ControllerEffect { .stop }
}
