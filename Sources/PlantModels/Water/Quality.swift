/// What a water carries, per m³: chlorine, turbidity, coagulant, strong acid, carbonate, in the units of the ports.
///
/// A concentration times a volume in m³ is an amount: g for mg/L. One vector, so that carrying water costs one multiplication.
typealias Quality = SIMD8<Double>

extension Quality {
    /// Place of chlorine, mg/L.
    static let chlorine = 0
    /// Place of turbidity, NTU.
    static let turbidity = 1
    /// Place of coagulant, mg/L.
    static let coagulant = 2
    /// Place of the strong-acid balance, mol/L.
    static let acid = 3
    /// Place of total carbonate, mol/L.
    static let carbonate = 4
}
