import Determinism
import Testing

@testable import LeakAnalysis

@Suite("Memory beside what is alive in it", .timeLimit(.minutes(5)))
struct MemoryOpinionTests {
    /// A collector that counts up by one each `every` s and falls to zero at the moments `full`.
    private func collector(full: [Double] = [], every: Double = 60, youngest: Double = 300) -> PythonCollector {
        let times = (0...300).map(Double.init)
        return PythonCollector(
            times: times, youngest: times.map { _ in youngest },
            oldest: times.map { time in
                let since = full.last { $0 <= time } ?? 0
                return ((time - since) / every).rounded(.down)
            })
    }

    private func python(blocks: Double, growing: Double = 0, collector: PythonCollector) -> InsideMemory {
        var inside = InsideMemory()
        inside.pythonBlocks = everySecond(300) { blocks + growing * $0 / 300 }
        inside.nativeMegabytes = everySecond(300) { _ in 3 }
        inside.nativeBlocks = everySecond(300) { _ in 4000 }
        inside.pythonCollectors = [collector]
        return inside
    }

    @Test("what a collector that made no full collection tolerates does not convict; more than that does")
    func garbage() {
        // A quarter of 200,000 blocks of 80 B and one more MB are 5 MB.
        let inside = python(blocks: 200_000, growing: 40_000, collector: collector())
        let little = LeakAnalysis.judgeMemory(everySecond(300, noise: 0.02) { 30 + 4 * $0 / 300 }, inside: inside)
            .memory
        #expect(little.answer == .suspicious, "\(little.reason)")
        #expect(little.reason.contains("no full collection"), "\(little.reason)")
        #expect((little.hoursNeeded ?? 0) > 0)
        let much = LeakAnalysis.judgeMemory(everySecond(300, noise: 0.02) { 30 + 8 * $0 / 300 }, inside: inside).memory
        #expect(much.answer == .leak, "\(much.reason)")
    }

    @Test("a full collection after the cut takes the excuse away, one before it does not")
    func collected() {
        let growth = everySecond(300, noise: 0.02) { 30 + 4 * $0 / 300 }
        for (full, answer) in [(200.0, Answer.leak), (20, .suspicious)] {
            let inside = python(blocks: 200_000, growing: 40_000, collector: collector(full: [full]))
            #expect(LeakAnalysis.judgeMemory(growth, inside: inside).memory.answer == answer)
        }
    }

    @Test("a collector that puts off a collection that is due may hold twice as much")
    func putOff() {
        let growth = everySecond(300, noise: 0.02) { 30 + 8 * $0 / 300 }
        for (every, answer) in [(60.0, Answer.leak), (20, .suspicious)] {
            let inside = python(blocks: 200_000, growing: 40_000, collector: collector(every: every))
            #expect(LeakAnalysis.judgeMemory(growth, inside: inside).memory.answer == answer)
        }
    }

    @Test("a collector that is switched off excuses nothing, and the sentence names it")
    func off() {
        var inside = python(blocks: 200_000, growing: 40_000, collector: collector(every: 1e9, youngest: 14_000))
        let growth = everySecond(300, noise: 0.02) { 30 + 4 * $0 / 300 }
        let verdict = LeakAnalysis.judgeMemory(growth, inside: inside).memory
        #expect(verdict.answer == .leak)
        #expect(verdict.reason.contains("collector is switched off"), "\(verdict.reason)")
        inside.pythonCollectors[0].youngest = inside.pythonCollectors[0].youngest.map { _ in 9000 }
        #expect(!inside.pythonCollectors[0].isOff)
        var sawTooth = inside.pythonCollectors[0]
        sawTooth.youngest = sawTooth.times.map { 11_000 + ($0 * 1000).truncatingRemainder(dividingBy: 30_000) }
        #expect(!sawTooth.isOff, "a threshold of 40,000 is collected all the same")
    }

    @Test("memory that does not fall back while what is alive does is a high-water mark")
    func highWater() {
        var inside = InsideMemory()
        inside.nativeBlocks = everySecond(300) { _ in 5000 }
        func peak(_ time: Double) -> Double { time > 200 && time < 230 ? 6 : 0 }
        inside.nativeMegabytes = everySecond(300, noise: 0.02) { 10 + peak($0) }
        let memory = everySecond(300, noise: 0.02) { $0 < 200 ? 20 : 26 }
        #expect(LeakAnalysis.judgeMemory(memory).answer == .suspicious)
        let verdict = LeakAnalysis.judgeMemory(memory, inside: inside).memory
        #expect(verdict.answer == .expected, "\(verdict.reason)")
        #expect(verdict.reason.contains("high-water mark"))
        inside.nativeMegabytes = everySecond(300, noise: 0.02) { $0 < 200 ? 10 : 16 }
        #expect(LeakAnalysis.judgeMemory(memory, inside: inside).memory.answer == .suspicious, "what stays is no mark")
    }

