/// A modulating valve with position feedback.
final class ControlValve: LineElement {
    /// What an author may write about a control valve.
    static let entry = CatalogueEntry(
        kind: "control_valve", sentence: "A modulating valve with position feedback, an element of a line.",
        parameters: [.number("kv_m3h", "m³/h", nil, 0.001...1_000_000, "flow at 1 bar when fully open")]
            + ValveCharacteristic.parameters + [
                .number("stroke_s", "s", 20, 0...3600, "full travel time"),
                .number("initial_pct", "%", 0, 0...100, "position at the start"),
            ],
        inputs: [InputSpecification("command_pct", "%", 0, 0...100, "wanted position")]
            + InputSpecification.faults([
                "stuck": "", "sluggish": "stroke time × (1 + severity)", "fouled": "share of Kv lost",
                "leaking": "least opening 0..1", "stiction": "band, % of travel",
            ]),
        outputs: [
            OutputSpecification("position_pct", "%", "true position"),
            OutputSpecification("opened", "0/1", "open limit switch (from 98 %)"),
            OutputSpecification("closed", "0/1", "closed limit switch (up to 2 %)"),
        ],
        make: ControlValve.init)

    private let quadratic: Double
    private let characteristic: ValveCharacteristic
    private let inputs: (command: Int, mode: Int, severity: Int)
    private let outputs: (position: Int, opened: Int, closed: Int)
    private var travel: Travel

    /// The valve of this `setup`.
    init(_ setup: ComponentSetup) {
        quadratic = quadraticFactor(kvCubicMetresPerHour: setup.number("kv_m3h"))
        characteristic = ValveCharacteristic(setup)
        inputs = (setup.input("command_pct"), setup.input("fault_mode"), setup.input("fault_severity"))
        outputs = (setup.output("position_pct"), setup.output("opened"), setup.output("closed"))
        travel = Travel(
            position: setup.number("initial_pct") / 100, strokeSeconds: setup.number("stroke_s"),
            stepSeconds: setup.stepSeconds)
    }

    /// The loss at the present position.
    func resistance(_ signals: Signals) -> Resistance {
        var share = characteristic.share(atPosition: travel.position)
        if signals.mode(inputs.mode) == 3 { share *= 1 - min(max(signals[inputs.severity], 0), 1) }
        guard share > 1e-4 else { return Resistance(isShut: true) }
        return Resistance(quadratic: quadratic / (share * share))
    }

    /// Shows position and limit switches.
    func publish(_ signals: Signals) {
        signals[outputs.position] = 100 * travel.position
        signals.set(outputs.opened, travel.isOpened)
        signals.set(outputs.closed, travel.isClosed)
    }

    /// Moves the stem.
    func integrate(_ signals: Signals) {
        var hindrance = Travel.Hindrance()
        let severity = max(0, signals[inputs.severity])
        switch signals.mode(inputs.mode) {
        case 1: hindrance.isStuck = true
        case 2: hindrance.slowness = 1 + severity
        case 4: hindrance.least = min(1, severity)
        case 5: hindrance.stickBand = severity / 100
        default: break
        }
        travel.move(towards: signals[inputs.command] / 100, hindrance)
    }
}
