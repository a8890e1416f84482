import Glibc

/// First-order lag, exact for a held input.
final class Lag: PlantComponent {
    /// What an author may write about a lag.
    static let entry = CatalogueEntry(
        kind: "lag", sentence: "First-order lag, exact for a held input.",
        parameters: [
            .number("time_s", "s", nil, 0.001...1_000_000, "time constant"),
            .number("initial", "", 0, "output at the start"),
        ],
        inputs: [InputSpecification("input", "", 0, "what it follows")],
        outputs: [OutputSpecification("output", "", "the lagged value")], make: Lag.init)

    private let kept: Double
    private let ports: (input: Int, output: Int)
    private var state: Double

    /// The lag of this `setup`.
    init(_ setup: ComponentSetup) {
        kept = exp(-setup.stepSeconds / setup.number("time_s"))
        ports = (setup.input("input"), setup.output("output"))
        state = setup.number("initial")
    }

    /// Shows the state.
    func publish(_ signals: Signals) { signals[ports.output] = state }

    /// Follows.
    func integrate(_ signals: Signals) {
        let input = signals[ports.input]
        state = input + (state - input) * kept
    }
}
