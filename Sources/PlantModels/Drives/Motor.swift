/// A direct-on-line motor with contactor.
///
/// Current: six times rated while it runs up, then 0.35 + 0.65·load of rated.
final class Motor: PlantComponent {
    /// What an author may write about a motor.
    static let entry = CatalogueEntry(
        kind: "motor",
        sentence: "A direct-on-line motor with contactor, feedback, overload trip, run hours and starts.",
        parameters: [
            .number("rated_A", "A", 20, 0.01...10000, "full-load current"),
            .number("contactor_s", "s", 0.1, 0...10, "delay from command to contactor and feedback"),
            .number("run_up_s", "s", 1, 0...600, "time to full speed"),
            .number("run_down_s", "s", 2, 0...600, "time to stand still"),
            .number("overload_s", "s", 10, 0.1...600, "trips after this long above 115 % of rated"),
        ],
        inputs: [
            InputSpecification("run", "0/1", 0, 0...1, "coil"),
            InputSpecification("reset", "0/1", 0, 0...1, "resets a trip"),
            InputSpecification("load", "", 1, 0...10, "share of rated load"),
        ]
            + InputSpecification.faults([
                "fails to start": "", "overloaded": "load × (1 + severity)", "welded contactor": "",
                "no running feedback": "",
            ]),
        outputs: [
            OutputSpecification("running", "0/1", "running feedback"),
            OutputSpecification("speed", "", "shaft speed as a share of rated"),
            OutputSpecification("current_A", "A", "motor current"),
            OutputSpecification("tripped", "0/1", "overload relay tripped"),
            OutputSpecification("run_hours", "h", "hours run"),
            OutputSpecification("starts", "", "starts counted"),
        ],
        make: Motor.init)

    private static let inrush = 6.0
    private static let idleShare = 0.35
    // A motor is up to speed, and its overload relay counts, from this share of rated speed.
    private static let upToSpeed = 0.98

    private let rated: Double
    private let stepSeconds: Double
    private let times: (contactor: Double, up: Double, down: Double)
    private let inputs: (run: Int, reset: Int, load: Int, mode: Int, severity: Int)
    private let outputs: (running: Int, speed: Int, current: Int, tripped: Int, hours: Int, starts: Int)

    private var commandedSeconds = 0.0
    private var isClosed = false
    private var feedback = false
    private var speed = 0.0
    private var current = 0.0
    private var relay: OverloadRelay
    private var counter = RunCounter()

    /// The motor of this `setup`.
    init(_ setup: ComponentSetup) {
        rated = setup.number("rated_A")
        stepSeconds = setup.stepSeconds
        times = (setup.number("contactor_s"), setup.number("run_up_s"), setup.number("run_down_s"))
        relay = OverloadRelay(delaySeconds: setup.number("overload_s"), stepSeconds: setup.stepSeconds)
        inputs = (
            setup.input("run"), setup.input("reset"), setup.input("load"), setup.input("fault_mode"),
            setup.input("fault_severity")
        )
        outputs = (
            setup.output("running"), setup.output("speed"), setup.output("current_A"), setup.output("tripped"),
            setup.output("run_hours"), setup.output("starts")
        )
    }

    /// Shows the motor's state.
    func publish(_ signals: Signals) {
        signals.set(outputs.running, feedback)
        signals[outputs.speed] = speed
        signals[outputs.current] = current
        signals.set(outputs.tripped, relay.isTripped)
        signals[outputs.hours] = counter.hours
        signals[outputs.starts] = counter.starts
    }

    /// Contactor, run-up, current, relay, counters.
    func integrate(_ signals: Signals) {
        let mode = signals.mode(inputs.mode)
        let wanted = signals.isOn(inputs.run) && !relay.isTripped
        commandedSeconds = wanted ? commandedSeconds + stepSeconds : 0
        let pullsIn = wanted && commandedSeconds >= times.contactor - 1e-9 && mode != 1
        isClosed = pullsIn || (mode == 3 && isClosed)
        feedback = isClosed && mode != 4
        if isClosed {
            speed = times.up > 0 ? min(1, speed + stepSeconds / times.up) : 1
        } else {
            speed = times.down > 0 ? max(0, speed - stepSeconds / times.down) : 0
        }
        let overload = mode == 2 ? 1 + max(0, signals[inputs.severity]) : 1
        var share = 0.0
        if isClosed {
            let isUp = speed >= Self.upToSpeed
            share = isUp ? Self.idleShare + (1 - Self.idleShare) * signals[inputs.load] * overload : Self.inrush
        }
        current = share * rated
        relay.watch(currentShare: speed >= Self.upToSpeed ? share : 0, isReset: signals.isOn(inputs.reset))
        counter.count(isRunning: isClosed, stepSeconds: stepSeconds)
    }
}
