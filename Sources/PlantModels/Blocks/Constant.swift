/// A number that never changes.
final class Constant: PlantComponent {
    /// What an author may write about a constant.
    static let entry = CatalogueEntry(
        kind: "constant", sentence: "A number that never changes.",
        parameters: [.number("value", "", nil, "the number")],
        outputs: [OutputSpecification("output", "", "the number")], make: Constant.init)

    private let value: Double
    private let output: Int

    /// The constant of this `setup`.
    init(_ setup: ComponentSetup) {
        value = setup.number("value")
        output = setup.output("output")
    }

    /// Shows the number.
    func publish(_ signals: Signals) { signals[output] = value }
}
