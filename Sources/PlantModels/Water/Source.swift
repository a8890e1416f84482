/// Water at a fixed head that never runs out.
final class Source: WaterNode {
    /// What an author may write about a source.
    static let entry = CatalogueEntry(
        kind: "source", sentence: "Water at a fixed head that never runs out: a river, a reservoir, the town main.",
        inputs: [InputSpecification("head_m", "m", 0, -1000...1000, atOnce: true, "water surface above the datum")]
            + QualityPorts.inputs,
        outputs: [OutputSpecification("drawn_m3", "m³", "water taken out so far, less what came back")],
        make: Source.init)

    /// A reservoir is deep: nothing keeps a line's intake or outlet above its bottom.
    let bottom = -1000.0
    /// Its head does not move.
    let inverseArea = 0.0
    /// It never runs out.
    let givesWater = true

    private let headPort: Int
    private let qualityPorts: QualityPorts
    private let drawnPort: Int
    private var drawn = CompensatedSum()

    /// The source of this `setup`.
    init(_ setup: ComponentSetup) {
        headPort = setup.input("head_m")
        qualityPorts = .inputs(of: setup)
        drawnPort = setup.output("drawn_m3")
    }

    /// The head that its port says.
    func head(_ signals: Signals) -> Double { signals[headPort] }

    /// The quality that its ports say.
    func quality(_ signals: Signals) -> Quality { qualityPorts.read(signals) }

    /// It gives whatever is wanted while its surface covers the intake.
    func reserve(_ volume: Double, above intake: Double, _ signals: Signals) -> Double {
        signals[headPort] > intake ? volume : 0
    }

    /// Counts the water taken.
    func take(_ volume: Double, _ amount: Quality) { drawn.add(volume) }

    /// Counts the water that came back.
    func give(_ volume: Double, _ amount: Quality) { drawn.add(-volume) }

    /// Shows the count.
    func publish(_ signals: Signals) { signals[drawnPort] = drawn.value }
}

extension Source: WaterLedger {
    /// Water drawn enters the plant.
    var entered: Double { drawn.value }
}
