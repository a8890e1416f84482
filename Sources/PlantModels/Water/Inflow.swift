import Glibc

/// A flow that pours into a tank whatever its level: sewage into a wet well, a gravity main.
///
/// The storm hydrograph is a triangle (begin, peak, end), as in the unit hydrograph of the US Soil Conservation Service.
final class Inflow: PlantComponent {
    /// What an author may write about an inflow.
    static let entry = CatalogueEntry(
        kind: "inflow", sentence: "A flow that pours into a tank: diurnal pattern, noise and a storm hydrograph.",
        parameters: FlowCourse.parameters + [
            .number("storm_peak_Lps", "L/s", 0, 0...100_000, "peak of the storm flow, added to the pattern"),
            .number("storm_start_h", "h", 0, 0...100_000, "hours after the start of the run when the storm begins"),
            .number("storm_rise_h", "h", 1, 0.01...1000, "hours from its begin to its peak"),
            .number("storm_duration_h", "h", 4, 0.02...10000, "hours from its begin to its end"),
            .number("storm_every_h", "h", 0, 0...100_000, "it returns this often; 0 = once"),
        ],
        connections: [ConnectionSpecification("to", ["tank"], "tank that receives it")],
        inputs: [InputSpecification("scale", "", 1, 0...1000, atOnce: true, "factor on the whole flow")]
            + QualityPorts.inputs,
        outputs: [
            OutputSpecification("flow_Lps", "L/s", atOnce: true, "flow"),
            OutputSpecification("flow_m3h", "m³/h", atOnce: true, "flow"),
            OutputSpecification("total_m3", "m³", "water delivered so far"),
        ],
        check: { setup in
            guard setup.number("storm_rise_h") >= setup.number("storm_duration_h") else { return nil }
            return (
                "storm_rise_h", "the storm's peak, 'storm_rise_h', is not before its end, 'storm_duration_h'",
                "make the rise shorter than the duration"
            )
        },
        make: Inflow.init)

    private let stepSeconds: Double
    private let storm: (peak: Double, start: Double, rise: Double, duration: Double, every: Double)
    private let scale: Int
    private let qualityPorts: QualityPorts
    private let ports: (flow: Int, hourly: Int, total: Int)
    private var course: FlowCourse
    private var node: (any WaterNode)?
    private var volume = 0.0
    private var total = CompensatedSum()

    /// The inflow of this `setup`.
    init(_ setup: ComponentSetup) {
        stepSeconds = setup.stepSeconds
        storm = (
            setup.number("storm_peak_Lps") / 1000, setup.number("storm_start_h"), setup.number("storm_rise_h"),
            setup.number("storm_duration_h"), setup.number("storm_every_h")
        )
        scale = setup.input("scale")
        qualityPorts = .inputs(of: setup)
        ports = (setup.output("flow_Lps"), setup.output("flow_m3h"), setup.output("total_m3"))
        course = FlowCourse(setup)
    }

    /// Finds its tank.
    func connect(_ setup: ComponentSetup, _ parts: PlantParts) {
        node = parts.one(setup, "to", as: (any WaterNode).self)
    }

    private func stormFlow(atSeconds seconds: Double) -> Double {
        var hours = seconds / 3600 - storm.start
        if storm.every > 0, hours > 0 { hours = fmod(hours, storm.every) }
        guard hours > 0, hours < storm.duration else { return 0 }
        let share = hours < storm.rise ? hours / storm.rise : (storm.duration - hours) / (storm.duration - storm.rise)
        return storm.peak * share
    }

    /// Shows the total.
    func publish(_ signals: Signals) { signals[ports.total] = total.value }

    /// Works out the flow of the moment.
    func evaluate(_ signals: Signals) {
        let flow = course.flow(atSeconds: signals.seconds) + stormFlow(atSeconds: signals.seconds)
        volume = flow * max(0, signals[scale]) * stepSeconds
        signals[ports.flow] = volume / stepSeconds * 1000
        signals[ports.hourly] = volume / stepSeconds * 3600
    }

    /// Pours it in.
    func transfer(_ signals: Signals) {
        node?.give(volume, qualityPorts.read(signals) * volume)
        total.add(volume)
    }
}

extension Inflow: WaterLedger {
    /// All of it enters the plant.
    var entered: Double { total.value }
}
