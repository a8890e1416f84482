import Determinism
import Glibc

/// A transmitter: true value, lag, noise, resolution, 4-20 mA loop.
///
/// A healthy loop saturates at 3.8 and 20.5 mA; outside of it is a fault (NAMUR recommendation NE 43).
final class Sensor: PlantComponent {
    /// What an author may write about a sensor.
    static let entry = CatalogueEntry(
        kind: "sensor", sentence: "A transmitter: true value, lag, noise, resolution, 4-20 mA loop.",
        parameters: [
            .number("low", "eng.", 0, "value at 4 mA"),
            .number("high", "eng.", nil, "value at 20 mA"),
            .number("lag_s", "s", 0, 0...3600, "first-order lag"),
            .number("noise", "eng.", 0, 0...anyNumber.upperBound, "standard deviation"),
            .number("resolution", "eng.", 0, 0...anyNumber.upperBound, "measured values are multiples of it"),
        ],
        inputs: [InputSpecification("input", "eng.", 0, "what it measures")]
            + InputSpecification.faults([
                "bias": "eng.", "drift": "eng. per hour", "frozen": "", "dropout": "3.5 mA, loop alive",
                "wire_break": "0 mA", "noise": "standard deviation, eng.",
            ]),
        outputs: [
            OutputSpecification("true", "eng.", "value without any error"),
            OutputSpecification("measured", "eng.", "what the transmitter says"),
            OutputSpecification("milliamps", "mA", "its loop current"),
        ],
        check: { setup in
            guard setup.number("high") <= setup.number("low") else { return nil }
            return ("high", "'high' is not above 'low'", "give the value at 20 mA under 'high'")
        },
        make: Sensor.init)

    private static let leastHealthy = 3.8
    private static let greatestHealthy = 20.5
    private static let dropoutMilliamps = 3.5

    private let low: Double
    private let span: Double
    private let noise: Double
    private let resolution: Double
    private let kept: Double
    private let inputs: (input: Int, mode: Int, severity: Int)
    private let outputs: (true: Int, measured: Int, milliamps: Int)
    private var stream: RandomStream
    private var faultStream: RandomStream
    private var lagged: Double?
    private var lastFault = SensorFault.none
    private var faultSince = 0.0
    private var said = 0.0

    /// The sensor of this `setup`.
    init(_ setup: ComponentSetup) {
        low = setup.number("low")
        span = setup.number("high") - low
        noise = setup.number("noise")
        resolution = setup.number("resolution")
        let lag = setup.number("lag_s")
        kept = lag > 0 ? exp(-setup.stepSeconds / lag) : 0
        inputs = (setup.input("input"), setup.input("fault_mode"), setup.input("fault_severity"))
        outputs = (setup.output("true"), setup.output("measured"), setup.output("milliamps"))
        stream = setup.randomStream("noise")
        // A stream of its own, so that a fault does not shift the healthy noise after it.
        faultStream = setup.randomStream("fault")
        said = low
    }

    /// Lets the sensing element follow the process.
    func integrate(_ signals: Signals) {
        guard kept > 0 else { return }
        let input = signals[inputs.input]
        lagged = input + ((lagged ?? input) - input) * kept
    }

    /// Takes a reading.
    func measure(_ signals: Signals) {
        let input = signals[inputs.input]
        signals[outputs.true] = input
        if lagged == nil, kept > 0 { lagged = input }
        var reading = lagged ?? input
        if noise > 0 { reading += noise * stream.normal() }

        let fault = SensorFault(rawValue: signals.mode(inputs.mode)) ?? .none
        let severity = signals[inputs.severity]
        if fault != lastFault { faultSince = signals.seconds }
        lastFault = fault
        switch fault {
        case .bias: reading += severity
        case .drift: reading += severity * (signals.seconds - faultSince) / 3600
        case .noise: reading += severity * faultStream.normal()
        case .frozen: reading = said
        case .dropout: return show(Self.dropoutMilliamps, signals)
        case .wireBreak: return show(0, signals)
        case .none: break
        }
        if resolution > 0 { reading = (reading / resolution).rounded() * resolution }
        said = reading
        let milliamps = 4 + 16 * (reading - low) / span
        if milliamps >= Self.leastHealthy, milliamps <= Self.greatestHealthy {
            signals[outputs.measured] = reading
            signals[outputs.milliamps] = milliamps
        } else {
            // A reading that is not a number fails low, as a transmitter without a signal does.
            show(milliamps > 4 ? Self.greatestHealthy : Self.leastHealthy, signals)
        }
    }

    private func show(_ milliamps: Double, _ signals: Signals) {
        signals[outputs.milliamps] = milliamps
        signals[outputs.measured] = low + (milliamps - 4) / 16 * span
    }
}
