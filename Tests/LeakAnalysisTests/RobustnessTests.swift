import Determinism
import Testing

@testable import LeakAnalysis

@Suite("Samples as they really come", .timeLimit(.minutes(5)))
struct RobustnessTests {
    @Test("too few samples are suspicious, with a reason and the time needed", arguments: [0, 1, 2, 5, 12, 19])
    func tooFew(count: Int) throws {
        let times = (0..<count).map(Double.init)
        for verdict in [
            LeakAnalysis.judgeMemory(Series(times: times, values: times.map { 50 + $0 })),
            LeakAnalysis.judgeCount(Series(times: times, values: times.map { 5 + $0 }, storms: [1, 2, 3, 4, 5, 6])),
        ] {
            #expect(verdict.answer == .suspicious)
            #expect(verdict.reason.contains("too few"))
            let needed = try #require(verdict.hoursNeeded)
            #expect(needed > 0 && needed.isFinite)
        }
    }

    @Test("samples of one moment only are suspicious")
    func oneMoment() {
        let verdict = LeakAnalysis.judgeMemory(
            Series(times: [Double](repeating: 7, count: 100), values: [Double](repeating: 50, count: 100)))
        #expect(verdict.answer == .suspicious)
        #expect(verdict.duplicateCount == 99)
    }

    @Test("readings that are not finite are dropped and counted")
    func notFinite() {
        var series = everySecond(120, noise: 0.05) { 50 + $0 / 10 }
        series.values[10] = .nan
        series.values[50] = .infinity
        series.times[90] = .nan
        let verdict = LeakAnalysis.judgeMemory(series)
        #expect(verdict.answer == .leak)
        #expect(verdict.droppedCount == 3)
        #expect(verdict.reason.contains("3 readings without a finite value"))
    }

    @Test("a surplus of times or values is ignored and counted")
    func surplus() {
        var series = everySecond(120) { _ in 50 }
        series.values += [1, 2, 3]
        let verdict = LeakAnalysis.judgeMemory(series)
        #expect(verdict.answer == .expected)
        #expect(verdict.droppedCount == 3)
    }

    @Test("the order of the readings does not matter")
    func shuffled() {
        let series = everySecond(300, noise: 0.3, storms: [100, 120, 140, 160, 180]) { 50 + $0 / 20 }
        var random = RandomStream(seed: 5, name: "shuffle")
        let order = Array(series.times.indices).shuffled(using: &random)
        let mixed = Series(
            times: order.map { series.times[$0] }, values: order.map { series.values[$0] },
            storms: series.storms.reversed())
        let straight = LeakAnalysis.judgeMemory(series)
        let verdict = LeakAnalysis.judgeMemory(mixed)
        #expect(verdict.reason == straight.reason)
        #expect(verdict.ratePerHour == straight.ratePerHour)
    }

    @Test("doubled readings are merged and counted")
    func doubled() {
        let series = everySecond(120, noise: 0.05) { 50 + $0 / 10 }
        let verdict = LeakAnalysis.judgeMemory(
            Series(times: series.times + series.times, values: series.values + series.values))
        #expect(verdict.answer == .leak)
        #expect(verdict.duplicateCount == 121)
    }

    @Test("a hole in the readings is stated and does not change the answer", arguments: [0.0, 0.5])
    func hole(rate: Double) {
        let times = (0...1440).map { Double($0) * 60 }.filter { $0 < 30000 || $0 > 45000 }
        var random = RandomStream(seed: 3, name: "hole")
        let verdict = LeakAnalysis.judgeMemory(
            Series(times: times, values: times.map { 50 + rate * $0 / 3600 + 0.2 * random.normal() }))
        #expect(verdict.answer == (rate > 0 ? .leak : .expected), "\(verdict.reason)")
        #expect(verdict.gapCount == 1)
        #expect(verdict.gapSeconds >= 15000)
        #expect(verdict.reason.contains("1 gap"))
    }

    @Test("irregular readings give the same answer", arguments: [0.0, 0.5])
    func irregular(rate: Double) {
        var random = RandomStream(seed: 4, name: "irregular")
        var times: [Double] = []
        var time = 0.0
        while time < 86400 {
            times.append(time)
            time += random.exponential(mean: 45)
        }
        let verdict = LeakAnalysis.judgeMemory(
            Series(times: times, values: times.map { 50 + rate * $0 / 3600 + 0.2 * random.normal() }))
        #expect(verdict.answer == (rate > 0 ? .leak : .expected), "\(verdict.reason)")
    }

    @Test("a clock that does not start at zero moves the figures that are moments, and nothing else")
    func offset() throws {
        let series = everySecond(120, noise: 0.05) { 50 + $0 / 10 }
        let moved = Series(times: series.times.map { $0 + 1_000_000 }, values: series.values)
        let verdict = LeakAnalysis.judgeMemory(series)
        let later = LeakAnalysis.judgeMemory(moved)
        #expect(later.reason == verdict.reason)
        #expect(abs(later.cutSeconds - verdict.cutSeconds - 1_000_000) < 1e-6)
        #expect(try abs(#require(later.envelope.first).t - #require(verdict.envelope.first).t - 1_000_000) < 1e-3)
    }

    @Test("values without sense neither crash nor accuse", arguments: [0.0, -5, 1e300, 1.7e308, 1e-300])
    func extremes(size: Double) {
        for verdict in [
            LeakAnalysis.judgeMemory(everySecond(100) { _ in size }),
            LeakAnalysis.judgeMemory(everySecond(100) { $0.truncatingRemainder(dividingBy: 2) == 0 ? size : -size }),
            LeakAnalysis.judgeCount(everySecond(100) { _ in size }),
        ] {
            #expect(verdict.answer != .leak)
            #expect(!verdict.reason.isEmpty)
        }
    }

    @Test("memory that falls is expected")
    func falling() {
        let verdict = LeakAnalysis.judgeMemory(everySecond(300, noise: 0.05) { 80 - $0 / 10 })
        #expect(verdict.answer == .expected, "\(verdict.reason)")
    }

    @Test("the same series gives the same verdict")
    func deterministic() {
        let series = everySecond(600, noise: 0.4) { 50 + $0 / 100 }
        #expect("\(LeakAnalysis.judgeMemory(series))" == "\(LeakAnalysis.judgeMemory(series))")
    }

    @Test("a reading each second over three days is judged like one a minute", arguments: [0.0, 0.5])
    func threeDays(rate: Double) {
        var random = RandomStream(seed: 6, name: "three days")
        let times = (0...259_200).map(Double.init)
        let verdict = LeakAnalysis.judgeMemory(
            Series(times: times, values: times.map { 50 + rate * $0 / 3600 + 0.2 * random.normal() }))
        #expect(verdict.answer == (rate > 0 ? .leak : .expected), "\(verdict.reason)")
        #expect(verdict.sampleCount == 259_201)
        #expect(verdict.envelope.count <= 120)
    }
}
