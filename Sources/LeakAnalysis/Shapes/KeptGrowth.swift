/// How the growth that is kept is spread over the judged part of the run.
struct KeptGrowth {
    /// The keeping envelope from the cut to the end.
    let kept: [Double]
    /// The growth of the keeping envelope from the cut to the end.
    let growth: Double
    /// The growth of the keeping envelope after the first quarter of the judged part.
    let afterQuarter: Double
    /// How many windows carry the growth: (Σd)²/Σd² of the increments.
    let participation: Double
    /// The share of the growth after the first quarter that single increments above 15 % of it carry, 0 to 1.
    let jumpShare: Double
    /// How many such increments there are.
    let jumpCount: Int
    /// The median slope over the second half of the judged part (Theil and Sen), per hour.
    let lateSlope: Double
    /// The mean growth rate over seven of eight equal stretches, the first dropped, per hour.
    let stretchRate: Double
    /// The lower end of its 95 % Student interval, per hour.
    let stretchLow: Double
    /// The growth in the first half of the judged part.
    let firstHalf: Double
    /// The growth in the second half of the judged part.
    let secondHalf: Double
    /// The share of the judged part that passed after the last growth beyond the noise, 0 to 1.
    let quietShare: Double

    /// The growth in the second half over that in the first half.
    var halfRatio: Double { firstHalf > 0 ? secondHalf / firstHalf : (secondHalf > 0 ? .infinity : 0) }

    /// Measures the keeping envelope of `envelope`; increments below three times `noise` are not jumps.
    init(_ envelope: Envelope, noise: Double) {
        let kept = envelope.kept
        let times = envelope.times
        let n = kept.count
        self.kept = kept
        let start = times.first ?? 0
        // The tail stands at its median, so what is kept ends in the tail's middle.
        let end = n > 0 ? times[max(0, n - 1 - Envelope.tail(n) / 2)] : 0
        let total = n > 0 ? kept[n - 1] - kept[0] : 0
        growth = total
        let increments = zip(kept, kept.dropFirst()).map { $1 - $0 }
        let squares = increments.reduce(0) { $0 + $1 * $1 }
        participation = squares > 0 ? total * total / squares : 0
        func index(_ share: Double) -> Int {
            let time = start + share * (end - start)
            return times.firstIndex { $0 >= time } ?? max(0, n - 1)
        }
        let quarter = index(0.25)
        let late = n > 0 ? kept[n - 1] - kept[quarter] : 0
        afterQuarter = late
        // With few windows each carries a large share, and noise makes small ones: neither is a jump.
        let share = max(0.15, 2.5 / Double(max(1, n - quarter)))
        let jumps = increments.dropFirst(quarter).filter { late > 0 && $0 > share * late && $0 > 3 * noise }
        jumpShare = late > 0 ? jumps.reduce(0, +) / late : 0
        jumpCount = jumps.count
        let half = index(0.5)
        lateSlope = n > 0 ? theilSenSlope(times[half...].map { $0 / 3600 }, Array(envelope.values[half...])) : 0
        firstHalf = n > 0 ? kept[half] - kept[0] : 0
        secondHalf = total - firstHalf
        let marks = (0...8).map { index(Double($0) / 8) }
        var rates: [Double] = []
        for i in 1..<8 where n > 0 && times[marks[i + 1]] > times[marks[i]] {
            rates.append((kept[marks[i + 1]] - kept[marks[i]]) / (times[marks[i + 1]] - times[marks[i]]) * 3600)
        }
        stretchRate = mean(rates)
        stretchLow =
            rates.count == 7 ? stretchRate - studentPoint(6) * (variance(rates) / 7).squareRoot() : -.infinity
        let margin = max(0.05 * total, 2 * noise)
        let levelled = n > 0 ? times[kept.firstIndex { $0 >= kept[n - 1] - margin } ?? 0] : 0
        quietShare = end > start ? (end - levelled) / (end - start) : 0
    }
}
