/// A sharp-edged hole or a fixed restriction: Q = Cd·a·√(2gh) (Torricelli).
final class Orifice: LineElement {
    /// What an author may write about an orifice.
    static let entry = CatalogueEntry(
        kind: "orifice", sentence: "A sharp-edged hole or a fixed restriction, an element of a line.",
        parameters: [
            .number("diameter_mm", "mm", nil, 0.1...10000, "bore"),
            .number("discharge", "", 0.61, 0.1...1, "discharge coefficient"),
        ],
        make: Orifice.init)

    private let quadratic: Double

    /// The orifice of this `setup`.
    init(_ setup: ComponentSetup) {
        let diameter = setup.number("diameter_mm") / 1000
        let effective = setup.number("discharge") * Double.pi / 4 * diameter * diameter
        quadratic = 1 / (2 * gravity * effective * effective)
    }

    /// Its turbulent loss.
    func resistance(_ signals: Signals) -> Resistance { Resistance(quadratic: quadratic) }
}
