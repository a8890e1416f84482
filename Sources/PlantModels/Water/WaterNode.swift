/// A place that holds water: it gives and takes exactly the volumes that lines move.
protocol WaterNode: PlantComponent {
    /// Elevation of the water surface above the datum, m.
    func head(_ signals: Signals) -> Double
    /// What its water carries.
    func quality(_ signals: Signals) -> Quality
    /// Elevation of the bottom above the datum, m; the natural intake and outlet.
    var bottom: Double { get }
    /// One over the plan area, 1/m²; 0 for a node whose head does not move.
    var inverseArea: Double { get }
    /// Whether water may leave it.
    var givesWater: Bool { get }
    /// Keeps back up to `volume` m³ of this step's water from above the elevation `intake`; answers how much it has.
    func reserve(_ volume: Double, above intake: Double, _ signals: Signals) -> Double
    /// Lets a reserved `volume` m³ go.
    func take(_ volume: Double, _ amount: Quality)
    /// Receives `volume` m³ (0 for a chemical alone) with the `amount` that it carries.
    func give(_ volume: Double, _ amount: Quality)
}
