import Determinism
import PLCCore
import Testing

@Suite("Scan statistics", .timeLimit(.minutes(5)))
struct StatisticsTests {
    @Test("last, longest, mean and overruns are those of what was recorded")
    func figures() {
        var statistics = ScanStatistics()
        #expect(statistics.latenessPercentile(0.5) == nil && statistics.meanExecutionNanoseconds == 0)
        statistics.periodNanoseconds = 1_000
        for (execution, lateness) in [(100, 5), (1_001, -3), (1_000, 70), (300, 0)] as [(Int64, Int64)] {
            statistics.record(executionNanoseconds: execution, latenessNanoseconds: lateness)
        }
        #expect(statistics.scans == 4 && statistics.overruns == 1)
        #expect(statistics.lastExecutionNanoseconds == 300 && statistics.maximumExecutionNanoseconds == 1_001)
        #expect(statistics.meanExecutionNanoseconds == 2_401.0 / 4)
        #expect(statistics.maximumLatenessNanoseconds == 70)
    }

    @Test("a percentile is at the true value or up to a sixteenth above", arguments: [0.01, 0.5, 0.9, 0.99, 1])
    func percentiles(fraction: Double) throws {
        var histogram = LogLinearHistogram()
        var stream = RandomStream(seed: 7, name: "durations")
        var values = (0..<5_000).map { _ in Int64(stream.exponential(mean: 50_000)) }
        for value in values { histogram.record(value) }
        values.sort()
        let exact = values[max(0, Int((fraction * Double(values.count)).rounded(.up)) - 1)]
        let found = try #require(histogram.quantile(fraction))
        #expect(found >= exact && Double(found) <= Double(exact) * (1 + 1.0 / 16) + 1)
    }

    @Test(
        "every duration falls into a class that holds it",
        arguments: [0, 1, 15, 16, 17, 31, 32, 1_000_000, 1 << 40, 1 << 50] as [Int64])
    func classes(value: Int64) throws {
        var histogram = LogLinearHistogram()
        histogram.record(value)
        let found = try #require(histogram.quantile(0.5))
        let limited = min(value, (1 << 44) - 1)
        #expect(found >= limited && found - limited <= limited / 16 + 1)
        #expect(histogram.total == 1)
    }

    @Test("a negative duration counts as none")
    func negative() {
        var histogram = LogLinearHistogram()
        histogram.record(-5)
        #expect(histogram.quantile(1) == 0)
    }
}
