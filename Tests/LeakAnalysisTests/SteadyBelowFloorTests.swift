import Testing

@testable import LeakAnalysis

@Suite("Growth that is certain and below the floor", .timeLimit(.minutes(5)))
struct SteadyBelowFloorTests {
    /// A logger that leaks half a megabyte an hour, read each 5 s.
    private func logger(minutes: Int, rate: Double = 0.5, seed: UInt64 = 1) -> Series {
        var series = everySecond(minutes * 12, noise: 0.005, seed: seed) { 30 + rate * $0 * 5 / 3600 }
        series.times = series.times.map { $0 * 5 }
        return series
    }

    @Test("half a megabyte an hour for 100 minutes is suspicious: certain, steady, and so much a month")
    func hundredMinutes() throws {
        let verdict = LeakAnalysis.judgeMemory(logger(minutes: 100))
        #expect(verdict.answer == .suspicious, "\(verdict.reason)")
        #expect(verdict.reason.contains("certainly and steadily"))
        #expect(verdict.reason.contains("MB a month"))
        #expect(try #require(verdict.hoursNeeded) > 0.5)
        #expect(try #require(verdict.intervalLow) > 0.45)
    }

    @Test("with less than an hour judged it is expected, and said all the same")
    func fiftyMinutes() {
        let verdict = LeakAnalysis.judgeMemory(logger(minutes: 60))
        #expect(verdict.answer == .expected, "\(verdict.reason)")
        #expect(verdict.reason.contains("certainly and steadily"))
    }

    @Test("a level logger is expected without a word of growth, whatever its noise")
    func level() {
        for seed in 0..<20 as Range<UInt64> {
            let verdict = LeakAnalysis.judgeMemory(logger(minutes: 100, rate: 0, seed: seed))
            #expect(verdict.answer == .expected)
            #expect(!verdict.reason.contains("certainly"), "\(verdict.reason)")
        }
    }

    @Test("growth that bends, comes in one step or has stopped is not steady")
    func notSteady() {
        func judged(_ shape: @escaping (Double) -> Double) -> Verdict {
            var series = everySecond(1200, noise: 0.005) { 30 + shape($0 / 1200) }
            series.times = series.times.map { $0 * 5 }
            return LeakAnalysis.judgeMemory(series)
        }
        for shape: (Double) -> Double in [
            { 1.5 * (1 - LeakMath.exponential(-$0 / 0.2)) }, { $0 < 0.6 ? 0 : 0.9 }, { 0.9 * min(1, $0 / 0.8) },
        ] {
            #expect(!judged(shape).reason.contains("certainly"))
        }
    }
}
