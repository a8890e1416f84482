import Determinism
import Testing

@testable import LeakAnalysis

@Suite("By storm or by time", .timeLimit(.minutes(5)))
struct StormCauseTests {
    private static let seeds: [UInt64] = [31, 32, 33, 34, 35, 36]

    private func judged(
        _ seconds: Int = 300, seed: UInt64 = 31, _ shape: @escaping (Double, Double) -> Double
    ) -> (verdict: Verdict, levels: StormLevels) {
        let storms = middleThirdStorms(Double(seconds), seed: seed)
        let series = everySecond(seconds, noise: 0.02, seed: seed, storms: storms) { time in
            pages(shape(time, Double(storms.filter { $0 < time }.count)))
        }
        let measures = SeriesMeasures(CleanSeries(series), scale: .memory)
        return (LeakAnalysis.judgeMemory(series), measures.storms)
    }

    @Test("growth at the same rate in the quiet before and after is not the storms'")
    func steady() {
        for seed in Self.seeds {
            let (verdict, levels) = judged(seed: seed) { time, _ in 30 + 0.05 * time }
            #expect(verdict.answer == .leak && verdict.cause == .time, "\(verdict.reason)")
            #expect(levels.low < 0.1, "what drifts in the quiet is taken off")
            #expect(levels.quietDrift > 0.04)
        }
    }

    @Test("a buffer that fills from the start until the middle of the storms is not the storms'")
    func buffer() {
        for seed in Self.seeds {
            let (verdict, _) = judged(seed: seed) { time, _ in 30 + 0.05 * min(time, 150) }
            #expect(verdict.answer != .leak, "\(verdict.reason)")
        }
    }

    @Test("a pool that fills storm by storm and then holds through the later storms is no leak")
    func pool() {
        for seed in Self.seeds {
            let (verdict, levels) = judged(seed: seed) { _, storms in 30 + min(storms, 5) }
            #expect(verdict.answer != .leak, "\(verdict.reason)")
            #expect(levels.lastThird < 0.2)
        }
    }

    @Test("a pool that fills in the second quarter of the storms is no leak")
    func lateStart() {
        for seed in Self.seeds {
            for (from, size) in [(1.0, 5.0), (1, 6), (2, 4), (2, 5), (3, 3), (3, 4)] {
                let (verdict, _) = judged(seed: seed) { _, storms in 30 + min(max(0, storms - from), size) }
                #expect(verdict.answer != .leak, "\(size) from \(from): \(verdict.reason)")
            }
        }
    }

    @Test("a leak in storms is the storms', whether or not the process warms up before them")
    func leak() throws {
        for seed in Self.seeds {
            for warmUp in [0.0, 3] {
                let (verdict, _) = judged(seed: seed) { time, storms in
                    30 + storms + warmUp * (1 - LeakMath.exponential(-time / 15))
                }
                #expect(verdict.answer == .leak && verdict.cause == .storms, "\(verdict.reason)")
                #expect(try abs(#require(verdict.perStorm) - 1) < 0.2)
            }
        }
    }

    @Test("storms during the start-up are not counted, those after half of the cut are")
    func startUp() {
        func starts(_ first: Double) -> Int {
            let storms = [first] + (0..<8).map { 100 + 20 * Double($0) }
            let series = everySecond(400, storms: storms) { _ in 30 }
            return SeriesMeasures(CleanSeries(series), scale: .memory).storms.merged.reduce(0, +)
        }
        // The cut of 400 s lies at 50 s.
        #expect(starts(24) == 8)
        #expect(starts(26) == 9)
    }

    @Test("a fleet that is away in dense storms is counted at its usual number")
    func fleet() {
        for seed in Self.seeds {
            let storms = middleThirdStorms(300, seed: seed)
            func sockets(_ more: Double) -> Series {
                everySecond(300, storms: storms) { time in
                    // Each storm closes all fifty, and they come back one after the other within ten seconds.
                    let since = storms.last { $0 <= time }.map { time - $0 } ?? 60
                    let usual = 50 + more * Double(storms.filter { $0 < time }.count)
                    return min(usual, (since * 5).rounded(.down))
                }
            }
            let level = LeakAnalysis.judgeCount(sockets(0))
            #expect(level.answer == .expected, "\(level.reason)")
            let more = LeakAnalysis.judgeCount(sockets(1))
            #expect(more.answer != .expected, "twelve more at the end are not cleared: \(more.reason)")
        }
    }
}
