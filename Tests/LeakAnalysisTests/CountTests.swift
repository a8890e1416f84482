import Determinism
import Testing

@testable import LeakAnalysis

@Suite("Descriptors, sockets, threads, children", .timeLimit(.minutes(5)))
struct CountTests {
    static let seeds: [UInt64] = [21, 22, 23, 24, 25, 26]
    static let lengths = [60, 90, 120, 300, 600, 14400]

    @Test("a count that warms up and holds is expected", arguments: lengths)
    func flat(seconds: Int) {
        let verdict = LeakAnalysis.judgeCount(everySecond(seconds) { $0 < 3 ? 5 : 12 })
        #expect(verdict.answer == .expected, "\(verdict.reason)")
        #expect(verdict.hoursNeeded == nil)
    }

    @Test("sporadic readings one up or down are expected", arguments: lengths)
    func sporadic(seconds: Int) {
        for seed in Self.seeds {
            for often in [0.02, 0.2, 0.6] {
                var random = RandomStream(seed: seed, name: "sporadic")
                let series = everySecond(seconds) { _ in
                    12 + (random.uniform() < often ? (random.uniform() < 0.5 ? -1 : 1) : 0)
                }
                let verdict = LeakAnalysis.judgeCount(series)
                #expect(verdict.answer == .expected, "\(often): \(verdict.reason)")
            }
        }
    }

    @Test("one more every few seconds is a leak", arguments: [60, 90, 120, 300, 600])
    func leak(seconds: Int) {
        for every in [1.0, 3, 5, 10] where Double(seconds) / every >= 9 {
            let verdict = LeakAnalysis.judgeCount(everySecond(seconds) { 12 + ($0 / every).rounded(.down) })
            #expect(verdict.answer == .leak, "one each \(every) s: \(verdict.reason)")
        }
    }

    @Test("a leak at random moments is called, under sporadic noise too")
    func randomLeak() {
        for seed in Self.seeds {
            var random = RandomStream(seed: seed, name: "arrivals")
            var held = 0.0
            let series = everySecond(300) { _ in
                if random.uniform() < 0.1 { held += 1 }
                return 12 + held + (random.uniform() < 0.1 ? 1 : 0)
            }
            let verdict = LeakAnalysis.judgeCount(series)
            #expect(verdict.answer == .leak, "\(verdict.reason)")
        }
    }

    @Test("things that came one by one tell a rate where they came all along, and not in the last quarter or the first")
    func arrivals() throws {
        func arrivals(_ moments: [Double]) -> Arrivals? {
            let series = everySecond(800) { time in 12 + Double(moments.filter { $0 <= time }.count) }
            return Arrivals(SeriesMeasures(CleanSeries(series), scale: .count))
        }
        let spread = try #require(arrivals([130, 210, 340, 420, 500, 590, 700]))
        #expect(spread.rate.low > 0 && spread.rate.low < spread.rate.perHour && spread.rate.perHour < spread.rate.high)
        #expect(arrivals([620, 640, 660, 680, 700, 720, 740]) == nil)
        #expect(arrivals([130, 150, 210, 250, 310, 350, 390]) == nil)
        #expect(arrivals([130, 210, 340, 400, 480, 560, 570]) == nil, "none in the last quarter")
        #expect(arrivals([210, 420, 590, 700]) == nil, "four are too few")
    }

    @Test("six an hour over a day is a leak, and its interval holds the truth")
    func slowLeak() throws {
        let times = (0...1440).map { Double($0) * 60 }
        let verdict = LeakAnalysis.judgeCount(
            Series(times: times, values: times.map { 20 + ($0 / 600).rounded(.down) }))
        #expect(verdict.answer == .leak, "\(verdict.reason)")
        let low = try #require(verdict.intervalLow)
        let high = try #require(verdict.intervalHigh)
        #expect(low <= 6 && 6 <= high)
    }

