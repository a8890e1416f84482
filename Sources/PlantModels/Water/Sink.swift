/// A place at a fixed head that takes all the water that comes, and gives none.
final class Sink: WaterNode {
    /// What an author may write about a sink.
    static let entry = CatalogueEntry(
        kind: "sink", sentence: "A place at a fixed head that takes all the water that comes: a drain, an outfall.",
        inputs: [InputSpecification("head_m", "m", 0, -1000...1000, atOnce: true, "head that the water must reach")],
        outputs: [OutputSpecification("received_m3", "m³", "water received so far")],
        make: Sink.init)

    /// The outlet is at its head.
    let bottom = -1000.0
    /// Its head does not move.
    let inverseArea = 0.0
    /// What went down the drain stays there.
    let givesWater = false

    private let headPort: Int
    private let receivedPort: Int
    private var received = CompensatedSum()

    /// The sink of this `setup`.
    init(_ setup: ComponentSetup) {
        headPort = setup.input("head_m")
        receivedPort = setup.output("received_m3")
    }

    /// The head that its port says.
    func head(_ signals: Signals) -> Double { signals[headPort] }

    /// Nobody sees its water again.
    func quality(_ signals: Signals) -> Quality { .zero }

    /// It gives nothing.
    func reserve(_ volume: Double, above intake: Double, _ signals: Signals) -> Double { 0 }

    /// Nothing can be reserved, so nothing is taken.
    func take(_ volume: Double, _ amount: Quality) {}

    /// Counts the water received.
    func give(_ volume: Double, _ amount: Quality) { received.add(volume) }

    /// Shows the count.
    func publish(_ signals: Signals) { signals[receivedPort] = received.value }
}

extension Sink: WaterLedger {
    /// Water received leaves the plant.
    var entered: Double { -received.value }
}
