/// Adds up its input per second: a totaliser.
final class Integrator: PlantComponent {
    /// What an author may write about an integrator.
    static let entry = CatalogueEntry(
        kind: "integrator", sentence: "Adds up its input per second: a totaliser.",
        parameters: [
            .number("gain", "", 1, "factor on the input"), .number("low", "", -1e12, "least"),
            .number("high", "", 1e12, "greatest"), .number("initial", "", 0, "output at the start"),
        ],
        inputs: [
            InputSpecification("input", "", 0, "per second"),
            InputSpecification("reset", "0/1", 0, 0...1, "back to initial"),
        ],
        outputs: [OutputSpecification("output", "", "the total")],
        check: { setup in
            guard setup.number("high") < setup.number("low") else { return nil }
            return ("high", "'high' is below 'low'", "swap them")
        },
        make: Integrator.init)

    private let rate: Double
    private let ends: (low: Double, high: Double)
    private let initial: Double
    private let ports: (input: Int, reset: Int, output: Int)
    private var state: Double

    /// The integrator of this `setup`.
    init(_ setup: ComponentSetup) {
        rate = setup.number("gain") * setup.stepSeconds
        ends = (setup.number("low"), setup.number("high"))
        initial = setup.number("initial")
        ports = (setup.input("input"), setup.input("reset"), setup.output("output"))
        state = initial
    }

    /// Shows the total.
    func publish(_ signals: Signals) { signals[ports.output] = state }

    /// Adds.
    func integrate(_ signals: Signals) {
        let next = signals.isOn(ports.reset) ? initial : state + rate * signals[ports.input]
        state = min(max(next, ends.low), ends.high)
    }
}
