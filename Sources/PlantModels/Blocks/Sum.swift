/// Up to four terms with factors, and an offset.
final class Sum: PlantComponent {
    /// What an author may write about a sum.
    static let entry = CatalogueEntry(
        kind: "sum", sentence: "Up to four terms with factors, and an offset.",
        parameters: terms.map { .number("\($0)_gain", "", 1, "factor on \($0)") } + [.number("offset", "", 0, "added")],
        inputs: terms.map { InputSpecification($0, "", 0, atOnce: true, "term") },
        outputs: [OutputSpecification("output", "", atOnce: true, "the sum")], make: Sum.init)

    private static let terms = ["a", "b", "c", "d"]

    private let gains: [Double]
    private let inputs: [Int]
    private let offset: Double
    private let output: Int

    /// The sum of this `setup`.
    init(_ setup: ComponentSetup) {
        gains = Self.terms.map { setup.number("\($0)_gain") }
        inputs = Self.terms.map { setup.input($0) }
        offset = setup.number("offset")
        output = setup.output("output")
    }

    /// Adds up.
    func evaluate(_ signals: Signals) {
        var sum = offset
        for term in inputs.indices { sum += gains[term] * signals[inputs[term]] }
        signals[output] = sum
    }
}
