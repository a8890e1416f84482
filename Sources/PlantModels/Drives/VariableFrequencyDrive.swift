/// A motor on a variable-frequency drive: its speed follows a reference along ramps.
///
/// Current: 0.25 + 0.75·load/speed of rated, since torque is power over speed.
final class VariableFrequencyDrive: PlantComponent {
    /// What an author may write about a drive.
    static let entry = CatalogueEntry(
        kind: "vfd", sentence: "A motor on a variable-frequency drive: its speed follows a reference along ramps.",
        parameters: [
            .number("rated_A", "A", 20, 0.01...10000, "full-load current"),
            .number("start_s", "s", 0.2, 0...10, "delay from command to running"),
            .number("ramp_up_s", "s", 10, 0...600, "0 to 100 %"),
            .number("ramp_down_s", "s", 10, 0...600, "100 to 0 %"),
            .number("least_pct", "%", 0, 0...100, "least speed while running"),
            .number("overload_s", "s", 60, 0.1...600, "trips after this long above 115 % of rated"),
        ],
        inputs: [
            InputSpecification("run", "0/1", 0, 0...1, "run command"),
            InputSpecification("reset", "0/1", 0, 0...1, "resets a trip"),
            InputSpecification("reference_pct", "%", 0, 0...100, "speed reference"),
            InputSpecification("load", "", 1, 0...10, "share of rated load"),
        ]
            + InputSpecification.faults(
                [
                    "fails to start": "", "overloaded": "load × (1 + severity)", "trips": "", "no running feedback": "",
                    "reference lost": "stays at its speed",
                ]),
        outputs: [
            OutputSpecification("running", "0/1", "running feedback"),
            OutputSpecification("speed", "", "speed as a share of rated"),
            OutputSpecification("speed_pct", "%", "speed"),
            OutputSpecification("current_A", "A", "motor current"),
            OutputSpecification("tripped", "0/1", "tripped"),
            OutputSpecification("run_hours", "h", "hours run"),
            OutputSpecification("starts", "", "starts counted"),
        ],
        make: VariableFrequencyDrive.init)

    private static let idleShare = 0.25

    private let rated: Double
    private let stepSeconds: Double
    private let times: (start: Double, up: Double, down: Double)
    private let least: Double
    private let inputs: (run: Int, reset: Int, reference: Int, load: Int, mode: Int, severity: Int)
    private let outputs: (running: Int, speed: Int, percent: Int, current: Int, tripped: Int, hours: Int, starts: Int)

    private var commandedSeconds = 0.0
    private var isRunning = false
    private var feedback = false
    private var reference = 0.0
    private var speed = 0.0
    private var current = 0.0
    private var relay: OverloadRelay
    private var counter = RunCounter()

    /// The drive of this `setup`.
    init(_ setup: ComponentSetup) {
        rated = setup.number("rated_A")
        stepSeconds = setup.stepSeconds
        times = (setup.number("start_s"), setup.number("ramp_up_s"), setup.number("ramp_down_s"))
        least = setup.number("least_pct") / 100
        relay = OverloadRelay(delaySeconds: setup.number("overload_s"), stepSeconds: setup.stepSeconds)
        inputs = (
            setup.input("run"), setup.input("reset"), setup.input("reference_pct"), setup.input("load"),
            setup.input("fault_mode"), setup.input("fault_severity")
        )
        outputs = (
            setup.output("running"), setup.output("speed"), setup.output("speed_pct"), setup.output("current_A"),
            setup.output("tripped"), setup.output("run_hours"), setup.output("starts")
        )
    }

    /// Shows the drive's state.
    func publish(_ signals: Signals) {
        signals.set(outputs.running, feedback)
        signals[outputs.speed] = speed
        signals[outputs.percent] = 100 * speed
        signals[outputs.current] = current
        signals.set(outputs.tripped, relay.isTripped)
        signals[outputs.hours] = counter.hours
        signals[outputs.starts] = counter.starts
    }

    /// Start delay, ramps, current, relay, counters.
    func integrate(_ signals: Signals) {
        let mode = signals.mode(inputs.mode)
        let wanted = signals.isOn(inputs.run) && !relay.isTripped
        commandedSeconds = wanted ? commandedSeconds + stepSeconds : 0
        isRunning = wanted && commandedSeconds >= times.start - 1e-9 && mode != 1
        feedback = isRunning && mode != 4
        if mode != 5 { reference = min(max(signals[inputs.reference] / 100, 0), 1) }
        let target = isRunning ? max(least, reference) : 0
        let rise = times.up > 0 ? stepSeconds / times.up : 1
        let fall = times.down > 0 ? stepSeconds / times.down : 1
        speed = min(max(target, speed - fall), speed + rise)
        let overload = mode == 2 ? 1 + max(0, signals[inputs.severity]) : 1
        let torque = speed > 0.05 ? signals[inputs.load] / speed * overload : 0
        let share = isRunning ? Self.idleShare + (1 - Self.idleShare) * torque : 0
        current = share * rated
        relay.watch(currentShare: share, isReset: signals.isOn(inputs.reset))
        if mode == 3 { relay.trip() }
        counter.count(isRunning: isRunning, stepSeconds: stepSeconds)
    }
}
