import Glibc

/// Supply duct: adds the fan's heat, then the air approaches the surroundings by exp(-UA/(m·cp)).
final class Duct: PlantComponent {
    /// What an author may write about a duct.
    static let entry = CatalogueEntry(
        kind: "duct", sentence: "Supply duct: adds the fan's heat and loses heat to its surroundings.",
        parameters: [.number("ua_WK", "W/K", 0, 0...100_000, "heat loss of the duct")],
        inputs: [
            InputSpecification("air_in_C", "°C", 20, atOnce: true, "entering air"),
            InputSpecification("heat_K", "K", 0, atOnce: true, "temperature rise from fan heat"),
            InputSpecification("airflow_kgs", "kg/s", 0, 0...10000, atOnce: true, "air flow"),
            InputSpecification("around_C", "°C", 20, atOnce: true, "temperature around the duct"),
        ],
        outputs: [OutputSpecification("air_C", "°C", atOnce: true, "supply air")],
        make: Duct.init)

    private let conductance: Double
    private let inputs: (air: Int, heat: Int, airflow: Int, around: Int)
    private let output: Int

    /// The duct of this `setup`.
    init(_ setup: ComponentSetup) {
        conductance = setup.number("ua_WK")
        inputs = (
            setup.input("air_in_C"), setup.input("heat_K"), setup.input("airflow_kgs"), setup.input("around_C")
        )
        output = setup.output("air_C")
    }

    /// Warms and cools the air.
    func evaluate(_ signals: Signals) {
        let warmed = signals[inputs.air] + signals[inputs.heat]
        let rate = max(0, signals[inputs.airflow]) * MoistAir.specificHeat
        let around = signals[inputs.around]
        if conductance == 0 {
            signals[output] = warmed
        } else {
            signals[output] = rate > 0 ? around + (warmed - around) * exp(-conductance / rate) : around
        }
    }
}
