/// Things that are kept one by one: few arrivals are no line, and their number says how sure their rate is.
struct Arrivals {
    /// The fewest that tell a rate.
    static let fewest = 5.0
    /// The most that are judged one by one; more make a line.
    static let most = 60.0

    /// The rate with its interval, per hour.
    let rate: Verdict.Rate

    /// Weighs what was kept; nil where it is no number of things, too few or too many, or not spread over the run.
    init?(_ measures: SeriesMeasures) {
        let growth = measures.growth
        guard measures.scale.isCount, (Self.fewest...Self.most).contains(growth.growth), Self.isSpread(measures) else {
            return nil
        }
        rate = .ofArrivals(growth.growth, of: growth.growth, hours: measures.judgedHours)
    }

    /// Whether four of eight equal stretches grew, two of them in the second half and one among the last two.
    private static func isSpread(_ measures: SeriesMeasures) -> Bool {
        let times = measures.envelope.times
        let kept = measures.growth.kept
        guard let start = times.first, let end = times.last, end > start else { return false }
        var grown = [Double](repeating: 0, count: 8)
        for index in kept.indices.dropFirst() {
            grown[min(7, Int(8 * (times[index] - start) / (end - start)))] += kept[index] - kept[index - 1]
        }
        let grew = grown.map { $0 > max(0.4, measures.noise) }
        return grew.filter { $0 }.count >= 4 && grew[4...].filter { $0 }.count >= 2 && (grew[6] || grew[7])
    }
}

extension Verdict.Rate {
    /// The mean rate of `growth` in `hours` that came in `count` arrivals at random moments, with its 95 % interval.
    ///
    /// The number of arrivals is Poisson's; Wilson and Hilferty's approximation of its exact interval.
    static func ofArrivals(_ count: Double, of growth: Double, hours: Double) -> Verdict.Rate {
        func point(_ count: Double, _ z: Double) -> Double {
            count * LeakMath.power(max(0, 1 - 1 / (9 * count) + z / (3 * count.squareRoot())), 3)
        }
        let rate = growth / hours
        return Verdict.Rate(
            perHour: rate, low: rate * point(count, -1.96) / count, high: rate * point(count + 1, 1.96) / count)
    }
}
