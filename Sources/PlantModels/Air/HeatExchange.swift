import Glibc

/// Effectiveness of heat exchangers by the number of transfer units (Kays and London, Compact Heat Exchangers, 1984).
enum HeatExchange: Sendable {
    /// Counter flow.
    case counter
    /// Cross flow, both fluids unmixed.
    case cross

    /// The effectiveness, 0 to 1, at `units` of transfer and a capacity ratio from 0 to 1.
    func effectiveness(units: Double, ratio: Double) -> Double {
        guard units > 0 else { return 0 }
        // Without a ratio the other fluid does not change its temperature: the arrangement is all the same.
        if ratio < 1e-9 { return -expm1(-units) }
        switch self {
        case .counter:
            if abs(ratio - 1) < 1e-9 { return units / (1 + units) }
            let decay = exp(-units * (1 - ratio))
            return (1 - decay) / (1 - ratio * decay)
        case .cross:
            return -expm1(pow(units, 0.22) / ratio * expm1(-ratio * pow(units, 0.78)))
        }
    }
}
