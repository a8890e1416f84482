/// A law by which healthy memory grows and comes to an end: the alternatives that a persistent slope must beat.
enum GrowthLaw: Hashable, Sendable {
    /// No saturating part.
    case none
    /// 1 − e^(−t/τ), the warm-up and the bounded cache; τ in seconds.
    case exponential(tau: Double)
    /// ln(1 + t/τ), the high-water mark that creeps; τ in seconds.
    case logarithmic(tau: Double)
    /// Steady up to the moment τ, then level: the store that fills at a constant rate; τ in seconds.
    case filling(tau: Double)

    /// The law's value at `time` seconds since the start of the run, without its factor.
    func value(at time: Double) -> Double {
        switch self {
        case .none: 0
        case .exponential(let tau): 1 - LeakMath.exponential(-time / tau)
        case .logarithmic(let tau): LeakMath.logarithmOfOnePlus(time / tau)
        case .filling(let tau): min(time / tau, 1)
        }
    }

    /// The alternatives for a run of `duration` seconds: none, 14 exponential, 8 logarithmic.
    static func alternatives(duration: Double) -> [GrowthLaw] {
        var laws: [GrowthLaw] = [.none]
        for i in 0..<14 { laws.append(.exponential(tau: duration * geometric(0.02, 0.5, i, of: 14))) }
        for i in 0..<8 { laws.append(.logarithmic(tau: duration * geometric(0.002, 0.2, i, of: 8))) }
        return laws
    }

    private static func geometric(_ low: Double, _ high: Double, _ i: Int, of count: Int) -> Double {
        low * LeakMath.power(high / low, Double(i) / Double(count - 1))
    }
}
