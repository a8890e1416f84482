/// Outdoor air and return air, mixed by mass: Tm = x·To + (1-x)·Tr, the same for the humidity ratio.
final class MixingBox: PlantComponent {
    /// What an author may write about a mixing box.
    static let entry = CatalogueEntry(
        kind: "mixing_box", sentence: "Outdoor air and return air, mixed by mass with one damper position.",
        parameters: [.number("leak_pct", "%", 1, 0...50, "outdoor air with the damper shut")],
        inputs: [
            InputSpecification("damper_pct", "%", 0, 0...100, atOnce: true, "outdoor damper"),
            InputSpecification("outdoor_C", "°C", 10, atOnce: true, "outdoor temperature"),
            InputSpecification("outdoor_gkg", "g/kg", 6, atOnce: true, "outdoor humidity ratio"),
            InputSpecification("return_C", "°C", 22, atOnce: true, "return temperature"),
            InputSpecification("return_gkg", "g/kg", 7, atOnce: true, "return humidity ratio"),
        ],
        outputs: [
            OutputSpecification("air_C", "°C", atOnce: true, "mixed air temperature"),
            OutputSpecification("humidity_gkg", "g/kg", atOnce: true, "mixed air humidity ratio"),
            OutputSpecification("outdoor_fraction", "", atOnce: true, "share of outdoor air"),
        ],
        make: MixingBox.init)

    private let leak: Double
    private let inputs: (damper: Int, outdoor: Int, outdoorRatio: Int, back: Int, backRatio: Int)
    private let outputs: (air: Int, humidity: Int, fraction: Int)

    /// The mixing box of this `setup`.
    init(_ setup: ComponentSetup) {
        leak = setup.number("leak_pct") / 100
        inputs = (
            setup.input("damper_pct"), setup.input("outdoor_C"), setup.input("outdoor_gkg"), setup.input("return_C"),
            setup.input("return_gkg")
        )
        outputs = (setup.output("air_C"), setup.output("humidity_gkg"), setup.output("outdoor_fraction"))
    }

    /// Mixes.
    func evaluate(_ signals: Signals) {
        let position = min(max(signals[inputs.damper] / 100, 0), 1)
        let outdoor = max(leak, position)
        let back = 1 - outdoor
        signals[outputs.air] = outdoor * signals[inputs.outdoor] + back * signals[inputs.back]
        signals[outputs.humidity] = outdoor * signals[inputs.outdoorRatio] + back * signals[inputs.backRatio]
        signals[outputs.fraction] = outdoor
    }
}
