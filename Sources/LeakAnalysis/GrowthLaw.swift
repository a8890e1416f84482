/// A law by which healthy memory grows and comes to an end: the alternatives that a persistent slope must beat.
enum GrowthLaw: Hashable, Sendable {
    /// No saturating part.
    case none
    /// 1 − e^(−t/τ), the warm-up and the bounded cache; τ in seconds.
    case exponential(tau: Double)
    /// ln(1 + t/τ), the high-water mark that creeps; τ in seconds.
    case logarithmic(tau: Double)

    /// The law's value at `time` seconds since the start of the run, without its factor.
    func value(at time: Double) -> Double {
        switch self {
        case .none: 0
        case .exponential(let tau): 1 - LeakMath.exponential(-time / tau)
        case .logarithmic(let tau): LeakMath.logarithmOfOnePlus(time / tau)
        }
    }

    /// Whether the law needs more than 90 % of the run for 95 % of its growth, and so is hardly a plateau in it.
    func isSlow(duration: Double) -> Bool {
        if case .exponential(let tau) = self { return tau > 0.3 * duration }
        return false
    }

    /// The alternatives for a run of `duration` seconds: none, 28 exponential, 16 logarithmic.
    static func alternatives(duration: Double) -> [GrowthLaw] {
        var laws: [GrowthLaw] = [.none]
        for i in 0..<28 { laws.append(.exponential(tau: duration * geometric(0.02, 0.5, i, of: 28))) }
        for i in 0..<16 { laws.append(.logarithmic(tau: duration * geometric(0.002, 0.2, i, of: 16))) }
        return laws
    }

    private static func geometric(_ low: Double, _ high: Double, _ i: Int, of count: Int) -> Double {
        low * LeakMath.power(high / low, Double(i) / Double(count - 1))
    }
}
