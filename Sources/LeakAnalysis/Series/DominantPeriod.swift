/// Finds the period of a collector's sawtooth.
enum DominantPeriod {
    /// The lowest autocorrelation that counts as a period.
    static let threshold = 0.15

    /// The period of `clean` after `cut` (seconds) in seconds, or nil.
    ///
    /// The autocorrelation of the series less a running mean; the highest value of the first positive lobe after the
    /// first negative value, when it is above the threshold and above twice its standard error (Bartlett's formula).
    /// Cost: bins times bins/3.
    static func find(_ clean: CleanSeries, cut: Double) -> (seconds: Double, correlation: Double)? {
        let x = detrended(evenlySpaced(clean, cut: cut))
        let n = x.count
        guard n >= 12 else { return nil }
        let power = x.reduce(0) { $0 + $1 * $1 }
        guard power > 0 else { return nil }
        var wentNegative = false
        var best: (lag: Int, value: Double)?
        var squares = 0.0
        for lag in 1...(n / 3) {
            var sum = 0.0
            x.withUnsafeBufferPointer { x in
                for i in 0..<(n - lag) { sum += x[i] * x[i + lag] }
            }
            // The divisor n − lag instead of n keeps a long period from looking weaker than it is.
            let value = sum / power * Double(n) / Double(n - lag)
            if best == nil { squares += value * value }
            if value < 0 {
                if best != nil { break }
                wentNegative = true
            } else if wentNegative, value > best?.value ?? 0 {
                best = (lag, value)
            }
        }
        guard let best, best.value > threshold else { return nil }
        guard best.value > 2 * ((1 + 2 * squares) / Double(n)).squareRoot() else { return nil }
        return (Double(best.lag) * clean.binSeconds, best.value)
    }

    /// The bins from `cut` on with holes bridged by straight lines.
    private static func evenlySpaced(_ clean: CleanSeries, cut: Double) -> [Double] {
        guard let first = clean.times.firstIndex(where: { $0 >= cut }) else { return [] }
        var result: [Double] = []
        var i = first
        var time = clean.times[first]
        while i < clean.times.count {
            while i + 1 < clean.times.count, clean.times[i + 1] <= time { i += 1 }
            if i + 1 == clean.times.count {
                result.append(clean.values[i])
                break
            }
            let share = (time - clean.times[i]) / (clean.times[i + 1] - clean.times[i])
            result.append(clean.values[i] + max(0, share) * (clean.values[i + 1] - clean.values[i]))
            time += clean.binSeconds
        }
        return result
    }

    /// `x` less its running mean over a quarter of its length.
    private static func detrended(_ x: [Double]) -> [Double] {
        let half = max(2, x.count / 8)
        var sums = [0.0]
        sums.reserveCapacity(x.count + 1)
        for value in x { sums.append(sums[sums.count - 1] + value) }
        return x.indices.map { i in
            // The window shrinks evenly on both sides near an end, so that a slope does not leave a residue there.
            let reach = min(half, i, x.count - 1 - i)
            let low = i - reach
            let high = i + reach + 1
            return x[i] - (sums[high] - sums[low]) / Double(high - low)
        }
    }
}
