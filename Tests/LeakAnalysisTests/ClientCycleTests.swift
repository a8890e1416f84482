import Determinism
import Testing

@testable import LeakAnalysis

@Suite("The client's own cycles", .timeLimit(.minutes(5)))
struct ClientCycleTests {
    private func find(_ series: Series, least: Double = 5) -> ClientCycle? {
        ClientCycle.find(in: series, name: "requests", least: least)
    }

    private func uploads(every period: Double, hours: Double, first: Double = 600, storms: [Double] = []) -> Series {
        var random = RandomStream(seed: 7, name: "uploads")
        let times = stride(from: 0, through: hours * 3600, by: 10).map { $0 }
        return Series(
            times: times,
            values: times.map { time in
                let phase = (time - first).truncatingRemainder(dividingBy: period)
                let busy = time >= first && phase < 60
                let near = storms.contains { time - $0 >= 0 && time - $0 < 20 }
                return 50 + random.normal() + (busy ? 40 : 0) + (near ? 60 : 0)
            }, storms: storms)
    }

    @Test("an hourly upload is found with its period and the whole cycles that were seen")
    func hourly() throws {
        let cycle = try #require(find(uploads(every: 3600, hours: 4.5)))
        #expect(abs(try #require(cycle.periodSeconds) - 3600) < 60)
        #expect(cycle.wholeCycles == 4 && cycle.isSeenOften)
        #expect(cycle.sentence.contains("4 whole cycles"))
        let short = try #require(find(uploads(every: 3600, hours: 3.1)))
        #expect(short.wholeCycles == 2 && !short.isSeenOften)
    }

    @Test("one burst may be of a cycle longer than the run")
    func once() throws {
        let cycle = try #require(find(uploads(every: 36000, hours: 2, first: 4000)))
        #expect(cycle.periodSeconds == nil && cycle.wholeCycles == 0 && !cycle.isSeenOften)
    }

    @Test("what storms do, what comes at any moment, and noise are no cycle")
    func none() {
        let storms = (0..<8).map { 600 + 900 * Double($0) }
        #expect(find(uploads(every: 1e9, hours: 3, first: 1e9, storms: storms)) == nil)
        #expect(find(uploads(every: 1e9, hours: 3, first: 1e9)) == nil)
        for seed in 0..<20 as Range<UInt64> {
            #expect(find(everySecond(600, noise: 1, seed: seed) { _ in 50 }) == nil)
            #expect(find(everySecond(600, noise: 1, seed: seed) { 50 + $0 / 10 }) == nil)
        }
        let random = everySecond(600) { time in
            50 + ([70, 95, 240, 410].contains { time >= $0 && time < $0 + 5 } ? 40 : 0)
        }
        #expect(find(random) == nil)
    }

    @Test("teeth are cycles too: a rise that fell once has no whole cycle yet")
    func teeth() throws {
        func memory(_ periods: Double) -> Series {
            let period = 600 / periods
            return everySecond(600, noise: 0.05) { 20 + 15 * ($0 / period - ($0 / period).rounded(.down)) }
        }
        let once = try #require(find(memory(1.6), least: 1))
        #expect(once.wholeCycles == 0 && !once.isSeenOften)
        let often = try #require(find(memory(5.5), least: 1))
        #expect(often.isSeenOften)
        #expect(abs(try #require(often.periodSeconds) - 600 / 5.5) < 10)
    }

    @Test("a swing smaller than what matters is none")
    func small() {
        #expect(find(everySecond(600) { 50 + 2 * LeakMath.cosine($0 / 10) }) == nil)
        #expect(find(everySecond(600) { 50 + 5 * LeakMath.cosine($0 / 10) }) != nil)
    }
}
