import Determinism
import Testing

@testable import LeakAnalysis

/// Two runs that real gates got wrong, known by their figures per quarter, drawn with straight lines between them.
@Suite("Published cases", .timeLimit(.minutes(5)))
struct PublishedCaseTests {
    /// A day of minute readings through these levels, MB, at the ends of its quarters.
    private func day(start: Double, quarters: [Double], seed: UInt64) -> Series {
        var random = RandomStream(seed: seed, name: "published case")
        let levels = [start] + quarters
        let times = (0...1440).map { Double($0) * 60 }
        return Series(
            times: times,
            values: times.map { time in
                let place = time / 21600
                let quarter = min(3, Int(place))
                let share = place - Double(quarter)
                return pages(levels[quarter] * (1 - share) + levels[quarter + 1] * share + 0.1 * random.normal())
            })
    }

    @Test("quarters of 4736, 2992, 2992 and 2704 kB more are a leak of about half a megabyte an hour")
    func leak() throws {
        for seed in UInt64(1)...5 {
            var level = 40.0
            let quarters = [4.736, 2.992, 2.992, 2.704].map { step in
                level += step
                return level
            }
            let verdict = LeakAnalysis.judgeMemory(day(start: 40, quarters: quarters, seed: seed))
            #expect(verdict.answer == .leak, "\(verdict.reason)")
            let rate = try #require(verdict.ratePerHour)
            #expect(rate > 0.4 && rate < 0.6, "\(verdict.reason)")
        }
    }

    @Test("quarters that end at 30.95, 34.73, 35.02 and 35.06 MiB are healthy")
    func healthy() {
        for seed in UInt64(1)...5 {
            for start in [20.0, 27, 30] {
                let quarters = [30.95, 34.73, 35.02, 35.06].map { $0 * 1.048576 }
                let verdict = LeakAnalysis.judgeMemory(day(start: start * 1.048576, quarters: quarters, seed: seed))
                #expect(verdict.answer == .expected, "start \(start): \(verdict.reason)")
            }
        }
    }
}
