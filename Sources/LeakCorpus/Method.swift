import LeakAnalysis

/// A way to tell a leak from growth: ours, and the simple rules that gates and monitors use.
///
/// The simple rules get the same series without its start-up (30 min or 8 %, at most an eighth), which is more than most
/// of their users grant them.
package enum Method: String, CaseIterable, Sendable {
    /// `LeakAnalysis`, with three answers.
    case ours = "twinsim"
    /// The mean of the last tenth is more than 10 % above that of the first tenth.
    case endOverStart = "end over start > 10 %"
    /// The slope of a straight line is positive, with |t| > 1.96 for independent residuals.
    case leastSquares = "least squares, t-test"
    /// The slope of a straight line is positive and explains 80 % of the variance.
    case determination = "least squares, R² > 0.8"
    /// Mann and Kendall's test for a rising trend, Z > 1.96.
    case mannKendall = "Mann-Kendall"
    /// The same with the variance corrected for correlated readings (Hamed and Rao 1998).
    case mannKendallCorrected = "Mann-Kendall, corrected"

    /// What the method says about `series`.
    package func judge(_ series: Series) -> Judgement {
        if self == .ours {
            let verdict = LeakAnalysis.judgeMemory(series)
            var interval: ClosedRange<Double>?
            if let low = verdict.intervalLow, let high = verdict.intervalHigh, low <= high { interval = low...high }
            return Judgement(answer: verdict.answer, interval: interval, detectable: verdict.detectablePerHour)
        }
        let points = Self.blocks(series)
        guard points.values.count >= 10 else { return Judgement(answer: .expected) }
        switch self {
        case .ours, .endOverStart:
            let tenth = max(1, points.values.count / 10)
            let start = Self.mean(points.values.prefix(tenth))
            let end = Self.mean(points.values.suffix(tenth))
            return Judgement(answer: end > 1.1 * start ? .leak : .expected)
        case .leastSquares, .determination:
            let line = StraightLine(points.hours, points.values)
            let isLeak =
                self == .leastSquares ? line.slope > 1.96 * line.error : line.slope > 0 && line.determination > 0.8
            return Judgement(
                answer: isLeak ? .leak : .expected,
                interval: line.slope - 1.96 * line.error...line.slope + 1.96 * line.error,
                detectable: 2.8 * line.error)
        case .mannKendall, .mannKendallCorrected:
            let test = MannKendall(points.values, isCorrected: self == .mannKendallCorrected)
            return Judgement(answer: test.score > 1.96 ? .leak : .expected)
        }
    }

    /// The means of at most 240 equal stretches after the start-up, in order of time.
    private static func blocks(_ series: Series) -> (hours: [Double], values: [Double]) {
        let samples = zip(series.times, series.values).filter { $0.0.isFinite && $0.1.isFinite }.sorted { $0.0 < $1.0 }
        guard let first = samples.first?.0, let last = samples.last?.0, last > first else { return ([], []) }
        let duration = last - first
        let cut = first + min(max(1800, 0.08 * duration), 0.125 * duration)
        let width = (last - cut) / 240
        var sums = [(time: Double, value: Double, count: Double)](repeating: (0, 0, 0), count: 240)
        for (time, value) in samples where time >= cut {
            let block = min(239, Int((time - cut) / width))
            sums[block].time += time / 3600
            sums[block].value += value
            sums[block].count += 1
        }
        let filled = sums.filter { $0.count > 0 }
        return (filled.map { $0.time / $0.count }, filled.map { $0.value / $0.count })
    }

    private static func mean(_ values: ArraySlice<Double>) -> Double {
        values.reduce(0, +) / Double(values.count)
    }
}
