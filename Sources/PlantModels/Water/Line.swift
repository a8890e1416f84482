/// Moves water from a node to a node through elements in series; the flow solves the head balance each step.
///
/// With pumps the unknown is the head H that they add: Hfrom + H - losses(ΣQi(H)) = Hto rises with H. Without, it is the
/// flow that loses the head difference. Both are monotone, so a bracketed root finder always answers.
final class Line: PlantComponent {
    /// What an author may write about a line.
    static let entry = CatalogueEntry(
        kind: "line",
        sentence: "Moves water from a node to a node through elements in series; pumps may be in parallel.",
        parameters: [
            .number("outlet_m", "m", -1000, -1000...1000, "elevation of a free outlet above the datum"),
            .number("inlet_m", "m", -1000, -1000...1000, "elevation of the intake above the datum"),
            .number("gauge_m", "m", 0, -1000...1000, "elevation of the pressure gauges above the datum"),
            .flag("check_valve", 0, "1 = never flows backwards"),
        ],
        connections: [
            ConnectionSpecification("from", nodeKinds, "upstream node"),
            ConnectionSpecification("to", nodeKinds, "downstream node"),
            ConnectionSpecification(
                "elements", ["pump", "pipe", "valve", "control_valve", "orifice", "filter"], isList: true,
                "elements in the order of the flow"),
        ],
        outputs: [
            OutputSpecification("flow_Lps", "L/s", atOnce: true, "flow, negative when backwards"),
            OutputSpecification("flow_m3h", "m³/h", atOnce: true, "flow"),
            OutputSpecification("total_m3", "m³", "net water moved so far"),
            OutputSpecification("suction_kPa", "kPa", atOnce: true, "gauge pressure at the upstream node"),
            OutputSpecification("discharge_kPa", "kPa", atOnce: true, "gauge pressure just after the pumps"),
            OutputSpecification("starved", "0/1", atOnce: true, "the upstream tank ran dry and limits the flow"),
        ] + QualityPorts.outputs(atOnce: true),
        make: Line.init)

    private static let nodeKinds = ["source", "sink", "tank"]
    // Below this flow, m³/s, a meter shows the last water: a dose over no flow has no concentration.
    private static let leastShownFlow = 1e-7

    /// The flow of this step, m³/s.
    private(set) var flow = 0.0
    /// The node at its downstream end, once connected.
    private(set) var destination: (any WaterNode)?

    private let stepSeconds: Double
    private let elevations: (outlet: Double, inlet: Double, gauge: Double)
    private let hasCheckValve: Bool
    private let ports: (flow: Int, hourly: Int, total: Int, suction: Int, discharge: Int, starved: Int)
    private let qualityPorts: QualityPorts

    private var origin: (any WaterNode)?
    private var pumps: [Pump] = []
    private var elements: [any LineElement] = []
    private var filters: [FilterBed] = []
    private var doses: [DosingPump] = []

    private var volume = 0.0
    private var carriedOut = Quality.zero
    private var carriedIn = Quality.zero
    private var shown = Quality.zero
    private var total = CompensatedSum()

    /// The line of this `setup`.
    init(_ setup: ComponentSetup) {
        stepSeconds = setup.stepSeconds
        elevations = (setup.number("outlet_m"), setup.number("inlet_m"), setup.number("gauge_m"))
        hasCheckValve = setup.flag("check_valve")
        ports = (
            setup.output("flow_Lps"), setup.output("flow_m3h"), setup.output("total_m3"), setup.output("suction_kPa"),
            setup.output("discharge_kPa"), setup.output("starved")
        )
        qualityPorts = .outputs(of: setup)
    }

    /// Finds its nodes and elements.
    func connect(_ setup: ComponentSetup, _ parts: PlantParts) {
        origin = parts.one(setup, "from", as: (any WaterNode).self)
        destination = parts.one(setup, "to", as: (any WaterNode).self)
        for number in (setup.connections["elements"] ?? []).joined() {
            let part = parts.components[number]
            if let pump = part as? Pump { pumps.append(pump) }
            if let element = part as? any LineElement { elements.append(element) }
            if let filter = part as? FilterBed { filters.append(filter) }
        }
    }

    /// Lets `pump` dose into this line.
    func add(_ pump: DosingPump) {
        doses.append(pump)
    }

