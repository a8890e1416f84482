/// One number times another.
final class Product: PlantComponent {
    /// What an author may write about a product.
    static let entry = CatalogueEntry(
        kind: "product", sentence: "One number times another.",
        inputs: [
            InputSpecification("a", "", 1, atOnce: true, "factor"),
            InputSpecification("b", "", 1, atOnce: true, "factor"),
        ],
        outputs: [OutputSpecification("output", "", atOnce: true, "the product")], make: Product.init)

    private let ports: (a: Int, b: Int, output: Int)

    /// The product of this `setup`.
    init(_ setup: ComponentSetup) {
        ports = (setup.input("a"), setup.input("b"), setup.output("output"))
    }

    /// Multiplies.
    func evaluate(_ signals: Signals) { signals[ports.output] = signals[ports.a] * signals[ports.b] }
}
