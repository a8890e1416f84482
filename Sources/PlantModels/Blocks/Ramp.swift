/// Follows its input at a limited rate.
final class Ramp: PlantComponent {
    /// What an author may write about a ramp.
    static let entry = CatalogueEntry(
        kind: "ramp", sentence: "Follows its input at a limited rate.",
        parameters: [
            .number("up_per_s", "1/s", nil, 0...anyNumber.upperBound, "greatest rise"),
            .number("down_per_s", "1/s", nil, 0...anyNumber.upperBound, "greatest fall, positive"),
            .number("initial", "", 0, "output at the start"),
        ],
        inputs: [InputSpecification("input", "", 0, "what it follows")],
        outputs: [OutputSpecification("output", "", "the ramped value")], make: Ramp.init)

    private let steps: (up: Double, down: Double)
    private let ports: (input: Int, output: Int)
    private var state: Double

    /// The ramp of this `setup`.
    init(_ setup: ComponentSetup) {
        steps = (setup.number("up_per_s") * setup.stepSeconds, setup.number("down_per_s") * setup.stepSeconds)
        ports = (setup.input("input"), setup.output("output"))
        state = setup.number("initial")
    }

    /// Shows the state.
    func publish(_ signals: Signals) { signals[ports.output] = state }

    /// Follows.
    func integrate(_ signals: Signals) {
        state = min(max(signals[ports.input], state - steps.down), state + steps.up)
    }
}
