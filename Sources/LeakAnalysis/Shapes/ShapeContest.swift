/// Lets shapes that rest and shapes that go on growing compete for a series, and measures the slope that is left.
///
/// Every shape is fitted by least squares. The slope's interval is the union over all growing shapes that the residuals
/// do not rule out, widened by the residuals' memory. The odds compare the best growing with the best resting shape by
/// the likelihood that each has after its parameters are paid for.
struct ShapeContest {
    /// A shape and its fit.
    struct Entry {
        /// The shape.
        let shape: Shape
        /// Its fit; the slope is the first factor of a growing shape.
        let fit: LinearFit
    }

    /// The best growing shape; nil for too few points.
    private(set) var growing: Entry?
    /// The best resting shape; nil for too few points.
    private(set) var resting: Entry?
    /// Half the difference of the penalised log-likelihoods: above zero the growing shape is the likelier.
    private(set) var odds = 0.0
    /// The slope of the preferred growing fit, per hour: the straight line where it is kept, else the best one.
    private(set) var rate = 0.0
    /// The lower end of the 95 % interval of the slope, per hour.
    private(set) var low = -Double.infinity
    /// The upper end of the 95 % interval of the slope, per hour.
    private(set) var high = Double.infinity
    /// The lower end if no plateau is slower than 30 % of the run: what an answer of leak rests on.
    ///
    /// A straight line and a plateau with half the run as its time constant look alike under noise for hours. Such a
    /// plateau belongs into the interval, but a process that has not bent by then has no ceiling worth the name.
    private(set) var firmLow = -Double.infinity
    /// The preferred growing fit, which is drawn.
    private(set) var preferred: Entry?
    /// The standard deviation of the residuals of the best growing fit, told from their middle half.
    private(set) var residual = 0.0
    /// How many windows count as one, because their residuals remember each other.
    private(set) var inflation = 1.0
    /// The standard error of the straight line's slope, per hour, the residuals' memory included.
    private(set) var straightError = Double.infinity
    /// The smallest sum of squared residuals over the growing shapes.
    private(set) var residualSum = Double.infinity

    /// Whether the preferred growing shape is the straight line.
    var isStraight: Bool { preferred?.shape == .growing(.none) }

    /// The value of the preferred fit at `time` seconds; 0 without one.
    func value(at time: Double) -> Double {
        preferred.map { $0.fit.constant + Self.value($0, at: time) } ?? 0
    }

    /// The value of the best resting fit at `time` seconds, of a law and not of steps; nil otherwise.
    func restingValue(at time: Double) -> Double? {
        guard let resting, case .resting(let law) = resting.shape else { return nil }
        return resting.fit.constant + (resting.fit.coefficients.first ?? 0) * law.value(at: time)
    }

    private static func value(_ entry: Entry, at time: Double) -> Double {
        let factors = entry.fit.coefficients
        switch entry.shape {
        case .growing(.none): return factors[0] * time / 3600
        case .growing(let law): return factors[0] * time / 3600 + factors[1] * law.value(at: time)
        case .late(let from): return factors[0] * max(0, time - from) / 3600
        case .resting, .steps: return 0
        }
    }

    /// No contest: the slope may be anything.
    init() {}

    /// Fits every shape to `values` at `times` (seconds) of a run judged from `cut` to `duration`.
    ///
    /// - Parameters:
    ///   - resolution: the smallest standard deviation to believe in, in units of `values`.
    ///   - groups: the first index of each life of the process, whose `times` count from its own start; empty for one.
    ///     Lives share the slope and the law, and each has a level of its own; resting shapes are then left out.
    init(times: [Double], values: [Double], cut: Double, duration: Double, resolution: Double, groups: [Int] = []) {
        let n = values.count
        let levels = max(1, groups.count)
        guard n >= 4 + levels, variance(times) > 0 else { return }
        let grown = Self.growingFits(times, values, cut: cut, duration: duration, groups: groups)
        guard let best = grown.min(by: { $0.fit.residualSum < $1.fit.residualSum }) else { return }
        growing = best
        residualSum = best.fit.residualSum
        residual = spread(best.fit.residuals)
        inflation = Self.inflation(best.fit)
        let effective = max(4, Double(n) / inflation)
        let least = resolution * resolution * Double(n)
        measureSlope(grown, effective: effective, least: least, levels: levels, duration: duration)
        let hours = times.map { $0 / 3600 }
        let starts = groups.isEmpty ? [0] : groups
        let width = zip(starts, starts.dropFirst() + [n]).reduce(0) { sum, group in
            sum + variance(Array(hours[group.0..<group.1])) * Double(max(0, group.1 - group.0 - 1))
        }
        let noise = max(best.fit.residualSum, least) / Double(max(1, n - 2 - levels))
        straightError = (inflation * noise / width).squareRoot()
        guard groups.count <= 1 else { return }
        let rested = Self.restingFits(times, values, cut: cut, duration: duration)
        func cost(_ entry: Entry) -> Double {
            let size = max(entry.fit.residualSum, least) / Double(n)
            return effective * LeakMath.logarithm(size) + entry.shape.parameters * LeakMath.logarithm(effective)
        }
        // By cost and not by residuals: a level that fits nearly as well is the better answer.
        resting = rested.min { cost($0) < cost($1) }
        growing = grown.min { cost($0) < cost($1) }
        if let resting, let growing { odds = 0.5 * (cost(resting) - cost(growing)) }
    }