    @Test("a pool that fills in the first third and holds is expected", arguments: lengths)
    func pool(seconds: Int) {
        for size in [4.0, 8, 20] {
            for share in [0.1, 0.2, 1.0 / 3] {
                let full = Double(seconds) * share
                let verdict = LeakAnalysis.judgeCount(
                    everySecond(seconds) { 12 + (size * min(1, $0 / full)).rounded(.down) })
                #expect(verdict.answer == .expected, "\(size) in \(share): \(verdict.reason)")
            }
        }
    }

    @Test("a pool that fills storm by storm and then holds through the last storms is not a leak")
    func poolInStorms() {
        let storms = (0..<12).map { 30 + 2.5 * Double($0) }
        let verdict = LeakAnalysis.judgeCount(
            everySecond(90, storms: storms) { time in 12 + Double(min(6, storms.filter { $0 < time }.count)) })
        #expect(verdict.answer != .leak, "\(verdict.reason)")
    }

    @Test("one more per storm is a leak by storms", arguments: [90, 120, 300, 600, 14400])
    func stormLeak(seconds: Int) {
        for seed in Self.seeds {
            let storms = middleThirdStorms(Double(seconds), seed: seed)
            let series = everySecond(seconds, storms: storms) { time in
                12 + Double(storms.filter { $0 < time }.count)
            }
            let verdict = LeakAnalysis.judgeCount(series)
            #expect(verdict.answer == .leak, "\(verdict.reason)")
            #expect(verdict.cause == .storms, "\(verdict.reason)")
            #expect(abs((verdict.perStorm ?? 0) - 1) < 0.3, "\(verdict.reason)")
        }
    }

    @Test("a thing more in nearly every window is a leak, however much its even steps look like noise")
    func evenSteps() {
        for stepSeconds in [1.5, 2.4, 3.5, 6.0] {
            let series = everySecond(90) { time in time < 15 ? 5 : 5 + ((time - 15) / stepSeconds).rounded(.down) }
            let verdict = LeakAnalysis.judgeCount(series)
            #expect(verdict.answer == .leak, "\(stepSeconds) s: \(verdict.reason)")
            #expect(verdict.cause == .time)
        }
    }

    @Test("one socket more per storm is a leak by storms though each storm closes them all for a moment")
    func stormLeakWithDips() {
        for seed in Self.seeds {
            let storms = middleThirdStorms(90, seed: seed)
            let times = (0...180).map { Double($0) / 2 }
            // A second after a storm the server has closed them all; then every client is back, and one more.
            let values = times.map { time in
                let made = Double(storms.filter { $0 < time }.count)
                return storms.contains { $0 <= time && time < $0 + 1 } ? 3 : 3 + 3 * made
            }
            let series = Series(times: times, values: values, storms: storms)
            let verdict = LeakAnalysis.judgeCount(series)
            #expect(verdict.answer == .leak, "\(verdict.reason)")
            #expect(verdict.cause == .storms, "\(verdict.reason)")
        }
    }

    @Test("what a storm made low for longer than a reconnect is given back")
    func givenBack() {
        // Filled anew after each storm, within ten seconds: a pool, whatever the storms do.
        let storms = (0..<5).map { 20 + 30 * Double($0) }
        let series = everySecond(180, storms: storms) { time in
            let since = storms.last { $0 <= time }.map { time - $0 } ?? 60
            return 5 + min(20, (since * 2).rounded(.down))
        }
        #expect(LeakAnalysis.judgeCount(series).answer != .leak)
    }

    @Test("sockets that storms close and clients reopen are expected", arguments: [90, 300])
    func reconnects(seconds: Int) {
        for seed in Self.seeds {
            let storms = middleThirdStorms(Double(seconds), seed: seed)
            let series = everySecond(seconds, storms: storms) { time in
                storms.contains { $0 <= time && time < $0 + 2 } ? 11 : 12
            }
            let verdict = LeakAnalysis.judgeCount(series)
            #expect(verdict.answer == .expected, "\(verdict.reason)")
        }
    }
}
