import LeakCorpus
import Testing

@testable import LeakAnalysis

/// What only a run of many hours allows, with a reading a minute.
@Suite("Runs of many hours", .timeLimit(.minutes(5)))
struct LongRunTests {
    /// `shape` of the time in hours, read each minute.
    private func everyMinute(
        hours: Double, noise: Double = 0.03, storms: [Double] = [], _ shape: (Double) -> Double
    ) -> Series {
        var series = everySecond(Int(60 * hours), noise: noise) { shape($0 / 60) }
        series.times = series.times.map { $0 * 60 }
        series.storms = storms.map { $0 * 3600 }
        return series
    }

    private func stair(hours: Double, steps: [Double], height: Double = 4) -> Series {
        everyMinute(hours: hours) { time in 30 + height * Double(steps.filter { time >= $0 * hours }.count) }
    }

    @Test("what memory took in one step is no start-up after hours: it has to rest for longer than a stair would")
    func earlyStep() {
        let day = LeakAnalysis.judgeMemory(stair(hours: 24, steps: [0.2]))
        #expect(day.answer == .suspicious, "\(day.reason)")
        #expect(day.reason.contains("1 step"), "\(day.reason)")
        #expect(LeakAnalysis.judgeMemory(stair(hours: 7, steps: [0.2])).answer == .expected)
        #expect(LeakAnalysis.judgeMemory(stair(hours: 24, steps: [0.2], height: 0.9)).answer == .expected)
        #expect(LeakAnalysis.judgeCount(stair(hours: 24, steps: [0.2], height: 10)).answer == .expected)
    }

    @Test("two early steps rest for long enough in a day, three late ones do not")
    func rest() {
        let early = LeakAnalysis.judgeMemory(stair(hours: 24, steps: [0.12, 0.18]))
        #expect(early.answer == .expected, "\(early.reason)")
        // A stair rests for so long in one of thirty cases: enough for five hours, not for a day.
        let steps = [0.2, 0.3, 0.37]
        #expect(LeakAnalysis.judgeMemory(stair(hours: 24, steps: steps)).answer == .suspicious)
        #expect(LeakAnalysis.judgeMemory(stair(hours: 5, steps: steps)).answer == .expected)
    }

    @Test("spikes that recover are no steps that rest")
    func spikes() throws {
        func steps(_ kept: Double) -> RestingSteps? {
            let series = everyMinute(hours: 24) { time in
                30 + (time >= 9 && time < 12 ? 10 : 0) + (time >= 12 ? kept : 0)
            }
            let measures = SeriesMeasures(CleanSeries(series), scale: .memory)
            return RestingSteps(measures, steps: [])
        }
        #expect(steps(0) == nil)
        #expect(try #require(steps(10)).count > 0)
    }

    @Test("a stair whose steps chance has crowded into the first half is a leak, given the hours")
    func crowdedStair() {
        let early = [0.1, 0.13, 0.17, 0.22, 0.26, 0.31, 0.36, 0.4, 0.45, 0.49]
        let crowded = LeakAnalysis.judgeMemory(stair(hours: 24, steps: early + [0.75, 0.93]))
        #expect(crowded.answer == .leak, "\(crowded.reason)")
        #expect(crowded.reason.contains("in stairs"), "\(crowded.reason)")
        // In a shorter run it is no leak, but no plateau clears it either.
        #expect(LeakAnalysis.judgeMemory(stair(hours: 7, steps: early + [0.75, 0.93])).answer == .suspicious)
        let more = [0.115, 0.15, 0.195, 0.24, 0.285, 0.335]
        let over = LeakAnalysis.judgeMemory(stair(hours: 24, steps: (early + more).sorted() + [0.75, 0.93]))
        #expect(over.answer == .suspicious, "\(over.reason)")
    }

    @Test("the chance of few heads")
    func heads() {
        #expect(abs(LeakMath.atMost(2, of: 12) - 79.0 / 4096) < 1e-12)
        #expect(LeakMath.atMost(0, of: 1) == 0.5)
        #expect(abs(LeakMath.atMost(9, of: 9) - 1) < 1e-12)
    }

    @Test("storms that leave more than what drifts meanwhile are the cause, though it drifts")
    func driftingStorms() {
        let storms = [8, 8.8, 9.3, 10.1, 10.6, 11.4, 12.3, 12.7, 13.5, 14, 14.9, 15.4]
        let series = everyMinute(hours: 24, storms: storms) { time in
            30 + 0.3 * time + Double(storms.filter { $0 < time }.count)
        }
        let verdict = LeakAnalysis.judgeMemory(series)
        #expect(verdict.answer == .leak && verdict.cause == .storms, "\(verdict.reason)")
    }

    @Test("a cache that fills until the middle does not hide the leak that goes on beside it")
    func cacheAndLeak() throws {
        func judged(_ rate: Double) -> Verdict {
            LeakAnalysis.judgeMemory(everyMinute(hours: 24) { 30 + rate * $0 + 20 * min(1, $0 / 12) })
        }
        let leak = judged(1.2)
        #expect(leak.answer == .leak, "\(leak.reason)")
        #expect(try #require(leak.rate).low > 0.5)
        #expect(judged(0).answer == .expected)
    }

    @Test("growth that is not above the floor for certain is no leak, however likely it goes on")
    func atTheFloor() {
        let series = everyMinute(hours: 24) { 30 + 0.07 * $0 + 0.04 * max(0, $0 - 12) }
        let measures = SeriesMeasures(CleanSeries(series), scale: .memory)
        #expect(measures.growth.lateSlope > measures.floor && measures.contest.odds > 2)
        #expect(measures.contest.firmLow > 0.01 && measures.contest.firmLow < measures.floor)
        #expect(SeriesJudge(measures: measures).verdict().answer != .leak)
    }

    @Test("of growth above the floor nobody says that it is below")
    func notBelow() {
        // A leak of 1.5 MB/h under a few teeth: certain, steady, and more than the floor.
        let made = LeakCorpus.series(.linearLeak, hours: 4, index: 47, seed: 2)
        let verdict = LeakAnalysis.judgeMemory(made.series)
        #expect(verdict.answer == .suspicious, "\(verdict.reason)")
        #expect(!verdict.reason.contains("certainly"), "\(verdict.reason)")
    }

    @Test("a fit that is two numbers richer than the truth gains as much by chance in one of twenty cases")
    func allowance() {
        #expect(abs(ShapeContest.allowance(effective: 20) - 1.349) < 0.001)
        #expect(ShapeContest.allowance(effective: 5) > ShapeContest.allowance(effective: 50))
    }

    @Test("the interval holds the truth in nineteen of twenty runs")
    func coverage() throws {
        let classes: [CorpusClass] = [.flat, .warmUp, .sawtooth, .linearLeak]
        let accuracy = Accuracy(hours: 24, count: 40, seed: 90_012, classes: classes)
        #expect(try #require(accuracy.coverage) >= 0.94)
    }

    @Test("four hours find two of three leaks, and convict few that bend")
    func fourHours() throws {
        let classes: [CorpusClass] = [.boundedCache, .highWaterCreep, .linearLeak, .stairLeak, .stormLeak]
        let accuracy = Accuracy(hours: 4, count: 40, seed: 90_013, classes: classes)
        #expect(try #require(accuracy.recall) >= 0.68)
        #expect(try #require(accuracy.falseAlarms) <= 0.07)
    }
}
