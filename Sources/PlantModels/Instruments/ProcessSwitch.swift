/// A float, pressure, flow or temperature switch with hysteresis.
final class ProcessSwitch: PlantComponent {
    /// What an author may write about a process switch.
    static let entry = CatalogueEntry(
        kind: "process_switch", sentence: "A float, pressure, flow or temperature switch with hysteresis.",
        parameters: [
            .number("on_at", "eng.", nil, "makes here"),
            .number("off_at", "eng.", nil, "breaks here"),
            .number("delay_s", "s", 0, 0...3600, "must stand this long to make"),
            .flag("latching", 0, "1 = stays made until reset"),
            .flag("normally_closed", 0, "1 = the contact is open while made"),
        ],
        inputs: [
            InputSpecification("input", "eng.", 0, "what it watches"),
            InputSpecification("reset", "0/1", 0, 0...1, "releases a latched switch"),
        ] + InputSpecification.faults(["contact stuck open": "", "contact stuck closed": ""]),
        outputs: [OutputSpecification("contact", "0/1", "the contact")],
        check: { setup in
            guard setup.number("on_at") == setup.number("off_at") else { return nil }
            return ("off_at", "'on_at' and 'off_at' are the same", "leave a gap between them, the hysteresis")
        },
        make: ProcessSwitch.init)

    private let limits: (on: Double, off: Double)
    private let delaySeconds: Double
    private let latches: Bool
    private let isNormallyClosed: Bool
    private let inputs: (input: Int, reset: Int, mode: Int)
    private let contact: Int
    private var isMade = false
    private var since: Double?

    /// The switch of this `setup`.
    init(_ setup: ComponentSetup) {
        limits = (setup.number("on_at"), setup.number("off_at"))
        delaySeconds = setup.number("delay_s")
        latches = setup.flag("latching")
        isNormallyClosed = setup.flag("normally_closed")
        inputs = (setup.input("input"), setup.input("reset"), setup.input("fault_mode"))
        contact = setup.output("contact")
    }

    /// Looks at its input and sets the contact.
    func measure(_ signals: Signals) {
        let value = signals[inputs.input]
        let isHighSwitch = limits.on > limits.off
        let isBeyond = isHighSwitch ? value >= limits.on : value <= limits.on
        let isBack = isHighSwitch ? value <= limits.off : value >= limits.off
        if isMade {
            if isBack && (!latches || signals.isOn(inputs.reset)) { isMade = false }
            since = nil
        } else if isBeyond {
            let began = since ?? signals.seconds
            since = began
            if signals.seconds - began >= delaySeconds - 1e-9 { isMade = true }
        } else {
            since = nil
        }
        switch signals.mode(inputs.mode) {
        case 1: signals.set(contact, false)
        case 2: signals.set(contact, true)
        default: signals.set(contact, isMade != isNormallyClosed)
        }
    }
}
