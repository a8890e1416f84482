import Glibc

/// The middle value; the mean of the two middle values for an even count; 0 for nothing.
func median(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle])
}

/// The arithmetic mean; 0 for nothing.
func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
}

/// The sample variance with the divisor n − 1; 0 for fewer than two values.
func variance(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let centre = mean(values)
    return values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(values.count - 1)
}

/// The two-sided 95 % point of Student's distribution with `degrees` degrees of freedom (at least 1).
///
/// Cornish and Fisher's expansion around the normal point, exact to 0.2 % from 4 degrees on; a table below that.
func studentPoint(_ degrees: Double) -> Double {
    if degrees < 1.5 { return 12.706 }
    if degrees < 2.5 { return 4.303 }
    if degrees < 3.5 { return 3.182 }
    let z = 1.959964
    let z3 = z * z * z
    let z5 = z3 * z * z
    let z7 = z5 * z * z
    return z + (z3 + z) / (4 * degrees) + (5 * z5 + 16 * z3 + 3 * z) / (96 * degrees * degrees)
        + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * degrees * degrees * degrees)
}

/// The median slope over all pairs of points (Theil and Sen), in units of `y` per unit of `x`; 0 for under two points.
func theilSenSlope(_ x: [Double], _ y: [Double]) -> Double {
    var slopes: [Double] = []
    slopes.reserveCapacity(x.count * (x.count - 1) / 2)
    for i in 0..<x.count {
        for j in (i + 1)..<max(x.count, i + 1) where x[j] > x[i] {
            slopes.append((y[j] - y[i]) / (x[j] - x[i]))
        }
    }
    return median(slopes)
}

/// The C library's functions, which keep no state, under names that no enum case hides.
enum LeakMath {
    /// e to the power `x`.
    static func exponential(_ x: Double) -> Double { exp(x) }

    /// The natural logarithm of 1 + `x`.
    static func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }

    /// The cosine of `x` radians.
    static func cosine(_ x: Double) -> Double { cos(x) }

    /// The natural logarithm of `x`.
    static func logarithm(_ x: Double) -> Double { log(x) }

    /// `x` to the power `y`.
    static func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }

    /// The chance of at most `count` heads when a coin is tossed `trials` times.
    static func atMost(_ count: Int, of trials: Int) -> Double {
        var term = pow(0.5, Double(trials))
        var sum = term
        for heads in 0..<max(0, count) {
            term *= Double(trials - heads) / Double(heads + 1)
            sum += term
        }
        return sum
    }
}

/// The value below which `share` of `values` lie, between its neighbours in proportion; 0 for nothing.
func quantile(_ values: [Double], _ share: Double) -> Double {
    guard !values.isEmpty else { return 0 }
    let sorted = values.sorted()
    let place = share * Double(sorted.count - 1)
    let index = Int(place)
    guard index + 1 < sorted.count else { return sorted[sorted.count - 1] }
    return sorted[index] + (place - Double(index)) * (sorted[index + 1] - sorted[index])
}

/// The standard deviation of `values` told from their middle half: 1.4826 times the median distance from the median.
func spread(_ values: [Double]) -> Double {
    let middle = median(values)
    return 1.4826 * median(values.map { abs($0 - middle) })
}
