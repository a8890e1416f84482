/// A water coil with its control valve, by effectiveness and NTU.
///
/// The valve's flow follows its inherent characteristic φ and its authority N: f = 1/√(1 - N + N/φ²). A coil colder than the
/// air's dew point dries it: the humidity moves towards saturation at the entering water's temperature by the coil's
/// effectiveness (a bypass-factor model), and the heat of condensation goes into the water.
final class Coil: PlantComponent {
    /// What an author may write about a coil.
    static let entry = CatalogueEntry(
        kind: "coil", sentence: "A heating or cooling water coil with its control valve, by effectiveness and NTU.",
        parameters: [
            .word("arrangement", "counter", ["counter", "cross"], "flow arrangement"),
            .number("ua_kWK", "kW/K", nil, 0.001...10000, "UA"),
            .number("water_Lps", "L/s", nil, 0.001...10000, "water flow with the valve open"),
            .number("authority", "", 0.5, 0.05...1, "valve authority"),
        ] + ValveCharacteristic.parameters,
        inputs: [
            InputSpecification("air_in_C", "°C", 20, atOnce: true, "entering air"),
            InputSpecification("air_in_gkg", "g/kg", 7, atOnce: true, "entering humidity ratio"),
            InputSpecification("airflow_kgs", "kg/s", 0, 0...10000, atOnce: true, "air flow"),
            InputSpecification("water_C", "°C", 60, atOnce: true, "entering water"),
            InputSpecification("valve_pct", "%", 0, 0...100, atOnce: true, "valve position"),
            InputSpecification("fouling", "", 0, 0...1, atOnce: true, "share of UA lost, for faults"),
        ],
        outputs: [
            OutputSpecification("air_C", "°C", atOnce: true, "leaving air"),
            OutputSpecification("humidity_gkg", "g/kg", atOnce: true, "leaving humidity ratio"),
            OutputSpecification("water_out_C", "°C", atOnce: true, "leaving water"),
            OutputSpecification("water_flow_Lps", "L/s", atOnce: true, "water flow"),
            OutputSpecification("power_kW", "kW", atOnce: true, "heat to the air, negative from it"),
            OutputSpecification("effectiveness", "", atOnce: true, "of the coil"),
        ],
        make: Coil.init)

    // Specific heat of water, J/(kg·K), times kg/L.
    private static let waterCapacity = 4186.0

    private let exchange: HeatExchange
    private let conductance: Double
    private let waterFlow: Double
    private let authority: Double
    private let characteristic: ValveCharacteristic
    private let inputs: (air: Int, ratio: Int, airflow: Int, water: Int, valve: Int, fouling: Int)
    private let outputs: (air: Int, ratio: Int, water: Int, flow: Int, power: Int, effectiveness: Int)

    /// The coil of this `setup`.
    init(_ setup: ComponentSetup) {
        exchange = setup.word("arrangement") == "counter" ? .counter : .cross
        conductance = setup.number("ua_kWK") * 1000
        waterFlow = setup.number("water_Lps")
        authority = setup.number("authority")
        characteristic = ValveCharacteristic(setup)
        inputs = (
            setup.input("air_in_C"), setup.input("air_in_gkg"), setup.input("airflow_kgs"), setup.input("water_C"),
            setup.input("valve_pct"), setup.input("fouling")
        )
        outputs = (
            setup.output("air_C"), setup.output("humidity_gkg"), setup.output("water_out_C"),
            setup.output("water_flow_Lps"), setup.output("power_kW"), setup.output("effectiveness")
        )
    }

    /// The share of the full water flow at a valve position from 0 to 1.
    func flowShare(atPosition position: Double) -> Double {
        let inherent = characteristic.share(atPosition: min(max(position, 0), 1))
        guard inherent > 0 else { return 0 }
        return 1 / (1 - authority + authority / (inherent * inherent)).squareRoot()
    }

    /// Exchanges heat.
    func evaluate(_ signals: Signals) {
        let (airIn, ratioIn, waterIn) = (signals[inputs.air], signals[inputs.ratio], signals[inputs.water])
        let flow = waterFlow * flowShare(atPosition: signals[inputs.valve] / 100)
        let airRate = max(0, signals[inputs.airflow]) * MoistAir.specificHeat
        let waterRate = flow * Self.waterCapacity
        let least = min(airRate, waterRate)
        guard least > 1e-9 else {
            return show(signals, airIn, ratioIn, waterIn, flow, 0, 0)
        }
        let ua = conductance * (1 - min(max(signals[inputs.fouling], 0), 1))
        let effectiveness = exchange.effectiveness(units: ua / least, ratio: least / max(airRate, waterRate))
        let sensible = effectiveness * least * (waterIn - airIn)
        let surface = MoistAir.saturationRatio(celsius: waterIn)
        // Air meets cold metal only as far as the water can keep it cold: the air side's effectiveness.
        let contact = min(1, effectiveness * least / airRate)
        let ratioOut = surface < ratioIn ? ratioIn - contact * (ratioIn - surface) : ratioIn
        let latent = (ratioIn - ratioOut) / 1000 * signals[inputs.airflow] * MoistAir.vaporisation
        let airOut = airIn + sensible / airRate
        let waterOut = waterIn - (sensible - latent) / waterRate
        show(signals, airOut, ratioOut, waterOut, flow, (sensible - latent) / 1000, effectiveness)
    }

    private func show(
        _ signals: Signals, _ air: Double, _ ratio: Double, _ water: Double, _ flow: Double, _ power: Double,
        _ effectiveness: Double
    ) {
        signals[outputs.air] = air
        signals[outputs.ratio] = ratio
        signals[outputs.water] = water
        signals[outputs.flow] = flow
        signals[outputs.power] = power
        signals[outputs.effectiveness] = effectiveness
    }
}
