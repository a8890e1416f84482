/// Moves a damper or a coil valve to a commanded position.
final class Actuator: PlantComponent {
    /// What an author may write about an actuator.
    static let entry = CatalogueEntry(
        kind: "actuator", sentence: "Moves a damper or a coil valve to a commanded position.",
        parameters: [
            .number("stroke_s", "s", 60, 0...3600, "full travel time"),
            .number("initial_pct", "%", 0, 0...100, "position at the start"),
        ],
        inputs: [InputSpecification("command_pct", "%", 0, 0...100, "wanted position")]
            + InputSpecification.faults([
                "stuck where it is": "", "sluggish": "stroke time × (1 + severity)", "stuck at severity %": "",
                "leaking": "least position, %", "stiction": "band, %",
            ]),
        outputs: [
            OutputSpecification("position_pct", "%", "true position"),
            OutputSpecification("opened", "0/1", "end switch (from 98 %)"),
            OutputSpecification("closed", "0/1", "end switch (up to 2 %)"),
        ],
        make: Actuator.init)

    private let inputs: (command: Int, mode: Int, severity: Int)
    private let outputs: (position: Int, opened: Int, closed: Int)
    private var travel: Travel

    /// The actuator of this `setup`.
    init(_ setup: ComponentSetup) {
        inputs = (setup.input("command_pct"), setup.input("fault_mode"), setup.input("fault_severity"))
        outputs = (setup.output("position_pct"), setup.output("opened"), setup.output("closed"))
        travel = Travel(
            position: setup.number("initial_pct") / 100, strokeSeconds: setup.number("stroke_s"),
            stepSeconds: setup.stepSeconds)
    }

    /// Shows position and end switches.
    func publish(_ signals: Signals) {
        signals[outputs.position] = 100 * travel.position
        signals.set(outputs.opened, travel.isOpened)
        signals.set(outputs.closed, travel.isClosed)
    }

    /// Moves the stem.
    func integrate(_ signals: Signals) {
        var hindrance = Travel.Hindrance()
        var target = signals[inputs.command] / 100
        let severity = max(0, signals[inputs.severity])
        switch signals.mode(inputs.mode) {
        case 1: hindrance.isStuck = true
        case 2: hindrance.slowness = 1 + severity
        case 3: target = severity / 100
        case 4: hindrance.least = min(1, severity / 100)
        case 5: hindrance.stickBand = severity / 100
        default: break
        }
        travel.move(towards: target, hindrance)
    }
}
