import Evidence
import EvidenceAnalysis
import EvidenceReport
import LeakAnalysis
import Testing

@Suite("Memory and the JavaScript heap together", .timeLimit(.minutes(5)))
struct NodeHeapTests {
    /// Facts of an hour in which each of these grows by so many MB an hour, memory by all of it and 0.02 MB of noise.
    static func facts(heap: Double, external: Double, native: Double, memory: Double? = nil) -> EvidenceFacts {
        var facts = Fixture.facts()
        let times = (0...3600).map(Double.init)
        func series(_ start: Double, _ rate: Double) -> TimeSeries {
            TimeSeries(times: times, values: times.map { start + rate * $0 / 3600 + 0.01 * Double(Int($0) % 3) })
        }
        facts.durationSeconds = 3600
        facts.storms = []
        facts[.memory] = series(40, memory ?? heap + external + native)
        facts[.nodeHeap] = series(4, heap)
        facts.sums[.nodeExternalKibibytes] = series(1, external)
        return facts
    }

    static func agreement(_ facts: EvidenceFacts) -> NodeHeapAgreement? {
        NodeHeapAgreement(facts: facts, channels: Channel.allCases.map { ChannelReport($0, judging: facts) })
    }

    @Test("what grows is told from what does not: objects, buffers, native memory, or room that is filled first")
    func kinds() {
        #expect(Self.agreement(Self.facts(heap: 30, external: 0, native: 0))?.kind == .objects)
        #expect(Self.agreement(Self.facts(heap: 0, external: 30, native: 0))?.kind == .buffers)
        #expect(Self.agreement(Self.facts(heap: 3, external: 30, native: 0))?.kind == .buffers)
        #expect(Self.agreement(Self.facts(heap: 20, external: 10, native: 0))?.kind == .objects)
        #expect(Self.agreement(Self.facts(heap: 0, external: 0, native: 30))?.kind == .native)
        #expect(Self.agreement(Self.facts(heap: 0, external: 4, native: 26))?.kind == .native)
        #expect(Self.agreement(Self.facts(heap: 30, external: 0, native: 0, memory: 0))?.kind == .heapOnly)
        #expect(Self.agreement(Self.facts(heap: 0, external: 0, native: 0)) == nil)
        var without = Self.facts(heap: 0, external: 0, native: 30)
        without[.nodeHeap] = .empty
        #expect(Self.agreement(without) == nil)
    }

    @Test("the heap is a second opinion: it is judged in MB, raises a doubt and convicts nobody; workers are named")
    func secondOpinion() throws {
        var facts = Self.facts(heap: 30, external: 0, native: 0, memory: 0)
        facts.nodeWorkers = 2
        facts.finish = FinishRecord(endedAt: "2026-03-01T15:00:00Z", timeSeconds: 3600, reason: .completed)
        facts.run.plannedSeconds = 3600
        let model = ReportModel(judging: facts)
        let heap = try #require(model.channels.first { $0.channel == .nodeHeap })
        #expect(heap.answer == .leak)
        #expect(abs((heap.verdict?.ratePerHour ?? 0) - 30) < 1)
        #expect(model.overall.answer == .suspicious)
        #expect(model.overall.reason.contains("memory will follow"))
        #expect(model.overall.reason.contains("2 worker threads are not in this figure"))
        #expect(model.document.html.contains("JavaScript heap, MB (second opinion)"))
    }

    @Test("a heap that nobody read says why, and raises no doubt")
    func unavailable() {
        var facts = Fixture.facts()
        facts.unavailable = [
            UnavailableReading(
                process: ProcessKey(pid: 1, startTicks: 1), quantity: .nodeHeapKibibytes, fromSeconds: 0,
                toSeconds: nil, reason: "NODE_OPTIONS was cleared")
        ]
        let report = ChannelReport(.nodeHeap, judging: facts)
        #expect(report.answer == nil)
        #expect(report.reason == "Not looked at: NODE_OPTIONS was cleared.")
    }
}
