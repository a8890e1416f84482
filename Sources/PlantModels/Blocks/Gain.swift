/// A number times a factor, and an offset.
final class Gain: PlantComponent {
    /// What an author may write about a gain.
    static let entry = CatalogueEntry(
        kind: "gain", sentence: "A number times a factor, and an offset.",
        parameters: [.number("gain", "", 1, "factor"), .number("offset", "", 0, "added")],
        inputs: [InputSpecification("input", "", 0, atOnce: true, "the number")],
        outputs: [OutputSpecification("output", "", atOnce: true, "the result")], make: Gain.init)

    private let gain: Double
    private let offset: Double
    private let ports: (input: Int, output: Int)

    /// The gain of this `setup`.
    init(_ setup: ComponentSetup) {
        gain = setup.number("gain")
        offset = setup.number("offset")
        ports = (setup.input("input"), setup.output("output"))
    }

    /// Scales.
    func evaluate(_ signals: Signals) { signals[ports.output] = gain * signals[ports.input] + offset }
}
