/// An air filter whose resistance grows with the air that has gone through: dP = resistance·Q².
final class AirFilter: PlantComponent {
    /// What an author may write about an air filter.
    static let entry = CatalogueEntry(
        kind: "air_filter", sentence: "An air filter whose resistance grows with the air that has gone through.",
        parameters: [
            .number("clean_Pa", "Pa", 60, 1...2000, "pressure drop when clean at nominal flow"),
            .number("nominal_m3s", "m³/s", nil, 0.01...1000, "nominal air flow"),
            .number("growth_Pa_per_h", "Pa/h", 0.05, 0...1000, "growth of that drop at nominal flow"),
        ],
        inputs: [
            InputSpecification("airflow_m3s", "m³/s", 0, 0...1000, atOnce: true, "air flow"),
            InputSpecification("replace", "0/1", 0, 0...1, "1 = new filter"),
            InputSpecification("clog", "", 0, 0...100, "resistance × (1 + clog), for faults"),
        ],
        outputs: [
            OutputSpecification("resistance", "Pa·s²/m⁶", "dP = resistance × flow²"),
            OutputSpecification("dp_Pa", "Pa", atOnce: true, "pressure drop"),
        ],
        make: AirFilter.init)

    private let cleanDrop: Double
    private let nominal: Double
    private let growthPerCubicMetre: Double
    private let stepSeconds: Double
    private let inputs: (airflow: Int, replace: Int, clog: Int)
    private let outputs: (resistance: Int, drop: Int)
    private var drop: Double

    /// The filter of this `setup`.
    init(_ setup: ComponentSetup) {
        cleanDrop = setup.number("clean_Pa")
        drop = cleanDrop
        nominal = setup.number("nominal_m3s")
        growthPerCubicMetre = setup.number("growth_Pa_per_h") / 3600 / nominal
        stepSeconds = setup.stepSeconds
        inputs = (setup.input("airflow_m3s"), setup.input("replace"), setup.input("clog"))
        outputs = (setup.output("resistance"), setup.output("dp_Pa"))
    }

    /// Shows the resistance.
    func publish(_ signals: Signals) {
        signals[outputs.resistance] = drop / (nominal * nominal) * (1 + max(0, signals[inputs.clog]))
    }

    /// Shows the pressure drop at the present flow.
    func evaluate(_ signals: Signals) {
        let flow = signals[inputs.airflow]
        signals[outputs.drop] = signals[outputs.resistance] * flow * flow
    }

    /// Collects dust.
    func integrate(_ signals: Signals) {
        drop += growthPerCubicMetre * max(0, signals[inputs.airflow]) * stepSeconds
        if signals.isOn(inputs.replace) { drop = cleanDrop }
    }
}