    @Test("blocks that could not come to a leak of memory explain, and raise no doubt")
    func trifles() {
        func opinions(megabytes: Double) -> MemoryOpinions {
            var inside = InsideMemory()
            inside.nativeBlocks = everySecond(300) { 1700 + $0 }
            inside.nativeMegabytes = everySecond(300) { 5 + megabytes * $0 / 300 }
            return LeakAnalysis.judgeMemory(everySecond(300, noise: 0.02) { _ in 20 }, inside: inside)
        }
        let few = opinions(megabytes: 0.3)
        #expect(few.memory.answer == .expected)
        #expect(few.nativeBlocks?.answer == .expected)
        #expect(few.nativeBlocks?.reason.contains("could not reach") == true)
        #expect(opinions(megabytes: 6).nativeBlocks?.answer == .leak)
    }

    @Test("growth that V8 may yet collect is no leak, and growth that it left alive is one")
    func oldGeneration() {
        func judged(_ heap: @escaping (Double) -> Double) -> Verdict {
            var inside = InsideMemory()
            inside.nodeHeap = everySecond(900, noise: 0.01, shape: heap)
            return LeakAnalysis.judgeMemory(everySecond(900, noise: 0.05) { 20 + 5 * $0 / 900 }, inside: inside).memory
        }
        let waiting = judged { 12.3 + 4.5 * $0 / 900 }
        #expect(waiting.answer == .suspicious)
        #expect(waiting.reason.contains("V8 did not collect its old generation"), "\(waiting.reason)")
        #expect(judged { 12.3 + 4.5 * $0 / 900 - ($0 > 600 ? 1 : 0) }.answer == .leak, "a collection left it alive")
        var inside = InsideMemory()
        inside.nodeHeap = everySecond(900, noise: 0.01) { 12.3 + 20 * $0 / 900 }
        let beyond = LeakAnalysis.judgeMemory(everySecond(900, noise: 0.05) { 20 + 22 * $0 / 900 }, inside: inside)
        #expect(beyond.memory.answer == .leak, "more than V8 lets wait")
    }

    @Test("a Go program so small that its collector may not have run is in doubt, and a larger one is judged")
    func smallGoHeap() {
        func judged(from base: Double, isGo: Bool) -> Verdict {
            var inside = InsideMemory()
            inside.hasUnseenHeap = isGo
            inside.hasGoHeap = isGo
            return LeakAnalysis.judgeMemory(everySecond(300) { pages(base + 2.6 * $0 / 300) }, inside: inside).memory
        }
        #expect(judged(from: 0.8, isGo: true).answer == .suspicious)
        #expect(judged(from: 0.8, isGo: true).reason.contains("Go's collector first runs"))
        #expect(judged(from: 0.8, isGo: false).answer == .leak)
        #expect(judged(from: 8, isGo: true).answer == .leak)
    }

    @Test("a JVM is judged by what its heap holds after collections, and by nothing before the third")
    func collectedHeap() throws {
        let growth = everySecond(300, noise: 0.1) { 40 + $0 }
        func judged(_ held: [Double]?) -> Verdict {
            var inside = InsideMemory()
            inside.hasUnseenHeap = true
            inside.hasSilentCollector = true
            inside.collectedHeap = held.map { held in
                CollectedHeap(times: held.indices.map { 50 + 30 * Double($0) }, megabytes: held)
            }
            return LeakAnalysis.judgeMemory(growth, inside: inside).memory
        }
        #expect(LeakAnalysis.judgeMemory(growth).answer == .leak)
        #expect(judged(nil).answer == .suspicious)
        #expect(judged([1, 6]).answer == .suspicious)
        let level = judged([2.1, 2.2, 2.1, 2.2, 2.3, 2.2])
        #expect(level.answer == .expected, "\(level.reason)")
        let rising = judged([6, 9.5, 13, 17, 20.5, 24.4])
        #expect(rising.answer == .leak, "\(rising.reason)")
        #expect(abs(try #require(rising.ratePerHour) - 3.68 * 120) < 20, "the rate is the heap's: \(rising.reason)")
        #expect(judged([6, 12, 18]).answer == .suspicious)
    }
}
