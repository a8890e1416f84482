/// The controller loses power and starts anew.
package struct ControllerRestart: ControllerFault, Hashable {
    /// Nanoseconds without power.
    package let offNanoseconds: Int64
    /// How connections end.
    package let manner: CloseManner

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "restart", layer: .controller, extent: .moment, aim: .whole,
        sentence:
            "Switches the controller off and on: connections drop, connecting is refused meanwhile, values start anew.",
        provokes: "subscriptions, caches and identities made anew after every restart and never given back",
        parameters: [
            .init(
                "off", .duration(0...3_600_000_000_000), "time without power", standard: .duration(5_000_000_000)),
            .close(),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        offNanoseconds = parameters.duration("off")
        manner = parameters.choice("close")
    }

    /// What is done to the controller.
    package var effect: ControllerEffect { .restart(offNanoseconds: offNanoseconds, manner) }
}
