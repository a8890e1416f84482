import LeakAnalysis
import LeakCorpus
import Testing

/// Whether a run may end early, on seeds that the rule was not tuned on; Docs/Verdict.md has the full measurement.
@Suite("Ending a run early", .timeLimit(.minutes(5)))
struct EarlyStopRuleTests {
    private static let day = 24 * 3600.0

    /// The share of the plan at which a look at each of its moments ends the run; nil when it lasts as long as planned.
    private func stop(_ rule: EarlyStop, planned: Double, _ value: (Double) -> Double) -> Double? {
        var rule = rule
        var readings = BoundedSeries(plannedSeconds: planned)
        for step in 0...1440 {
            let time = Double(step) / 1440 * planned
            readings.add(time: time, value: value(time / planned))
            if time >= rule.nextLookSeconds, rule.look(at: readings.series(storms: []), time: time) {
                return time / planned
            }
        }
        return nil
    }

    @Test("healthy processes run to their planned end, and most strong leaks do not", arguments: [24.0, 48, 72])
    func corpus(hours: Double) {
        let accuracy = EarlyStopAccuracy(hours: hours, count: 6, seed: 90_011)
        #expect(accuracy.falseStops(counts: false) == 0)
        #expect(accuracy.falseStops(counts: true) <= 0.04)
        for row in accuracy.rows where !row.isHealthy {
            #expect(row.stops.count * 2 >= row.total, "\(row.name)")
            #expect(row.stops.allSatisfy { $0 > EarlyStop.firstShare }, "\(row.name)")
        }
    }

    @Test("a steady leak ends the run at the second look, ten sixteenths of the plan in")
    func steadyLeak() throws {
        let share = try #require(stop(.memory(plannedSeconds: Self.day), planned: Self.day) { 50 + 48 * $0 })
        #expect(abs(share - 0.625) < 0.001)
    }

    @Test("what grows by less than 10 MB, or an eighth of the process, is left to the planned end")
    func smallGrowth() {
        #expect(stop(.memory(plannedSeconds: Self.day), planned: Self.day) { 50 + 9.5 * $0 } == nil)
        #expect(stop(.memory(plannedSeconds: Self.day), planned: Self.day) { 800 + 48 * $0 } == nil)
    }

    @Test("a cache that fills in a straight line up to half of the plan is not taken for a leak")
    func straightCache() {
        for end in [0.3, 0.4, 0.5] {
            #expect(stop(.memory(plannedSeconds: Self.day), planned: Self.day) { 50 + 40 * min(1, $0 / end) } == nil)
        }
    }

    @Test("a number ends the run from three quarters on, and earlier when no pool is that large")
    func counts() throws {
        let plan = Self.day
        let small = try #require(stop(.count(plannedSeconds: plan), planned: plan) { (9 + 60 * $0).rounded() })
        #expect(abs(small - 0.8125) < 0.001)
        let large = try #require(stop(.count(plannedSeconds: plan), planned: plan) { (9 + 900 * $0).rounded() })
        #expect(abs(large - 0.625) < 0.001)
        #expect(stop(.count(plannedSeconds: plan), planned: plan) { (9 + 100 * min(1, $0 / 0.6)).rounded() } == nil)
    }

    @Test("one look alone never ends a run, nor is there one in the first half of the plan or at its end")
    func schedule() {
        var rule = EarlyStop.memory(plannedSeconds: 1600)
        #expect(rule.nextLookSeconds == 900)
        let leak = Series(times: (0...800).map(Double.init), values: (0...800).map { 50 + Double($0) })
        let level = Series(times: (0...800).map(Double.init), values: (0...800).map { _ in 50 })
        var ended = rule.look(at: leak, time: 900)
        #expect(!ended)
        #expect(rule.nextLookSeconds == 1000)
        ended = rule.look(at: level, time: 1000)
        #expect(!ended)
        ended = rule.look(at: leak, time: 1100)
        #expect(!ended)
        #expect(rule.nextLookSeconds == 1200)
        ended = rule.look(at: leak, time: 1500)
        #expect(ended)
        #expect(rule.nextLookSeconds == .infinity)
    }

    @Test("a bounded series holds three days at a reading a second in its place, and gives the same verdict")
    func bounded() throws {
        let planned = 72 * 3600.0
        var readings = BoundedSeries(plannedSeconds: planned)
        var all = Series(times: [], values: [])
        for second in 0...Int(planned / 2) {
            let time = Double(second)
            let value = 60 + time / 3600 + Double((second * 7919) % 13) * 0.1
            readings.add(time: time, value: value)
            all.times.append(time)
            all.values.append(value)
        }
        let kept = readings.series(storms: [10])
        #expect(kept.times.count <= BoundedSeries.capacity)
        #expect(kept.times.count > 1440)
        #expect(kept.storms == [10])
        let verdict = LeakAnalysis.judgeMemory(kept)
        let whole = LeakAnalysis.judgeMemory(all)
        #expect(verdict.answer == whole.answer)
        #expect(abs(try #require(verdict.ratePerHour) - #require(whole.ratePerHour)) < 0.01)
    }
}
