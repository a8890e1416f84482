import Glibc

/// Doses a chemical into a line or a tank. The chemical's own water is neglected.
final class DosingPump: PlantComponent {
    /// What an author may write about a dosing pump.
    static let entry = CatalogueEntry(
        kind: "dosing_pump", sentence: "Doses a chemical into a line (carried by its flow) or a tank.",
        parameters: [
            .word("chemical", nil, ["chlorine", "coagulant", "acid", "base", "soda_ash"], "what it doses"),
            .number("capacity_Lph", "L/h", nil, 0.001...100_000, "flow at 100 % stroke"),
            .number("stock", "g/L or mol/L", nil, 0.0001...2000, "stock concentration"),
            .number("lag_s", "s", 1, 0.01...600, "the dose follows the command with this lag"),
            .number("drum_L", "L", 1000, 0.01...1_000_000, "stock at the start"),
        ],
        connections: [ConnectionSpecification("to", ["line", "tank"], "where it doses")],
        inputs: [
            InputSpecification("run", "0/1", 0, 0...1, "run command"),
            InputSpecification("stroke_pct", "%", 100, 0...100, "stroke"),
            InputSpecification("refill", "0/1", 0, 0...1, "1 fills the drum up again"),
        ]
            + InputSpecification.faults([
                "lost prime": "no dose", "worn": "share of flow lost", "siphoning": "severity L/h more than commanded",
            ]),
        outputs: [
            OutputSpecification("flow_Lph", "L/h", "chemical flow"),
            OutputSpecification("running", "0/1", "running feedback"),
            OutputSpecification("drum_L", "L", "stock left"),
        ],
        make: DosingPump.init)

    /// What it adds a second, in amounts of `Quality`.
    private(set) var amountPerSecond = Quality.zero

    private let amountPerLitre: Quality
    private let capacity: Double
    private let drumSize: Double
    private let stepSeconds: Double
    private let kept: Double
    private let inputs: (run: Int, stroke: Int, refill: Int, mode: Int, severity: Int)
    private let outputs: (flow: Int, running: Int, drum: Int)
    private var tank: (any WaterNode)?

    // Flow in L/h.
    private var flow = 0.0
    private var isRunning = false
    private var drum: Double

    /// The dosing pump of this `setup`.
    init(_ setup: ComponentSetup) {
        let stock = setup.number("stock")
        // One litre of g/L carries grams; one litre of mol/L carries a thousandth of mol/L times m³.
        var amount = Quality.zero
        switch setup.word("chemical") {
        case "chlorine": amount[Quality.chlorine] = stock
        case "coagulant": amount[Quality.coagulant] = stock
        case "acid": amount[Quality.acid] = stock / 1000
        case "base": amount[Quality.acid] = -stock / 1000
        default:
            amount[Quality.acid] = -2 * stock / 1000
            amount[Quality.carbonate] = stock / 1000
        }
        amountPerLitre = amount
        capacity = setup.number("capacity_Lph")
        drumSize = setup.number("drum_L")
        drum = drumSize
        stepSeconds = setup.stepSeconds
        kept = exp(-setup.stepSeconds / setup.number("lag_s"))
        inputs = (
            setup.input("run"), setup.input("stroke_pct"), setup.input("refill"), setup.input("fault_mode"),
            setup.input("fault_severity")
        )
        outputs = (setup.output("flow_Lph"), setup.output("running"), setup.output("drum_L"))
    }

    /// Finds the line or tank that it doses into.
    func connect(_ setup: ComponentSetup, _ parts: PlantParts) {
        let part = parts.one(setup, "to", as: (any PlantComponent).self)
        if let line = part as? Line { line.add(self) }
        tank = part as? any WaterNode
    }

    /// Shows flow and drum, and sets the dose of the next step: no more than the drum holds.
    func publish(_ signals: Signals) {
        let litresPerSecond = min(flow / 3600, drum / stepSeconds)
        amountPerSecond = amountPerLitre * litresPerSecond
        signals[outputs.flow] = litresPerSecond * 3600
        signals.set(outputs.running, isRunning)
        signals[outputs.drum] = drum
    }

    /// Doses into its tank; a line takes its dose by itself.
    func transfer(_ signals: Signals) {
        drum = max(0, drum - min(flow / 3600, drum / stepSeconds) * stepSeconds)
        tank?.give(0, amountPerSecond * stepSeconds)
    }

    /// Lets the flow follow the command.
    func integrate(_ signals: Signals) {
        isRunning = signals.isOn(inputs.run)
        var wanted = isRunning ? capacity * min(max(signals[inputs.stroke], 0), 100) / 100 : 0
        let severity = max(0, signals[inputs.severity])
        switch signals.mode(inputs.mode) {
        case 1: wanted = 0
        case 2: wanted *= 1 - min(1, severity)
        case 3: wanted += severity
        default: break
        }
        flow = wanted + (flow - wanted) * kept
        if signals.isOn(inputs.refill) { drum = drumSize }
    }
}
