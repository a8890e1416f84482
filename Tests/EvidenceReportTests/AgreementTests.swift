import Evidence
import EvidenceAnalysis
import LeakAnalysis
import Testing

@Suite("Whether the channels agree", .timeLimit(.minutes(5)))
struct AgreementTests {
    private func meaning(
        _ answers: [Channel: Answer], of channels: String, facts: EvidenceFacts = Fixture.facts()
    ) -> Agreement? {
        let reports = Channel.allCases.compactMap { channel in
            answers[channel].map { ChannelReport(channel, .judged(Verdict(answer: $0, reason: "r"))) }
        }
        return ReportModel(facts: facts, channels: reports).agreements.first { $0.channels == channels }
    }

    @Test("memory without blocks is fragmentation or foreign memory; blocks without memory fill free space")
    func native() {
        let pair = "memory and native allocation blocks"
        #expect(
            meaning([.memory: .leak, .nativeBlocks: .expected], of: pair)?.meaning.contains("fragmentation") == true)
        #expect(meaning([.memory: .leak, .nativeBlocks: .expected], of: pair)?.agrees == false)
        #expect(meaning([.memory: .expected, .nativeBlocks: .leak], of: pair)?.meaning.contains("free") == true)
        #expect(meaning([.memory: .leak, .nativeBlocks: .leak], of: pair)?.agrees == true)
        let open = meaning([.memory: .suspicious, .nativeBlocks: .leak], of: pair)
        #expect(open != nil && open?.agrees == nil)
    }

    @Test("memory without Python objects is native; with them it is Python's")
    func python() {
        let pair = "memory and Python allocation blocks"
        #expect(meaning([.memory: .leak, .pythonBlocks: .expected], of: pair)?.meaning.contains("native code") == true)
        #expect(meaning([.memory: .leak, .pythonBlocks: .leak], of: pair)?.meaning.contains("Python objects") == true)
        let pools = meaning(
            [.nativeBlocks: .expected, .pythonBlocks: .leak], of: "native and Python allocation blocks")
        #expect(pools?.agrees == false)
        #expect(pools?.meaning.contains("pools") == true)
    }

    @Test("descriptors that grow with sockets are sockets, CLOSE_WAIT named; without they are files")
    func descriptors() {
        let pair = "descriptors and sockets"
        var facts = Fixture.facts()
        facts.sums[.socketsCloseWait] = TimeSeries(times: [1, 2], values: [0, 14])
        let both = meaning([.descriptors: .leak, .sockets: .leak], of: pair, facts: facts)
        #expect(both?.meaning.contains("14 of them in CLOSE_WAIT") == true)
        #expect(meaning([.descriptors: .leak, .sockets: .expected], of: pair)?.meaning.contains("files") == true)
    }

    @Test("pages that rise while held bytes stand are fragmentation or pools")
    func bytes() {
        var facts = Fixture.facts()
        facts[.memory].values = facts[.memory].values.indices.map { 20 + Double($0) * 0.01 }
        facts.sums[.nativeBytes] = TimeSeries(times: facts[.memory].times, values: facts[.memory].times.map { _ in 5 })
        let pair = meaning([.memory: .leak], of: "memory and bytes held from the C library", facts: facts)
        #expect(pair?.agrees == false)
        #expect(pair?.meaning.contains("fragmentation") == true)
        facts.sums[.nativeBytes] = facts[.memory]
        #expect(
            meaning([.memory: .leak], of: "memory and bytes held from the C library", facts: facts)?.agrees == true)
    }

    @Test("a count that rose and held is called a full pool")
    func pool() {
        var facts = Fixture.facts()
        facts[.threads].values = facts[.threads].values.indices.map { $0 < 100 ? 3 : 8 }
        var verdict = Verdict(answer: .expected, reason: "r")
        verdict.plateauHours = 1.7
        let model = ReportModel(facts: facts, channels: [ChannelReport(.threads, .judged(verdict))])
        #expect(
            model.agreements.first?.meaning
                == "Rose from 3 to 8 and has held since 1:42:00, as a pool does that is full.")
    }
}
