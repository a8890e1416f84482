import LeakCorpus
import Testing

@testable import LeakAnalysis

@Suite("A process that was started anew", .timeLimit(.minutes(5)))
struct LivesTests {
    /// Three lives of 8 h, a reading a minute, each `shape` of the hours since its own start.
    private func threeLives(seed: UInt64 = 1, _ shape: (_ life: Int, _ hours: Double) -> Double) -> Series {
        var series = everySecond(1440, noise: 0.1, seed: seed) { minute in
            let life = min(2, Int(minute / 480))
            return shape(life, (minute - Double(life) * 480) / 60)
        }
        series.times = series.times.map { $0 * 60 }
        series.restarts = [480 * 60, 960 * 60]
        return series
    }

    @Test("readings, storms and readings without a moment go to the life in which they are")
    func split() {
        let series = Series(
            times: [0, 10, 20, 30, .nan], values: [1, 2, 3, 4, 5, 6], storms: [5, 20], restarts: [20, 20, .infinity])
        let lives = series.lives
        #expect(lives.count == 2)
        #expect(lives[0].values == [1, 2, 5, 6])
        #expect(lives[1].times == [20, 30])
        #expect(lives[0].storms == [5] && lives[1].storms == [20])
        #expect(Series(times: [1], values: [2]).lives.count == 1)
        #expect(Series(times: [], values: [], restarts: [3]).lives.isEmpty)
        #expect(LeakAnalysis.judgeMemory(Series(times: [], values: [], restarts: [3])).answer == .suspicious)
    }

    @Test("a leak that begins again in each life is a leak, and its rate is that within the lives")
    func leak() throws {
        let verdict = LeakAnalysis.judgeMemory(threeLives { 40 + 1.5 * $1 })
        #expect(verdict.answer == .leak)
        #expect(verdict.lifeCount == 3)
        let low = try #require(verdict.intervalLow)
        let high = try #require(verdict.intervalHigh)
        #expect(low <= 1.5 && 1.5 <= high && high - low < 0.3)
        #expect(verdict.reason.contains("started 2 times anew"))
        #expect(abs(verdict.durationSeconds - 24 * 3600) < 300)
    }

    @Test("lives that each begin higher are no leak: nothing is measured across a start")
    func steps() {
        let verdict = LeakAnalysis.judgeMemory(threeLives { life, _ in 40 + 20 * Double(life) })
        #expect(verdict.answer == .expected, "\(verdict.reason)")
        let whole = LeakAnalysis.judgeMemory(
            { series in
                var series = series
                series.restarts = []
                return series
            }(threeLives { life, _ in 40 + 20 * Double(life) }))
        #expect(whole.answer != .expected, "without the restarts the same readings look like jumps")
    }

    @Test("a warm-up in each life is no leak")
    func warmUps() {
        let verdict = LeakAnalysis.judgeMemory(threeLives { 40 + 15 * (1 - LeakMath.exponential(-$1 / 0.7)) })
        #expect(verdict.answer == .expected, "\(verdict.reason)")
    }

    @Test("a leak too weak for any single life shows in all of them together")
    func together() {
        var alone = 0
        var pooled = 0
        for seed in 0..<10 as Range<UInt64> {
            let series = threeLives(seed: seed) { 40 + 0.14 * $1 }
            if LeakAnalysis.judgeMemory(series.lives[0]).answer == .leak { alone += 1 }
            if LeakAnalysis.judgeMemory(series).answer == .leak { pooled += 1 }
        }
        #expect(pooled > alone, "\(alone) alone, \(pooled) together")
    }

    @Test("a number that grows in each life is a leak, one that begins higher is none")
    func counts() {
        func rounded(_ series: Series) -> Series {
            var series = series
            series.values = series.values.map { $0.rounded() }
            return series
        }
        #expect(LeakAnalysis.judgeCount(rounded(threeLives { 20 + 3 * $1 })).answer == .leak)
        #expect(LeakAnalysis.judgeCount(rounded(threeLives { life, _ in 20 + 10 * Double(life) })).answer == .expected)
    }

    @Test("lives too short to judge say so, with the hours that one needs")
    func tooShort() throws {
        let verdict = LeakAnalysis.judgeMemory(
            Series(times: (0..<30).map(Double.init), values: (0..<30).map { Double($0) }, restarts: [10, 20]))
        #expect(verdict.answer == .suspicious)
        #expect(verdict.reason.contains("too few"))
        #expect(try #require(verdict.hoursNeeded) > 0)
    }

    @Test("every suspicious answer says why and how many hours are still needed", arguments: SamplingFlaw.allCases)
    func reasons(flaw: SamplingFlaw) throws {
        for kind in [CorpusClass.spikesRetained, .highWaterCreep, .linearLeak] {
            for index in 0..<4 where flaw != .irregular || index == 0 {
                let made = LeakCorpus.series(kind, hours: 4, index: index, seed: 90_010, flaw: flaw)
                let verdict = LeakAnalysis.judgeMemory(made.series)
                guard verdict.answer == .suspicious else { continue }
                let hours = try #require(verdict.hoursNeeded)
                #expect(hours > 0 && hours.isFinite)
                #expect(verdict.reason.contains("more"), "\(verdict.reason)")
            }
        }
    }
}

@Suite("Short lives", .timeLimit(.minutes(5)))
struct ShortLifeTests {
    @Test("a life convicts nobody before it is a minute long", arguments: [(50, false), (120, true)])
    func shortLife(seconds: Int, convicts: Bool) {
        // Level for five minutes, then started anew and growing by 2 MB a second.
        let times = (0..<(300 + seconds)).map(Double.init)
        let values = times.map { $0 < 300 ? 20.0 : 20 + 2 * ($0 - 300) }
        let verdict = LeakAnalysis.judgeMemory(Series(times: times, values: values, storms: [], restarts: [300]))
        #expect((verdict.answer == .leak) == convicts, "\(verdict.reason)")
    }
}
