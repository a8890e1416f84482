import Glibc

/// A fan in a duct: n²·A - B·n^(2-C)·Q^C = R·Q², both sides monotone in the flow Q.
///
/// Fan heat warms the air by dT = dP/(ρ·cp·η).
final class Fan: PlantComponent {
    /// What an author may write about a fan.
    static let entry = CatalogueEntry(
        kind: "fan", sentence: "A fan in a duct: air flow from the fan's curve against filter, duct and terminals.",
        parameters: [
            .curve("curve", "m³/s, Pa", "one point or three, the first at zero flow"),
            .number(
                "unit_resistance", "Pa·s²/m⁶", nil, 0.0001...1_000_000, "coils, casing, duct up to the pressure sensor"),
            .number("terminal_resistance", "Pa·s²/m⁶", nil, 0.0001...1_000_000, "after it, all terminals open"),
            .number("efficiency_pct", "%", 65, 1...100, "fan and motor, all of it heats the air"),
            .number("proof_Pa", "Pa", 50, 0...5000, "airflow switch makes above this rise"),
        ],
        inputs: [
            InputSpecification("speed", "", 0, 0...1.5, atOnce: true, "speed as a share of rated"),
            InputSpecification("filter_resistance", "Pa·s²/m⁶", 0, 0...1_000_000, atOnce: true, "of the filter"),
            InputSpecification("terminal_pct", "%", 100, 0...100, atOnce: true, "opening of the terminals"),
        ]
            + InputSpecification.faults(
                [
                    "belt broken": "no flow", "belt slips": "share of speed lost", "proof switch stuck open": "",
                    "proof switch stuck closed": "",
                ]),
        outputs: [
            OutputSpecification("airflow_m3s", "m³/s", atOnce: true, "air flow"),
            OutputSpecification("airflow_kgs", "kg/s", atOnce: true, "air flow by mass"),
            OutputSpecification("rise_Pa", "Pa", atOnce: true, "pressure rise over the fan"),
            OutputSpecification("static_Pa", "Pa", atOnce: true, "duct static pressure at the sensor"),
            OutputSpecification("heat_K", "K", atOnce: true, "temperature rise from fan heat"),
            OutputSpecification("power_kW", "kW", atOnce: true, "electrical power"),
            OutputSpecification("load", "", atOnce: true, "power as a share of rated"),
            OutputSpecification("proof", "0/1", atOnce: true, "airflow proof switch"),
        ],
        make: Fan.init)

    // Terminals never shut tighter than this, and the proof switch breaks at this share of its limit.
    private static let leastOpening = 0.02
    private static let proofBreak = 0.8

    private let curve: FlowCurve
    private let resistances: (unit: Double, terminal: Double)
    private let efficiency: Double
    private let proofLimit: Double
    private let inputs: (speed: Int, filter: Int, terminal: Int, mode: Int, severity: Int)
    private let outputs: (flow: Int, mass: Int, rise: Int, duct: Int, heat: Int, power: Int, load: Int, proof: Int)
    private var hasProof = false

    /// The fan of this `setup`.
    init(_ setup: ComponentSetup) {
        curve = setup.curve("curve")
        resistances = (setup.number("unit_resistance"), setup.number("terminal_resistance"))
        efficiency = setup.number("efficiency_pct") / 100
        proofLimit = setup.number("proof_Pa")
        inputs = (
            setup.input("speed"), setup.input("filter_resistance"), setup.input("terminal_pct"),
            setup.input("fault_mode"), setup.input("fault_severity")
        )
        outputs = (
            setup.output("airflow_m3s"), setup.output("airflow_kgs"), setup.output("rise_Pa"),
            setup.output("static_Pa"), setup.output("heat_K"), setup.output("power_kW"), setup.output("load"),
            setup.output("proof")
        )
    }

    /// Solves the flow and shows what follows from it.
    func evaluate(_ signals: Signals) {
        let mode = signals.mode(inputs.mode)
        var speed = min(max(signals[inputs.speed], 0), 1.5)
        if mode == 1 { speed = 0 }
        if mode == 2 { speed *= 1 - min(max(signals[inputs.severity], 0), 1) }
        let opening = min(max(signals[inputs.terminal] / 100, Self.leastOpening), 1)
        let terminal = resistances.terminal / (opening * opening)
        let whole = max(0, signals[inputs.filter]) + resistances.unit + terminal
        let flow = speed > 0.01 ? airflow(speed: speed, resistance: whole) : 0
        let rise = whole * flow * flow
        let power = rise * flow / efficiency / 1000

        signals[outputs.flow] = flow
        signals[outputs.mass] = flow * MoistAir.density
        signals[outputs.rise] = rise
        signals[outputs.duct] = terminal * flow * flow
        signals[outputs.heat] = rise / (MoistAir.density * MoistAir.specificHeat * efficiency)
        signals[outputs.power] = power
        signals[outputs.load] = rise * flow / (curve.rated.flow * curve.rated.head)
        hasProof = rise > proofLimit || (hasProof && rise > proofLimit * Self.proofBreak)
        signals.set(outputs.proof, mode == 4 || (hasProof && mode != 3))
    }

    private func airflow(speed: Double, resistance: Double) -> Double {
        let shutoff = speed * speed * curve.shutoff
        let factor = curve.factor(atSpeed: speed)
        let most = (shutoff / resistance).squareRoot()
        return rootOfIncreasing(from: 0, to: most) { flow in
            resistance * flow * flow + factor * pow(flow, curve.exponent) - shutoff
        }
    }
}
