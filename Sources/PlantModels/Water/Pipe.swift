import Glibc

/// A pipe: Hazen-Williams friction and minor losses.
///
/// hf = 10.67·L·Q^1.852 / (C^1.852·d^4.8704), minor losses K·v²/2g (Rossman, EPANET 2.2 User Manual, 2020).
final class Pipe: LineElement {
    /// What an author may write about a pipe.
    static let entry = CatalogueEntry(
        kind: "pipe", sentence: "A pipe, an element of a line: Hazen-Williams friction and minor losses.",
        parameters: [
            .number("length_m", "m", nil, 0...100_000, "length"),
            .number("diameter_mm", "mm", nil, 1...10000, "inner diameter"),
            .number("roughness_C", "", 130, 10...200, "Hazen-Williams coefficient"),
            .number("minor_K", "", 0, 0...100_000, "sum of minor loss coefficients"),
        ],
        inputs: [InputSpecification("blockage", "", 0, 0...1, atOnce: true, "share of the bore that is blocked")],
        check: { setup in
            guard setup.number("length_m") == 0, setup.number("minor_K") == 0 else { return nil }
            return ("length_m", "a pipe without length and minor losses limits nothing", "give it a length")
        },
        make: Pipe.init)

    private let friction: Double
    private let quadratic: Double
    private let blockage: Int

    /// The pipe of this `setup`.
    init(_ setup: ComponentSetup) {
        let diameter = setup.number("diameter_mm") / 1000
        let roughness = pow(setup.number("roughness_C"), Resistance.hazenWilliams)
        friction = 10.67 * setup.number("length_m") / (roughness * pow(diameter, 4.8704))
        let area = Double.pi / 4 * diameter * diameter
        quadratic = setup.number("minor_K") / (2 * gravity * area * area)
        blockage = setup.input("blockage")
    }

    /// Both losses; a blockage narrows the bore, v = Q/A.
    func resistance(_ signals: Signals) -> Resistance {
        let bore = 1 - min(max(signals[blockage], 0), 1)
        if bore == 1 { return Resistance(quadratic: quadratic, friction: friction) }
        guard bore > 1e-3 else { return Resistance(isShut: true) }
        let narrow = 1 / (bore * bore)
        return Resistance(quadratic: quadratic * narrow, friction: friction * narrow)
    }
}
