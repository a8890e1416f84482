/// A law by which healthy memory grows and comes to an end: the alternatives that a persistent slope must beat.
enum GrowthLaw: Hashable, Sendable {
    /// No saturating part.
    case none
    /// 1 − e^(−t/τ), the warm-up and the bounded cache; τ in seconds.
    case exponential(tau: Double)
    /// ln(1 + t/τ), the high-water mark that creeps; τ in seconds.
    case logarithmic(tau: Double)
    /// min(t, s) / s, the buffer that fills at an even pace until it is full; s in seconds.
    case fill(end: Double)
    /// 0 before a moment and 1 from it on; in seconds.
    case step(at: Double)

    /// The law's value at `time` seconds since the start of the run, without its factor.
    func value(at time: Double) -> Double {
        switch self {
        case .none: 0
        case .exponential(let tau): 1 - LeakMath.exponential(-time / tau)
        case .logarithmic(let tau): LeakMath.logarithmOfOnePlus(time / tau)
        case .fill(let end): min(time, end) / end
        case .step(let at): time < at ? 0 : 1
        }
    }

    /// Whether the law needs more than 90 % of the run for 95 % of its growth, and so is hardly a plateau in it.
    func isSlow(duration: Double) -> Bool {
        if case .exponential(let tau) = self { return tau > 0.3 * duration }
        return false
    }

    /// What may stand beside a slope in a run judged from `cut` to `duration` seconds: nothing, 20 exponential, 12
    /// logarithmic laws, 14 fillings, 15 steps.
    static func besideSlope(cut: Double, duration: Double) -> [GrowthLaw] {
        let span = duration - cut
        return besideStorms(duration: duration) + (1...14).map { .fill(end: cut + span * 0.6 * Double($0) / 14) }
            + (1...15).map { .step(at: cut + span * Double($0) / 16) }
    }

    /// What may stand beside a slope and a step per storm: nothing, 20 exponential and 12 logarithmic laws.
    static func besideStorms(duration: Double) -> [GrowthLaw] {
        [.none] + geometric(0.02, 0.5, 20).map { .exponential(tau: duration * $0) }
            + geometric(0.002, 0.2, 12).map { .logarithmic(tau: duration * $0) }
    }

    /// What may explain the growth without a slope: the exponential laws that reach their plateau in the run, and
    /// fillings that leave a seventh of it to see that they are full.
    static func resting(cut: Double, duration: Double) -> [GrowthLaw] {
        let span = duration - cut
        return geometric(0.02, 0.3, 16).map { .exponential(tau: duration * $0) }
            + geometric(0.002, 0.1, 12).map { .logarithmic(tau: duration * $0) }
            + (1...20).map { .fill(end: cut + span * 0.75 * Double($0) / 20) }
    }

    private static func geometric(_ low: Double, _ high: Double, _ count: Int) -> [Double] {
        (0..<count).map { low * LeakMath.power(high / low, Double($0) / Double(count - 1)) }
    }
}
