import Glibc

/// A centrifugal pump with its check valve.
///
/// At speed n: H = n²·A - B·n^(2-C)·Q^C, so flow goes with n, head with n², power with n³. A stopped pump passes nothing
/// forward, as in EPANET. Shaft power: 0.3·n³ of rated to turn, the rest in proportion to ρ·g·Q·H.
final class Pump: PlantComponent {
    /// What an author may write about a pump.
    static let entry = CatalogueEntry(
        kind: "pump", sentence: "A centrifugal pump, an element of a line, with affinity laws and a check valve.",
        parameters: [
            .curve("curve", "L/s, m", "one point or three, the first at zero flow"),
            .flag("check_valve", 1, "1 = a check valve keeps water from coming back"),
            .number("efficiency_pct", "%", 70, 1...100, "wire-to-water efficiency"),
        ],
        inputs: [InputSpecification("speed", "", 0, 0...1.5, atOnce: true, "speed as a share of rated")]
            + InputSpecification.faults([
                "worn": "severity = share of head lost", "clogged": "share of flow lost", "check valve stuck open": "",
                "airlocked": "no flow",
            ]),
        outputs: [
            OutputSpecification("flow_Lps", "L/s", atOnce: true, "flow through this pump"),
            OutputSpecification("head_m", "m", atOnce: true, "head that it adds"),
            OutputSpecification("power_kW", "kW", atOnce: true, "electrical power"),
            OutputSpecification("load", "", atOnce: true, "power as a share of rated"),
        ],
        make: Pump.init)

    /// The head that it reaches at no flow now, m; 0 while it stands still.
    private(set) var shutoff = 0.0

    private static let idleShare = 0.3
    private static let standstill = 0.01

    private let curve: FlowCurve
    private let hasCheckValve: Bool
    private let ratedPowerKilowatts: Double
    private let idleResistance: Double
    private let inputs: (speed: Int, mode: Int, severity: Int)
    private let outputs: (flow: Int, head: Int, power: Int, load: Int)

    private var speed = 0.0
    private var factor = 0.0
    private var flowShare = 1.0
    private var letsBack = false

    /// The pump of this `setup`.
    init(_ setup: ComponentSetup) {
        curve = FlowCurve(setup.curve("curve"), flowUnit: 0.001, headUnit: 1)
        hasCheckValve = setup.flag("check_valve")
        ratedPowerKilowatts =
            waterDensity * gravity * curve.rated.flow * curve.rated.head / 1000
            / (setup.number("efficiency_pct") / 100)
        // Water running back through a standing pump loses about the shutoff head at the flow where the curve ends.
        let runOut = pow(curve.shutoff / curve.factor, 1 / curve.exponent)
        idleResistance = curve.shutoff / (runOut * runOut)
        inputs = (setup.input("speed"), setup.input("fault_mode"), setup.input("fault_severity"))
        outputs = (
            setup.output("flow_Lps"), setup.output("head_m"), setup.output("power_kW"), setup.output("load")
        )
    }

    /// Whether it turns.
    var isRunning: Bool { speed > Self.standstill }

    /// Takes speed and faults for this step.
    func prepare(_ signals: Signals) {
        let mode = signals.mode(inputs.mode)
        let lost = min(max(signals[inputs.severity], 0), 1)
        speed = min(max(signals[inputs.speed], 0), 1.5)
        letsBack = !hasCheckValve || mode == 3
        let headShare = mode == 1 ? max(1e-6, 1 - lost) : 1
        flowShare = mode == 2 ? 1 - lost : mode == 4 ? 0 : 1
        shutoff = isRunning ? speed * speed * curve.shutoff * headShare : 0
        factor = isRunning ? curve.factor(atSpeed: speed) * headShare : 0
    }

    /// The flow in m³/s when it has to add `head` m; never rises with `head`.
    func flow(addingHead head: Double) -> Double {
        if isRunning {
            if head < shutoff { return flowShare * pow((shutoff - head) / factor, 1 / curve.exponent) }
            return letsBack ? -flowShare * pow((head - shutoff) / factor, 1 / curve.exponent) : 0
        }
        return letsBack && head > 0 ? -(head / idleResistance).squareRoot() : 0
    }

    /// Shows the flow in m³/s and the head in m of this step.
    func show(flow: Double, head: Double, _ signals: Signals) {
        let hydraulic = max(0, flow * head) / (curve.rated.flow * curve.rated.head)
        let load = isRunning ? Self.idleShare * speed * speed * speed + (1 - Self.idleShare) * hydraulic : 0
        signals[outputs.flow] = flow * 1000
        signals[outputs.head] = isRunning ? head : 0
        signals[outputs.power] = load * ratedPowerKilowatts
        signals[outputs.load] = load
    }
}
