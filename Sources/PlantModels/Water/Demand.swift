/// A flow that is taken from a tank: the town, a process.
final class Demand: PlantComponent {
    /// What an author may write about a demand.
    static let entry = CatalogueEntry(
        kind: "demand", sentence: "A flow that is taken from a tank, with a diurnal pattern and noise.",
        parameters: FlowCourse.parameters,
        connections: [ConnectionSpecification("from", ["tank"], "tank that it draws from")],
        inputs: [InputSpecification("scale", "", 1, 0...1000, atOnce: true, "factor on the flow")],
        outputs: [
            OutputSpecification("flow_Lps", "L/s", atOnce: true, "flow really taken"),
            OutputSpecification("flow_m3h", "m³/h", atOnce: true, "flow really taken"),
            OutputSpecification("short_Lps", "L/s", atOnce: true, "wanted, but not there"),
            OutputSpecification("total_m3", "m³", "water taken so far"),
        ],
        make: Demand.init)

    private let stepSeconds: Double
    private let scale: Int
    private let ports: (flow: Int, hourly: Int, short: Int, total: Int)
    private var course: FlowCourse
    private var node: (any WaterNode)?
    private var volume = 0.0
    private var total = CompensatedSum()

    /// The demand of this `setup`.
    init(_ setup: ComponentSetup) {
        stepSeconds = setup.stepSeconds
        scale = setup.input("scale")
        ports = (
            setup.output("flow_Lps"), setup.output("flow_m3h"), setup.output("short_Lps"), setup.output("total_m3")
        )
        course = FlowCourse(setup)
    }

    /// Finds its tank.
    func connect(_ setup: ComponentSetup, _ parts: PlantParts) {
        node = parts.one(setup, "from", as: (any WaterNode).self)
    }

    /// Shows the total.
    func publish(_ signals: Signals) { signals[ports.total] = total.value }

    /// Asks its tank for the flow of the moment.
    func evaluate(_ signals: Signals) {
        guard let node else { return }
        let wanted = course.flow(atSeconds: signals.seconds) * max(0, signals[scale]) * stepSeconds
        volume = node.reserve(wanted, above: node.bottom, signals)
        signals[ports.flow] = volume / stepSeconds * 1000
        signals[ports.hourly] = volume / stepSeconds * 3600
        signals[ports.short] = (wanted - volume) / stepSeconds * 1000
    }

    /// Takes what it was granted.
    func transfer(_ signals: Signals) {
        guard let node, volume > 0 else { return }
        node.take(volume, node.quality(signals) * volume)
        total.add(volume)
    }
}

extension Demand: WaterLedger {
    /// All of it leaves the plant.
    var entered: Double { -total.value }
}
