/// A container that grows geometrically over evenly growing data: jumps and gaps that grow by a like factor.
///
/// A hash table or an array that is full is replaced by one that is larger by a constant factor. Memory then jumps more
/// and more seldom and higher and higher, which is a straight line seen through powers of that factor.
struct Doublings {
    /// The fewest jumps that show a factor.
    static let fewest = 4

    /// How many jumps there were.
    let count: Int
    /// The factor from one jump to the next.
    let factor: Double
    /// The slope through the middles of the jumps, per hour.
    let rate: Double
    /// The lower end of its 95 % interval, per hour.
    let low: Double
    /// The upper end of its 95 % interval, per hour.
    let high: Double

    /// Finds the jumps of the `kept` level at `times` (seconds); nil where they show no common factor.
    init?(times: [Double], kept: [Double], noise: Double, resolution: Double) {
        guard let first = kept.first, let last = kept.last, let end = times.last, last > first else { return nil }
        let threshold = max(4 * noise, 3 * resolution, 0.01 * (last - first))
        var jumps: [(time: Double, from: Double, to: Double)] = []
        for index in 1..<kept.count where kept[index] - kept[index - 1] > threshold {
            let moment = 0.5 * (times[index] + times[index - 1])
            if let jump = jumps.last, index >= 2, jump.to == kept[index - 1],
                times[index - 1] - jump.time < 1.1 * (times[index] - times[index - 1])
            {
                jumps[jumps.count - 1].to = kept[index]
            } else {
                jumps.append((moment, kept[index - 1], kept[index]))
            }
        }
        // The factor shows in the last jumps; the first ones may be start-up.
        guard jumps.count >= Self.fewest,
            let found = (Self.fewest...jumps.count).reversed().lazy
                .map({ Array(jumps.suffix($0)) }).first(where: { Self.factor($0, end: end) != nil }),
            let factor = Self.factor(found, end: end)
        else { return nil }
        jumps = found
        let middles = jumps.map { 0.5 * ($0.from + $0.to) }
        guard let fit = LinearFit(middles, on: [jumps.map { $0.time / 3600 }]) else { return nil }
        let range = middles[middles.count - 1] - middles[0]
        guard fit.residuals.allSatisfy({ abs($0) <= 0.12 * range }) else { return nil }
        let degrees = Double(jumps.count - 2)
        let half = studentPoint(degrees) * (fit.residualSum / degrees * fit.inverse[0]).squareRoot()
        count = jumps.count
        self.factor = factor
        rate = fit.coefficients[0]
        low = rate - half
        high = rate + half
    }

    /// The factor by which the heights of `jumps` and the gaps between them grow; nil where there is none, or where the
    /// last rest is longer than the next gap would be.
    private static func factor(_ jumps: [(time: Double, from: Double, to: Double)], end: Double) -> Double? {
        let heights = jumps.map { $0.to - $0.from }
        let gaps = zip(jumps, jumps.dropFirst()).map { $1.time - $0.time }
        guard let first = jumps.first, let last = jumps.last, let lastGap = gaps.last,
            heights.reduce(0, +) > 0.8 * (last.to - first.from)
        else { return nil }
        func logs(_ sizes: [Double]) -> [Double] { zip(sizes, sizes.dropFirst()).map { LeakMath.logarithm($1 / $0) } }
        let growths = logs(heights)
        let stretches = logs(gaps)
        let height = mean(growths)
        let stretch = mean(stretches)
        guard growths.allSatisfy({ abs($0 - height) <= 0.45 }), stretches.allSatisfy({ abs($0 - stretch) <= 0.5 }),
            abs(height - stretch) <= 0.35
        else { return nil }
        let factor = LeakMath.exponential(0.5 * (height + stretch))
        guard factor >= 1.2, factor <= 3, end - last.time <= 1.35 * factor * lastGap else { return nil }
        return factor
    }
}
