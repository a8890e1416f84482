/// An on/off valve with stroke time and limit switches.
final class Valve: LineElement {
    /// What an author may write about an on/off valve.
    static let entry = CatalogueEntry(
        kind: "valve", sentence: "An on/off valve with stroke time and limit switches, an element of a line.",
        parameters: [
            .number("kv_m3h", "m³/h", nil, 0.001...1_000_000, "flow at 1 bar when fully open"),
            .word("actuator", "spring_return", ["spring_return", "two_coil"], "how the coils act"),
            .number("stroke_s", "s", 5, 0...3600, "full travel time"),
            .number("initial_pct", "%", 0, 0...100, "position at the start"),
        ],
        inputs: [
            InputSpecification("open", "0/1", 0, 0...1, "command to open"),
            InputSpecification("close", "0/1", 0, 0...1, "command to close (two_coil)"),
        ]
            + InputSpecification.faults([
                "stuck": "", "sluggish": "stroke time × (1 + severity)", "fouled": "share of Kv lost",
                "leaking": "least opening 0..1", "limit switches dead": "",
            ]),
        outputs: [
            OutputSpecification("position_pct", "%", "true position"),
            OutputSpecification("opened", "0/1", "open limit switch (from 98 %)"),
            OutputSpecification("closed", "0/1", "closed limit switch (up to 2 %)"),
        ],
        make: Valve.init)

    private let quadratic: Double
    private let hasTwoCoils: Bool
    private let inputs: (open: Int, close: Int, mode: Int, severity: Int)
    private let outputs: (position: Int, opened: Int, closed: Int)
    private var travel: Travel

    /// The valve of this `setup`.
    init(_ setup: ComponentSetup) {
        quadratic = quadraticFactor(kvCubicMetresPerHour: setup.number("kv_m3h"))
        hasTwoCoils = setup.word("actuator") == "two_coil"
        inputs = (setup.input("open"), setup.input("close"), setup.input("fault_mode"), setup.input("fault_severity"))
        outputs = (setup.output("position_pct"), setup.output("opened"), setup.output("closed"))
        travel = Travel(
            position: setup.number("initial_pct") / 100, strokeSeconds: setup.number("stroke_s"),
            stepSeconds: setup.stepSeconds)
    }

    /// A quick-opening gate is near linear: its Kv goes with its position.
    func resistance(_ signals: Signals) -> Resistance {
        var share = travel.position
        if signals.mode(inputs.mode) == 3 { share *= 1 - min(max(signals[inputs.severity], 0), 1) }
        guard share > 1e-3 else { return Resistance(isShut: true) }
        return Resistance(quadratic: quadratic / (share * share))
    }

    /// Shows position and limit switches.
    func publish(_ signals: Signals) {
        let switchesWork = signals.mode(inputs.mode) != 5
        signals[outputs.position] = 100 * travel.position
        signals.set(outputs.opened, travel.isOpened && switchesWork)
        signals.set(outputs.closed, travel.isClosed && switchesWork)
    }

    /// Moves the stem.
    func integrate(_ signals: Signals) {
        var hindrance = Travel.Hindrance()
        let severity = max(0, signals[inputs.severity])
        switch signals.mode(inputs.mode) {
        case 1: hindrance.isStuck = true
        case 2: hindrance.slowness = 1 + severity
        case 4: hindrance.least = min(1, severity)
        default: break
        }
        let opens = signals.isOn(inputs.open)
        if hasTwoCoils {
            guard opens != signals.isOn(inputs.close) else { return }
        }
        travel.move(towards: opens ? 1 : 0, hindrance)
    }
}
