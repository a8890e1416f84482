/// Mann and Kendall's test for a trend.
struct MannKendall {
    /// The standard score of the statistic; above 1.96 means a rising trend at the 95 % level.
    let score: Double

    /// Tests `values`, in order of time; `isCorrected` widens the variance by Hamed and Rao's factor (Journal of Hydrology
    /// 204, 1998) for the correlation of the ranks of the detrended values. Cost: the square of the count.
    init(_ values: [Double], isCorrected: Bool) {
        let n = values.count
        var statistic = 0
        for i in 0..<n {
            for j in (i + 1)..<max(n, i + 1) where values[j] != values[i] {
                statistic += values[j] > values[i] ? 1 : -1
            }
        }
        let count = Double(n)
        var variance = count * (count - 1) * (2 * count + 5) / 18
        if isCorrected { variance *= max(1, Self.correction(values)) }
        let shifted = statistic > 0 ? Double(statistic - 1) : statistic < 0 ? Double(statistic + 1) : 0
        score = variance > 0 ? shifted / variance.squareRoot() : 0
    }

    private static func correction(_ values: [Double]) -> Double {
        let n = values.count
        let times = (0..<n).map(Double.init)
        let slope = StraightLine(times, values).slope
        let left = zip(values, times).map { $0 - slope * $1 }
        var ranks = [Double](repeating: 0, count: n)
        for (rank, index) in left.indices.sorted(by: { left[$0] < left[$1] }).enumerated() {
            ranks[index] = Double(rank)
        }
        let centre = Double(n - 1) / 2
        let power = ranks.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
        guard power > 0 else { return 1 }
        let count = Double(n)
        var sum = 0.0
        for lag in 1..<max(2, n - 2) {
            var product = 0.0
            for i in 0..<(n - lag) { product += (ranks[i] - centre) * (ranks[i + lag] - centre) }
            let correlation = product / power
            // Only what stands out of the sampling error counts, as the authors have it.
            guard abs(correlation) > 1.96 / count.squareRoot() else { continue }
            let left = Double(n - lag)
            sum += left * (left - 1) * (left - 2) * correlation
        }
        return 1 + 2 / (count * (count - 1) * (count - 2)) * sum
    }
}
