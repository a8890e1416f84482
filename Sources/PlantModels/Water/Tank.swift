import Glibc

/// An upright tank or wet well, fully mixed; water above the brim overflows and is counted.
///
/// A·dh/dt = ΣQin - ΣQout. Outflow carries the mix of the step's start, which cannot take more than there is.
final class Tank: WaterNode {
    /// What an author may write about a tank.
    static let entry = CatalogueEntry(
        kind: "tank",
        sentence: "An upright tank or wet well, fully mixed; water above the brim overflows and is counted.",
        parameters: [
            .number("area_m2", "m²", nil, 0.001...1_000_000, "plan area"),
            .number("height_m", "m", nil, 0.01...100, "level of the brim or overflow weir above the bottom"),
            .number("bottom_m", "m", 0, -1000...1000, "bottom above the datum"),
            .number("initial_m", "m", 0, 0...100, "level at the start"),
            .number("decay_per_day", "1/day", 0, 0...1000, "first-order chlorine decay"),
            .number("settling_per_day", "1/day", 0, 0...10000, "first-order loss of turbidity and coagulant"),
        ]
            + QualityPorts.names.map {
                .number("initial_\($0.name)", $0.unit, 0, $0.range, "\($0.meaning) at the start")
            },
        inputs: [InputSpecification("leak_Lps", "L/s", 0, 0...10000, "water lost from the tank, for faults")],
        outputs: [
            OutputSpecification("level_m", "m", "level above the bottom"),
            OutputSpecification("level_pct", "%", "level as a share of the height"),
            OutputSpecification("volume_m3", "m³", "water in the tank"),
            OutputSpecification("overflow_Lps", "L/s", "overflow during the last step"),
            OutputSpecification("overflow_m3", "m³", "water overflowed so far"),
        ] + QualityPorts.outputs(atOnce: false),
        check: { setup in
            guard setup.number("initial_m") > setup.number("height_m") else { return nil }
            return ("initial_m", "'initial_m' is above the brim, 'height_m'", "start at or below the brim")
        },
        make: Tank.init)

    /// Bottom above the datum, m.
    let bottom: Double
    /// One over the plan area, 1/m².
    let inverseArea: Double
    /// It gives what it has.
    let givesWater = true

    private let name: String
    private let area: Double
    private let height: Double
    private let stepSeconds: Double
    private let lostShare: Quality
    private let ports: (level: Int, percent: Int, volume: Int, overflow: Int, overflowTotal: Int, leak: Int)
    private let qualityPorts: QualityPorts

    private var volume: Double
    private var amount: Quality
    private var remaining = 0.0
    private var overflowed = 0.0
    private var overflowTotal = CompensatedSum()

    private var leaked = CompensatedSum()

    private let initialVolume: Double
    private let initialChlorine: Double
    private var inVolume = CompensatedSum()
    private var outVolume = CompensatedSum()
    private var inChlorine = CompensatedSum()
    private var outChlorine = CompensatedSum()

    /// The tank of this `setup`.
    init(_ setup: ComponentSetup) {
        name = setup.name
        area = setup.number("area_m2")
        inverseArea = 1 / area
        height = setup.number("height_m")
        bottom = setup.number("bottom_m")
        stepSeconds = setup.stepSeconds
        let perDay = setup.stepSeconds / 86400
        var lost = Quality.zero
        lost[Quality.chlorine] = -expm1(-setup.number("decay_per_day") * perDay)
        lost[Quality.turbidity] = -expm1(-setup.number("settling_per_day") * perDay)
        lost[Quality.coagulant] = lost[Quality.turbidity]
        lostShare = lost
        ports = (
            setup.output("level_m"), setup.output("level_pct"), setup.output("volume_m3"), setup.output("overflow_Lps"),
            setup.output("overflow_m3"), setup.input("leak_Lps")
        )
        qualityPorts = .outputs(of: setup)
        volume = setup.number("initial_m") * area
        var quality = Quality.zero
        for (place, port) in QualityPorts.names.enumerated() { quality[place] = setup.number("initial_\(port.name)") }
        concentration = quality
        amount = quality * volume
        initialVolume = volume
        initialChlorine = amount[Quality.chlorine]
    }

    // The mix, or the last one while the tank is empty.
    private var concentration: Quality

    /// The elevation of the water surface, m.
    func head(_ signals: Signals) -> Double { bottom + volume * inverseArea }

    /// The mix.
    func quality(_ signals: Signals) -> Quality { concentration }

    /// Keeps back what is above `intake`, as long as there is some.
    func reserve(_ wanted: Double, above intake: Double, _ signals: Signals) -> Double {
        let below = max(0, intake - bottom) * area
        let granted = min(wanted, max(0, remaining - below))
        remaining -= granted
        return granted
    }

    /// Lets a reserved volume go.
    func take(_ taken: Double, _ carried: Quality) {
        volume -= taken
        amount -= carried
        outVolume.add(taken)
        outChlorine.add(carried[Quality.chlorine])
    }

    /// Receives water and what it carries.
    func give(_ given: Double, _ carried: Quality) {
        volume += given
        amount += carried
        inVolume.add(given)
        inChlorine.add(carried[Quality.chlorine])
    }

    /// Shows level and mix.
    func publish(_ signals: Signals) {
        remaining = volume
        let level = volume * inverseArea
        signals[ports.level] = level
        signals[ports.percent] = 100 * level / height
        signals[ports.volume] = volume
        signals[ports.overflow] = overflowed / stepSeconds * 1000
        signals[ports.overflowTotal] = overflowTotal.value
        qualityPorts.write(concentration, signals)
    }

    /// Closes the step: leak, reactions, overflow.
    func integrate(_ signals: Signals) {
        let leak = reserve(signals[ports.leak] / 1000 * stepSeconds, above: bottom, signals)
        if leak > 0 {
            take(leak, concentration * leak)
            leaked.add(leak)
        }
        // Reserving never grants more than there is; only the rounding of several takings can fall below zero.
        if volume < 0 {
            outVolume.add(volume)
            leaked.add(volume)
            volume = 0
        }
        let lost = amount * lostShare
        amount -= lost
        outChlorine.add(lost[Quality.chlorine])
        overflowed = max(0, volume - height * area)
        if overflowed > 0 {
            let carried = amount * (overflowed / volume)
            take(overflowed, carried)
            overflowTotal.add(overflowed)
        }
        if volume > 1e-12 * area { concentration = amount / volume }
    }
}

extension Tank: WaterLedger {
    /// What the level says.
    var storedChange: Double { volume - initialVolume }

    /// Overflow and leak leave the plant.
    var entered: Double { -overflowTotal.value - leaked.value }

    /// Water and chlorine: present less initial less received plus given, over initial plus received.
    func conservationErrors() -> [(name: String, relativeError: Double)] {
        func relative(_ now: Double, _ initial: Double, _ received: Double, _ given: Double) -> Double {
            let whole = initial + received
            return whole > 0 ? abs(now - initial - received + given) / whole : abs(now + given)
        }
        return [
            ("\(name).water", relative(volume, initialVolume, inVolume.value, outVolume.value)),
            (
                "\(name).chlorine",
                relative(amount[Quality.chlorine], initialChlorine, inChlorine.value, outChlorine.value)
            ),
        ]
    }
}
