/// One of two numbers.
final class Selector: PlantComponent {
    /// What an author may write about a switch.
    static let entry = CatalogueEntry(
        kind: "switch", sentence: "One of two numbers: a while select is 0, b while it is 1.",
        inputs: [
            InputSpecification("a", "", 0, atOnce: true, "value while 0"),
            InputSpecification("b", "", 0, atOnce: true, "value while 1"),
            InputSpecification("select", "0/1", 0, 0...1, atOnce: true, "which"),
        ],
        outputs: [OutputSpecification("output", "", atOnce: true, "the selected value")], make: Selector.init)

    private let ports: (a: Int, b: Int, select: Int, output: Int)

    /// The switch of this `setup`.
    init(_ setup: ComponentSetup) {
        ports = (setup.input("a"), setup.input("b"), setup.input("select"), setup.output("output"))
    }

    /// Selects.
    func evaluate(_ signals: Signals) {
        signals[ports.output] = signals[signals.isOn(ports.select) ? ports.b : ports.a]
    }
}
