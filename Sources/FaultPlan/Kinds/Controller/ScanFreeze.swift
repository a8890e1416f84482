/// The scan stands still; the server answers from the last image.
package struct ScanFreeze: ControllerFault, Hashable {
    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "scan-freeze", layer: .controller, extent: .lasting, aim: .whole,
        sentence: "Stops the scan while the server goes on answering from the last image.",
        provokes: "a heartbeat check that raises an alarm or a log line at every poll",
        parameters: [])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {}

    /// What is done to the controller.
    package var effect: ControllerEffect { .freezeScan }
}
