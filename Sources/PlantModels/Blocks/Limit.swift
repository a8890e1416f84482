/// A number kept between two ends.
final class Limit: PlantComponent {
    /// What an author may write about a limit.
    static let entry = CatalogueEntry(
        kind: "limit", sentence: "A number kept between two ends.",
        parameters: [.number("low", "", nil, "least"), .number("high", "", nil, "greatest")],
        inputs: [InputSpecification("input", "", 0, atOnce: true, "the number")],
        outputs: [OutputSpecification("output", "", atOnce: true, "the result")],
        check: { setup in
            guard setup.number("high") < setup.number("low") else { return nil }
            return ("high", "'high' is below 'low'", "swap them")
        },
        make: Limit.init)

    private let ends: (low: Double, high: Double)
    private let ports: (input: Int, output: Int)

    /// The limit of this `setup`.
    init(_ setup: ComponentSetup) {
        ends = (setup.number("low"), setup.number("high"))
        ports = (setup.input("input"), setup.output("output"))
    }

    /// Limits.
    func evaluate(_ signals: Signals) { signals[ports.output] = min(max(signals[ports.input], ends.low), ends.high) }
}
