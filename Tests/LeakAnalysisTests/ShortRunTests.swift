import Determinism
import Testing

@testable import LeakAnalysis

@Suite("Runs of one to ten minutes", .timeLimit(.minutes(5)))
struct ShortRunTests {
    static let seeds: [UInt64] = [11, 12, 13, 14, 15, 16]
    static let lengths = [60, 90, 120, 300, 600]

    @Test(
        "a leak of a megabyte each ten seconds is called, line or staircase, with and without noise", arguments: lengths
    )
    func strongLeak(seconds: Int) {
        for seed in Self.seeds {
            for noise in [0, 0.02, 0.1] {
                let line = everySecond(seconds, noise: noise, seed: seed) { 50 + $0 / 10 }
                let lineVerdict = LeakAnalysis.judgeMemory(line)
                #expect(lineVerdict.answer == .leak, "line, noise \(noise): \(lineVerdict.reason)")
                let stairs = everySecond(seconds, noise: noise, seed: seed) { pages(50 + ($0 / 10).rounded(.down)) }
                let stairVerdict = LeakAnalysis.judgeMemory(stairs)
                #expect(stairVerdict.answer == .leak, "stairs, noise \(noise): \(stairVerdict.reason)")
            }
        }
    }

    @Test("the rate of a short strong leak is within its interval")
    func strongLeakRate() throws {
        let verdict = LeakAnalysis.judgeMemory(everySecond(90, noise: 0.05) { 50 + $0 / 10 })
        let low = try #require(verdict.intervalLow)
        let high = try #require(verdict.intervalHigh)
        #expect(low <= 360 && 360 <= high)
        #expect(high - low < 100)
        #expect(verdict.cause == .time)
        #expect(!verdict.fitted.isEmpty && verdict.cutSeconds > 0)
    }

    @Test("a clean program is expected", arguments: lengths)
    func clean(seconds: Int) {
        for seed in Self.seeds {
            for noise in [0, 0.05, 0.2] {
                let verdict = LeakAnalysis.judgeMemory(
                    everySecond(seconds, noise: noise, seed: seed) {
                        pages(40 + 8 * (1 - LeakMath.exponential(-$0 / 2)))
                    })
                #expect(verdict.answer == .expected, "\(verdict.reason)")
                #expect(verdict.detectablePerHour != nil)
            }
        }
    }

    @Test("a cache that fills within twenty seconds and holds is expected", arguments: lengths)
    func boundedCache(seconds: Int) {
        for seed in Self.seeds {
            for size in [5.0, 20, 60] {
                for noise in [0, 0.05, 0.2] {
                    let filling = everySecond(seconds, noise: noise, seed: seed) { pages(40 + size * min(1, $0 / 20)) }
                    let verdict = LeakAnalysis.judgeMemory(filling)
                    #expect(verdict.answer == .expected, "\(size) MB, noise \(noise): \(verdict.reason)")
                    let bending = everySecond(seconds, noise: noise, seed: seed) {
                        40 + size * (1 - LeakMath.exponential(-$0 / 6))
                    }
                    let bent = LeakAnalysis.judgeMemory(bending)
                    #expect(bent.answer == .expected, "\(size) MB, noise \(noise): \(bent.reason)")
                }
            }
        }
    }

    @Test("a collector's sawtooth of ten megabytes is expected", arguments: lengths)
    func sawtooth(seconds: Int) {
        for seed in Self.seeds {
            for period in [5.0, 7, 10] {
                let verdict = LeakAnalysis.judgeMemory(
                    everySecond(seconds, noise: 0.05, seed: seed) {
                        40 + 10 * ($0 / period - ($0 / period).rounded(.down))
                    })
                #expect(verdict.answer == .expected, "period \(period): \(verdict.reason)")
            }
        }
    }

    @Test("a leak under a collector's sawtooth is still called")
    func sawtoothAndLeak() {
        for seed in Self.seeds {
            for period in [5.0, 7, 10] {
                let verdict = LeakAnalysis.judgeMemory(
                    everySecond(120, noise: 0.05, seed: seed) {
                        40 + 0.2 * $0 + 10 * ($0 / period - ($0 / period).rounded(.down))
                    })
                #expect(verdict.answer == .leak, "period \(period): \(verdict.reason)")
            }
        }
    }

    @Test("a leak in storms only is a leak by storms", arguments: [90, 120, 300, 600])
    func stormLeak(seconds: Int) {
        for seed in Self.seeds {
            for each in [0.5, 1, 2] {
                let storms = middleThirdStorms(Double(seconds), seed: seed)
                let series = everySecond(seconds, noise: 0.02, seed: seed, storms: storms) { time in
                    pages(40 + each * Double(storms.filter { $0 < time }.count))
                }
                let verdict = LeakAnalysis.judgeMemory(series)
                #expect(verdict.answer == .leak, "\(each) MB a storm: \(verdict.reason)")
                #expect(verdict.cause == .storms, "\(verdict.reason)")
                #expect((verdict.perStormLow ?? .infinity) <= each * 1.05, "\(verdict.reason)")
                #expect((verdict.perStormHigh ?? 0) >= each * 0.95, "\(verdict.reason)")
            }
        }
    }