    private static func growingFits(
        _ times: [Double], _ values: [Double], cut: Double, duration: Double, groups: [Int]
    ) -> [Entry] {
        let hours = times.map { $0 / 3600 }
        let beside = GrowthLaw.besideSlope(cut: cut, duration: duration)
        var entries: [Entry] = []
        for law in beside {
            var columns = [hours]
            if law != .none { columns.append(times.map { law.value(at: $0) }) }
            guard values.count > columns.count + max(1, groups.count),
                let fit = LinearFit(values, on: columns, groups: groups)
            else { continue }
            // A law that falls is no growth that ends.
            if law != .none, fit.coefficients[1] < 0 { continue }
            entries.append(Entry(shape: .growing(law), fit: fit))
        }
        guard groups.count <= 1 else { return entries }
        for step in 1...11 {
            let from = cut + (duration - cut) * 0.6 * Double(step) / 11
            if let fit = LinearFit(values, on: [times.map { max(0, $0 - from) / 3600 }]) {
                entries.append(Entry(shape: .late(from: from), fit: fit))
            }
        }
        return entries
    }

    private static func restingFits(
        _ times: [Double], _ values: [Double], cut: Double, duration: Double
    ) -> [Entry] {
        var entries = [Entry(shape: .resting(.none), fit: LinearFit(levelOf: values))]
        for law in GrowthLaw.resting(cut: cut, duration: duration) {
            guard let fit = LinearFit(values, on: [times.map { law.value(at: $0) }]), fit.coefficients[0] >= 0 else {
                continue
            }
            entries.append(Entry(shape: .resting(law), fit: fit))
        }
        return entries + StepFit.bisected(values, most: 4).map { Entry(shape: .steps($0.starts), fit: $0.fit) }
    }

    private mutating func measureSlope(
        _ entries: [Entry], effective: Double, least: Double, levels: Int, duration: Double
    ) {
        guard let best = entries.min(by: { $0.fit.residualSum < $1.fit.residualSum }) else { return }
        let count = Double(best.fit.residuals.count)
        let limit = Self.allowance(effective: effective) * max(best.fit.residualSum, least)
        let kept = entries.filter { $0.fit.residualSum <= limit }
        let chosen = kept.first { $0.shape == .growing(.none) } ?? best
        preferred = chosen
        rate = chosen.fit.coefficients[0]
        low = .infinity
        high = -.infinity
        firmLow = .infinity
        let point = studentPoint(max(3, effective - 2))
        for entry in kept {
            let degrees = max(1, count - Double(entry.fit.coefficients.count + levels))
            let scale = inflation * max(entry.fit.residualSum, least) / degrees
            let half = point * (scale * entry.fit.inverse[0]).squareRoot()
            low = min(low, entry.fit.coefficients[0] - half)
            high = max(high, entry.fit.coefficients[0] + half)
            if case .growing(let law) = entry.shape, law.isSlow(duration: duration) { continue }
            firmLow = min(firmLow, entry.fit.coefficients[0] - half)
        }
        // If only slow plateaus are kept, nothing speaks for a leak.
        if firmLow == .infinity { firmLow = low }
    }

    /// How many times the smallest sum of squared residuals a fit may have that `effective` independent residuals do not
    /// rule out.
    ///
    /// The best shape has chosen two numbers more than a straight line, the factor of its law and when it bends. By chance
    /// they gain more likelihood than 5.99 in one of twenty cases: chi-squared with two degrees of freedom.
    static func allowance(effective: Double) -> Double { LeakMath.exponential(5.99 / effective) }

    /// By how much the residuals' memory widens an interval: by their next neighbour, and by all of it.
    static func inflation(_ fit: LinearFit) -> Double {
        let count = fit.residuals.count
        let raw = fit.lagOneCorrelation
        let correlation = min(0.95, max(0, raw + (1 + 4 * raw) / Double(count)))
        // Steps at random moments leave residuals that remember longer than their next neighbour tells.
        return max((1 + correlation) / (1 - correlation), longMemory(fit.residuals))
    }

    /// 1 + 2·Σρₖ of the residuals up to the first correlation that is not positive: how many residuals count as one.
    private static func longMemory(_ residuals: [Double]) -> Double {
        let power = residuals.reduce(0) { $0 + $1 * $1 }
        guard power > 0 else { return 1 }
        var sum = 1.0
        for lag in 1..<max(2, residuals.count / 2) {
            let product = zip(residuals, residuals.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 }
            guard product > 0 else { break }
            sum += 2 * product / power
        }
        return sum
    }
}
