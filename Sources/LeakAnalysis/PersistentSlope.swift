/// The slope that is left after every saturating law has had its chance to explain the growth.
///
/// Fits b = c + A·g(t) + r·t, and with storms + s·(storms so far), for every law g with A ≥ 0; keeps each fit that the
/// residuals do not rule out; the interval of r is the union over the kept fits. The residuals' memory widens it.
struct PersistentSlope {
    /// The slope of the preferred fit, per hour.
    var rate = 0.0
    /// The lower end of the 95 % interval of the slope, per hour.
    var low = -Double.infinity
    /// The upper end of the 95 % interval of the slope, per hour.
    var high = Double.infinity
    /// The lower end of the interval if no plateau is slower than 30 % of the run: what an answer of leak rests on.
    ///
    /// A straight line and a plateau with half the run as its time constant look alike under noise for hours. Such a
    /// plateau belongs into the interval, but a process that has not bent by then has no ceiling worth the name.
    var firmLow = -Double.infinity
    /// The step per storm of the preferred fit; 0 without storms.
    var perStorm = 0.0
    /// The lower end of the 95 % interval of the step per storm.
    var perStormLow = -Double.infinity
    /// The upper end of the 95 % interval of the step per storm.
    var perStormHigh = Double.infinity
    /// The preferred law: the straight line if it is kept, else the law with the smallest residuals.
    var law = GrowthLaw.none
    /// The factor of the law in the preferred fit.
    var amplitude = 0.0
    /// The constant of the preferred fit.
    var offset = 0.0
    /// The standard deviation of the residuals of the best fit.
    var sigma = 0.0
    /// The lag-one correlation of the residuals of the best fit, corrected for the number of points.
    var correlation = 0.0
    /// The standard error of the straight line's slope, per hour, the residuals' memory included.
    var straightError = Double.infinity
    /// The smallest sum of squared residuals over all laws.
    var residualSum = Double.infinity
    /// How many laws were kept.
    var keptLaws = 0

    /// The value of the preferred fit at `time` seconds, with `storms` storms before it.
    func value(at time: Double, storms: Double) -> Double {
        offset + amplitude * law.value(at: time) + rate * time / 3600 + perStorm * storms
    }

    /// No fit: the slope may be anything.
    init() {}

    /// Fits `values` at `times` (seconds).
    ///
    /// - Parameters:
    ///   - stormCounts: the storms before each point, nil to fit without storms.
    ///   - duration: the length of the run in seconds, which scales the laws' time constants.
    ///   - floor: the smallest standard deviation to believe in, in units of `values`: the resolution of the readings.
    ///   - groups: the first index of each life of the process, whose `times` count from its own start; empty for one.
    ///     Lives share the slope and the law, and each has a level of its own.
    init(
        times: [Double], values: [Double], stormCounts: [Double]?, duration: Double, floor: Double, groups: [Int] = []
    ) {
        let n = values.count
        let hours = times.map { $0 / 3600 }
        guard n >= 4, variance(hours) > 0 else { return }
        let withStorms = stormCounts.map { variance($0) > 0 } ?? false
        var fits: [(law: GrowthLaw, fit: LinearFit)] = []
        for law in GrowthLaw.alternatives(duration: duration) {
            var columns = [hours]
            if withStorms, let stormCounts { columns.append(stormCounts) }
            if law != .none { columns.append(times.map { law.value(at: $0) }) }
            guard n > columns.count + max(1, groups.count), let fit = LinearFit(values, on: columns, groups: groups)
            else { continue }
            if law != .none, fit.coefficients[columns.count - 1] < 0 { continue }
            fits.append((law, fit))
        }
        guard let best = fits.min(by: { $0.fit.residualSum < $1.fit.residualSum }) else { return }
        residualSum = best.fit.residualSum
        let count = Double(n)
        let levels = max(1, groups.count)
        let used = Double(best.fit.coefficients.count + levels)
        let raw = best.fit.lagOneCorrelation
        correlation = min(0.95, max(0, raw + (1 + 4 * raw) / count))
        // Steps at random moments leave residuals that remember longer than their next neighbour tells.
        let inflation = max((1 + correlation) / (1 - correlation), Self.longMemory(best.fit.residuals))
        let effective = max(4, count / inflation)
        let floorSquare = floor * floor
        let spread = max(best.fit.residualSum / max(1, count - used), floorSquare)
        sigma = spread.squareRoot()
        let limit = max(best.fit.residualSum, floorSquare * count) * (1 + 3.84 / effective)
        let kept = fits.filter { $0.fit.residualSum <= limit }
        keptLaws = kept.count
        let preferred = kept.first { $0.law == .none } ?? best
        let coefficients = preferred.fit.coefficients
        law = preferred.law
        rate = coefficients[0]
        if withStorms { perStorm = coefficients[1] }
        if law != .none { amplitude = coefficients[coefficients.count - 1] }
        offset = preferred.fit.constant
        low = .infinity
        firmLow = .infinity
        let point = studentPoint(max(3, effective - 2))
        high = -.infinity
        perStormLow = withStorms ? .infinity : -.infinity
        perStormHigh = withStorms ? -.infinity : .infinity
        for candidate in kept {
            let degrees = max(1, count - Double(candidate.fit.coefficients.count + levels))
            let scale = inflation * max(candidate.fit.residualSum / degrees, floorSquare)
            let half = point * (scale * candidate.fit.inverse[0]).squareRoot()
            low = min(low, candidate.fit.coefficients[0] - half)
            high = max(high, candidate.fit.coefficients[0] + half)
            if !candidate.law.isSlow(duration: duration) {
                firmLow = min(firmLow, candidate.fit.coefficients[0] - half)
            }
            guard withStorms else { continue }
            let halfStorm = point * (scale * candidate.fit.inverse[1]).squareRoot()
            perStormLow = min(perStormLow, candidate.fit.coefficients[1] - halfStorm)
            perStormHigh = max(perStormHigh, candidate.fit.coefficients[1] + halfStorm)
        }
        // If only slow plateaus are kept, nothing speaks for a leak.
        if firmLow == .infinity { firmLow = low }
        let starts = groups.isEmpty ? [0] : groups
        let hoursSpread = zip(starts, starts.dropFirst() + [n]).reduce(0) { sum, group in
            sum + variance(Array(hours[group.0..<group.1])) * Double(max(0, group.1 - group.0 - 1))
        }
        straightError = (inflation * spread / hoursSpread).squareRoot()
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
