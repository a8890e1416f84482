import Glibc

/// A room as one mixed mass: C·dT/dt = m·cp·(Ts - T) + UA·(To - T) + gains, and the same for its humidity.
///
/// Each step is exact for held inputs, so any step size is stable.
final class Zone: PlantComponent {
    /// What an author may write about a zone.
    static let entry = CatalogueEntry(
        kind: "zone", sentence: "A room as one mixed air and fabric mass: envelope, supply air, gains by the hour.",
        parameters: [
            .number("ua_WK", "W/K", nil, 0...1_000_000, "heat loss of the envelope"),
            .number("capacitance_kJK", "kJ/K", nil, 1...100_000_000, "heat capacity"),
            .number("air_m3", "m³", nil, 1...1_000_000, "air volume, for humidity"),
            .number("gains_W", "W", 0, 0...10_000_000, "internal gains at factor 1"),
            .number("moisture_gs", "g/s", 0, 0...1000, "moisture gains at factor 1"),
            .hourly("pattern", 1, 0...100, "hourly factors on both gains"),
            .startHour,
            .number("initial_C", "°C", 21, -60...80, "temperature at the start"),
            .number("initial_gkg", "g/kg", 7, 0...40, "humidity ratio at the start"),
        ],
        inputs: [
            InputSpecification("supply_C", "°C", 20, "supply air"),
            InputSpecification("supply_gkg", "g/kg", 7, "supply humidity ratio"),
            InputSpecification("airflow_kgs", "kg/s", 0, 0...10000, "supply air flow"),
            InputSpecification("outdoor_C", "°C", 10, "outdoor temperature"),
            InputSpecification("extra_W", "W", 0, "further gains"),
        ],
        outputs: [
            OutputSpecification("air_C", "°C", "room temperature"),
            OutputSpecification("humidity_gkg", "g/kg", "humidity ratio"),
            OutputSpecification("rh_pct", "%", "relative humidity"),
        ],
        make: Zone.init)

    private let conductance: Double
    private let capacitance: Double
    private let airMass: Double
    private let gains: Double
    private let moisture: Double
    private let pattern: HourlyPattern
    private let stepSeconds: Double
    private let inputs: (supply: Int, supplyRatio: Int, airflow: Int, outdoor: Int, extra: Int)
    private let outputs: (air: Int, ratio: Int, relative: Int)
    private var celsius: Double
    private var ratio: Double

    /// The zone of this `setup`.
    init(_ setup: ComponentSetup) {
        conductance = setup.number("ua_WK")
        capacitance = setup.number("capacitance_kJK") * 1000
        airMass = setup.number("air_m3") * MoistAir.density
        gains = setup.number("gains_W")
        moisture = setup.number("moisture_gs")
        pattern = HourlyPattern(setup.hours("pattern"), startHour: setup.number("start_h"))
        stepSeconds = setup.stepSeconds
        inputs = (
            setup.input("supply_C"), setup.input("supply_gkg"), setup.input("airflow_kgs"), setup.input("outdoor_C"),
            setup.input("extra_W")
        )
        outputs = (setup.output("air_C"), setup.output("humidity_gkg"), setup.output("rh_pct"))
        celsius = setup.number("initial_C")
        ratio = setup.number("initial_gkg")
    }

    /// Shows the room's air.
    func publish(_ signals: Signals) {
        signals[outputs.air] = celsius
        signals[outputs.ratio] = ratio
        signals[outputs.relative] = MoistAir.relativeHumidity(celsius: celsius, ratio: ratio)
    }

    /// Moves temperature and humidity on.
    func integrate(_ signals: Signals) {
        let airflow = max(0, signals[inputs.airflow])
        let factor = pattern.interpolated(atSeconds: signals.seconds)
        let airRate = airflow * MoistAir.specificHeat
        let heat =
            airRate * signals[inputs.supply] + conductance * signals[inputs.outdoor] + gains * factor
            + signals[inputs.extra]
        celsius = moved(celsius, supply: heat, rate: airRate + conductance, capacity: capacitance)
        let water = airflow * signals[inputs.supplyRatio] + moisture * factor
        ratio = moved(ratio, supply: water, rate: airflow, capacity: airMass)
        // What is above saturation condenses on the walls.
        ratio = min(ratio, MoistAir.saturationRatio(celsius: celsius))
    }

    // One exact step of capacity·dx/dt = supply - rate·x.
    private func moved(_ value: Double, supply: Double, rate: Double, capacity: Double) -> Double {
        guard rate > 0 else { return value + supply / capacity * stepSeconds }
        let goal = supply / rate
        return goal + (value - goal) * exp(-rate / capacity * stepSeconds)
    }
}