    /// Shows the total.
    func publish(_ signals: Signals) { signals[ports.total] = total.value }

    /// Solves the flow, asks the upstream node for it, and works out what it carries.
    func evaluate(_ signals: Signals) {
        guard let origin, let destination else { return }
        let fromHead = origin.head(signals)
        let toHead = max(destination.head(signals), elevations.outlet)
        let drop = fromHead - toHead
        var resistance = Resistance()
        for element in elements { resistance += element.resistance(signals) }
        for pump in pumps { pump.prepare(signals) }

        var added = 0.0
        var wanted: Double
        if pumps.isEmpty {
            wanted = resistance.flow(losing: drop)
            // Water does not swing past the level at which both ends stand equal.
            let receiving = destination.head(signals) >= elevations.outlet ? destination.inverseArea : 0
            let stiffness = origin.inverseArea + receiving
            if stiffness > 0 {
                let most = abs(drop) / stiffness / stepSeconds
                wanted = min(max(wanted, -most), most)
            }
        } else {
            added = headAddedByPumps(over: -drop, resistance)
            wanted = resistance.isShut ? 0 : pumpedFlow(addingHead: added)
        }
        if hasCheckValve { wanted = max(0, wanted) }

        let asked = abs(wanted) * stepSeconds
        let granted =
            wanted >= 0
            ? origin.reserve(asked, above: max(elevations.inlet, origin.bottom), signals)
            : destination.reserve(asked, above: max(elevations.outlet, destination.bottom), signals)
        volume = wanted >= 0 ? granted : -granted
        flow = volume / stepSeconds
        let share = asked > 0 ? granted / asked : 1
        for pump in pumps { pump.show(flow: pump.flow(addingHead: added) * share, head: added, signals) }

        carry(wanted >= 0 ? origin.quality(signals) : destination.quality(signals), signals)
        signals[ports.flow] = flow * 1000
        signals[ports.hourly] = flow * 3600
        signals[ports.suction] = kilopascals(fromHead)
        signals[ports.discharge] = kilopascals(fromHead + added)
        signals.set(ports.starved, wanted > 0 && share < 1 - 1e-9)
        qualityPorts.write(shown, signals)
    }

    private func kilopascals(_ head: Double) -> Double {
        (head - elevations.gauge) * waterDensity * gravity / 1000
    }

    private func pumpedFlow(addingHead head: Double) -> Double {
        var sum = 0.0
        for pump in pumps { sum += pump.flow(addingHead: head) }
        return sum
    }

    // The head that the pumps add when they lift water by `lift` through `resistance`.
    private func headAddedByPumps(over lift: Double, _ resistance: Resistance) -> Double {
        var greatest = 0.0
        var least = Double.greatestFiniteMagnitude
        for pump in pumps {
            greatest = max(greatest, pump.shutoff)
            least = min(least, pump.shutoff)
        }
        if resistance.isShut {
            return rootOfIncreasing(from: least, to: greatest) { -pumpedFlow(addingHead: $0) }
        }
        // Below every shutoff head and below the lift the flow is forward and the balance negative; above all, positive.
        return rootOfIncreasing(from: min(lift, least), to: max(lift, greatest)) { head in
            head - lift - resistance.loss(pumpedFlow(addingHead: head))
        }
    }

    // What leaves one node and what reaches the other: doses join it, filters hold some back.
    private func carry(_ upstream: Quality, _ signals: Signals) {
        let size = abs(volume)
        var dosed = Quality.zero
        for pump in doses { dosed += pump.amountPerSecond }
        dosed *= stepSeconds
        carriedOut = upstream * size
        carriedIn = carriedOut + dosed
        for filter in filters { carriedIn = filter.pass(max(0, volume), carriedIn, signals) }
        if size > Self.leastShownFlow * stepSeconds { shown = carriedIn / size }
    }

    /// Moves exactly the same water out of one node and into the other.
    func transfer(_ signals: Signals) {
        guard let origin, let destination else { return }
        let size = abs(volume)
        let (giver, taker) = volume >= 0 ? (origin, destination) : (destination, origin)
        if size > 0 { giver.take(size, carriedOut) }
        taker.give(size, carriedIn)
        total.add(volume)
    }
}
