import Glibc

/// The pH of a water from its acid and carbonate balance.
///
/// Reaction invariants after Henson and Seborg (IEEE Transactions on Control Systems Technology 2, 1994), with Wa strong acid
/// less strong base and Wb total carbonate: Wa + 10^(pH-14) - 10^(-pH) + Wb·(1 + 2·10^(pH-pK2)) / (1 + 10^(pK1-pH) +
/// 10^(pH-pK2)) = 0. The left side rises with pH, so a bracketed root finder always answers.
final class AcidBalance: PlantComponent {
    /// What an author may write about a pH block.
    static let entry = CatalogueEntry(
        kind: "ph", sentence: "The pH of a water from its acid and carbonate balance.",
        parameters: [
            .number("pk1", "", 6.35, 0...14, "first dissociation of carbonic acid"),
            .number("pk2", "", 10.25, 0...14, "second dissociation"),
        ],
        inputs: [
            InputSpecification("acid_molL", "mol/L", 0, -10...10, atOnce: true, "strong acid less strong base"),
            InputSpecification("carbonate_molL", "mol/L", 0, 0...10, atOnce: true, "total carbonate"),
        ],
        outputs: [OutputSpecification("ph", "", atOnce: true, "pH")],
        make: AcidBalance.init)

    private let constants: (pk1: Double, pk2: Double)
    private let ports: (acid: Int, carbonate: Int, ph: Int)

    /// The block of this `setup`.
    init(_ setup: ComponentSetup) {
        constants = (setup.number("pk1"), setup.number("pk2"))
        ports = (setup.input("acid_molL"), setup.input("carbonate_molL"), setup.output("ph"))
    }

    /// Solves the balance.
    func evaluate(_ signals: Signals) {
        let (acid, carbonate) = (signals[ports.acid], max(0, signals[ports.carbonate]))
        signals[ports.ph] = rootOfIncreasing(from: 0, to: 14) { ph in
            let second = pow(10, ph - constants.pk2)
            let bound = carbonate * (1 + 2 * second) / (1 + pow(10, constants.pk1 - ph) + second)
            return acid + pow(10, ph - 14) - pow(10, -ph) + bound
        }
    }
}