    @Test("storms that leave nothing behind are not blamed", arguments: [90, 300])
    func harmlessStorms(seconds: Int) {
        for seed in Self.seeds {
            let storms = middleThirdStorms(Double(seconds), seed: seed)
            let series = everySecond(seconds, noise: 0.05, seed: seed, storms: storms) { time in
                40 + (storms.contains { $0 <= time && time < $0 + 1.5 } ? 3 : 0)
            }
            let verdict = LeakAnalysis.judgeMemory(series)
            #expect(verdict.answer == .expected, "\(verdict.reason)")
        }
    }

    @Test("a steady leak with harmless storms is a leak by time")
    func steadyLeakWithStorms() {
        for seed in Self.seeds {
            let storms = middleThirdStorms(120, seed: seed)
            let verdict = LeakAnalysis.judgeMemory(
                everySecond(120, noise: 0.05, seed: seed, storms: storms) { 40 + $0 / 10 })
            #expect(verdict.answer == .leak)
            #expect(verdict.cause == .time, "\(verdict.reason)")
        }
    }

    @Test("a run too short for its noise is suspicious and says how long it must be")
    func tooNoisy() {
        for seed in Self.seeds {
            var random = RandomStream(seed: seed, name: "wandering")
            var level = 0.0
            let series = everySecond(90) { _ in
                // Wandering of 15 MB with a memory of ten seconds: half a minute long rises and falls are no rarity.
                level = 0.9 * level + 6.5 * random.normal()
                return 100 + level
            }
            let verdict = LeakAnalysis.judgeMemory(series)
            #expect(verdict.answer == .suspicious, "\(verdict.reason)")
            #expect((verdict.hoursNeeded ?? 0) > 0)
        }
    }

    @Test("one step that is kept is suspicious")
    func oneStep() {
        let verdict = LeakAnalysis.judgeMemory(everySecond(120, noise: 0.05) { 40 + ($0 < 70 ? 0 : 10) })
        #expect(verdict.answer == .suspicious, "\(verdict.reason)")
        #expect((verdict.hoursNeeded ?? 0) > 0)
    }

    @Test("a slow start-up does not hide the leak after it", arguments: [60, 90, 120])
    func slowStart(seconds: Int) {
        for seed in Self.seeds {
            for start in [4.0, 9, 12] {
                let verdict = LeakAnalysis.judgeMemory(
                    everySecond(seconds, noise: 0.03, seed: seed) { ($0 < start ? 12 : 30) + 0.1 * max(0, $0 - start) })
                #expect(verdict.answer == .leak, "start \(start): \(verdict.reason)")
                let clean = LeakAnalysis.judgeMemory(
                    everySecond(seconds, noise: 0.03, seed: seed) { $0 < start ? 12 : 30 })
                #expect(clean.answer == .expected, "start \(start): \(clean.reason)")
            }
        }
    }

    @Test("a client that reconnects late is still blamed on the storms", arguments: [0.0, 0.7, 1.5])
    func lateReconnect(lag: Double) {
        let storms = (0..<12).map { 30 + 2.5 * Double($0) }
        for seed in Self.seeds {
            let series = everySecond(90, noise: 0.03, seed: seed, storms: storms) { time in
                40 + 0.5 * Double(storms.filter { $0 + lag < time }.count)
            }
            let verdict = LeakAnalysis.judgeMemory(series)
            #expect(verdict.cause == .storms, "\(verdict.reason)")
        }
    }

    @Test("small steps of storms that come evenly all along cannot be told from time, and the verdict says so")
    func evenStorms() {
        let storms = (1...29).map { 10 * Double($0) }
        let verdict = LeakAnalysis.judgeMemory(everySecond(300, noise: 1.5, storms: storms) { 40 + $0 / 10 })
        #expect(verdict.answer == .leak)
        #expect(verdict.cause == .time)
        #expect(verdict.reason.contains("cannot be told apart"), "\(verdict.reason)")
    }

    @Test("a leak of a few minutes names what it would not have found")
    func statesItsFloor() {
        let verdict = LeakAnalysis.judgeMemory(everySecond(90, noise: 0.05) { _ in 40 })
        #expect(verdict.reason.contains("would have been found"))
        #expect((verdict.detectablePerHour ?? 0) >= 40, "a megabyte in 90 s is 40 MB/h")
    }

    @Test("a sawtooth that beats with the sampler or rises at the end is never a leak", arguments: [90, 300])
    func beatingSawtooth(seconds: Int) {
        for seed in Self.seeds {
            var random = RandomStream(seed: seed, name: "unsteady sampler")
            var times: [Double] = []
            var time = 0.0
            while time <= Double(seconds) {
                times.append(time)
                time += 1 + 0.02 * abs(random.normal()) + (random.uniform() < 0.03 ? 0.5 : 0)
            }
            for period in [3.0, 5, 7, 11, 23] {
                for height in [1.0, 3, 15] {
                    let teeth = times.map { height * ($0 / period - ($0 / period).rounded(.down)) }
                    let memory = LeakAnalysis.judgeMemory(Series(times: times, values: teeth.map { pages(60 + $0) }))
                    #expect(memory.answer != .leak, "period \(period), \(height) MB: \(memory.reason)")
                    let blocks = teeth.map { (150_000 + 1000 * $0).rounded() }
                    let count = LeakAnalysis.judgeCount(Series(times: times, values: blocks))
                    #expect(count.answer != .leak, "period \(period), \(height) thousand: \(count.reason)")
                }
            }
        }
    }
}
