/// Somebody loads a program: program mode, prescan, run.
package struct ProgramChange: ControllerFault, Hashable {
    /// Nanoseconds in program mode.
    package let stoppedNanoseconds: Int64
    /// Whether connections drop.
    package let drops: Bool

    /// What the catalogue says of it.
    package static let entry = FaultCatalogue.Entry(
        kind: "program-change", layer: .controller, extent: .moment, aim: .whole,
        sentence: "Loads the program again: program mode for a while, prescan, run; values stay.",
        provokes: "register maps or symbol tables read anew and kept",
        parameters: [
            .init(
                "stopped", .duration(0...3_600_000_000_000), "time in program mode",
                standard: .duration(2_000_000_000)),
            .init("drops", .choice(["yes", "no"]), "whether connections drop", standard: .word("yes")),
        ])

    /// The fault with these parameters.
    package init(_ parameters: FaultParameters) {
        stoppedNanoseconds = parameters.duration("stopped")
        drops = parameters.word("drops") == "yes"
    }

    /// What is done to the controller.
    package var effect: ControllerEffect {
        .programChange(stoppedNanoseconds: stoppedNanoseconds, dropsConnections: drops)
    }
}
