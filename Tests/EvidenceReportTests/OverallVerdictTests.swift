import Evidence
import EvidenceAnalysis
import EvidenceReport
import LeakAnalysis
import Testing

@Suite("The overall verdict, by enumeration", .timeLimit(.minutes(5)))
struct OverallVerdictTests {
    private static let answers: [Answer?] = [nil, .expected, .suspicious, .leak]
    private static let endings: [FinishRecord.Reason?] = [
        nil, .completed, .clientEndedEarly(.exited(0)), .clientEndedEarly(.signalled(9)),
        .interrupted(signal: 2), .interrupted(signal: 15), .internalFault("the disk is full"), .certainLeak(.memory),
    ]
    private static let criteria: [Bool??] = [nil, .some(nil), .some(true), .some(false)]

    private struct Case {
        var channels: [OverallVerdict.Input]
        var criterion: Bool??
        var ending: FinishRecord.Reason?
        var harnessLeaks: Bool
        var verdict: OverallVerdict
    }

    /// All answers of memory, descriptors and Python blocks with all endings and criteria: 4096 cases.
    private static func all(failsOnDoubt: Bool = true) -> [Case] {
        var cases: [Case] = []
        for memory in answers {
            for descriptors in answers {
                for blocks in answers {
                    for ending in endings {
                        for criterion in criteria {
                            for harnessLeaks in [false, true] {
                                let channels = Channel.allCases.map { channel in
                                    let answer: Answer? =
                                        switch channel {
                                        case .memory: memory
                                        case .descriptors: descriptors
                                        case .pythonBlocks: blocks
                                        case .nativeBlocks, .nodeHeap: nil
                                        default: .expected
                                        }
                                    return OverallVerdict.Input(channel, answer, reason: "Because.")
                                }
                                let results = criterion.map { isMet in
                                    [CriterionResult(name: "c", demand: "d", measured: "m", isMet: isMet)]
                                }
                                cases.append(
                                    Case(
                                        channels: channels, criterion: criterion, ending: ending,
                                        harnessLeaks: harnessLeaks,
                                        verdict: OverallVerdict(
                                            channels: channels, criteria: results ?? [], ending: ending,
                                            harnessLeaks: harnessLeaks, failsOnDoubt: failsOnDoubt)))
                            }
                        }
                    }
                }
            }
        }
        return cases
    }

    @Test("a run that only a leak fails lets a doubt pass, and nothing else of status 2 or above")
    func failOnLeak() {
        for (item, lenient) in zip(Self.all(), Self.all(failsOnDoubt: false)) {
            let strict = item.verdict
            #expect(lenient.verdict.answer == strict.answer)
            #expect(lenient.verdict.reason == strict.reason)
            let isBlind = item.channels.contains { $0.channel.isRequired && $0.answer == nil }
            let isOnlyDoubt =
                strict.exitStatus == 2 && item.ending == .completed && !isBlind && strict.answer == .suspicious
                && item.criterion != .some(nil)
            #expect(lenient.verdict.exitStatus == (isOnlyDoubt ? 0 : strict.exitStatus), "\(item)")
            #expect((lenient.verdict.headline == strict.headline) == !isOnlyDoubt || item.criterion == .some(nil))
        }
        var facts = Fixture.facts()
        facts.run.failsOnDoubt = false
        let doubt = Fixture.model(.suspicious, facts: facts)
        #expect(doubt.overall.exitStatus == 0)
        #expect(doubt.overall.headline == "Suspicious, let pass: only a leak fails this run")
        #expect(doubt.document.html.contains("<div class=\"verdict doubt\">"), "it does not look clean")
        let junit = JUnitReport.render(doubt)
        #expect(junit.contains("failures=\"0\" errors=\"0\""))
        facts.gaps = [SamplingGap(fromSeconds: 0, toSeconds: 80_000, reason: "the machine slept")]
        #expect(
            Fixture.model(.suspicious, facts: facts).overall.exitStatus == 2, "what was not seen is not let pass")
    }

    @Test("every case follows the table in the documentation")
    func table() {
        for item in Self.all() {
            let required = item.channels.filter(\.channel.isRequired)
            let isLeak = required.contains { $0.answer == .leak }
            let isBlind = required.contains { $0.answer == nil }
            let isDoubtful =
                item.channels.contains { $0.answer == .suspicious }
                || item.channels.contains { !$0.channel.isRequired && $0.answer == .leak }
            let expected: Int32
            switch item.ending {
            case .interrupted(let signal): expected = 128 + signal
            case _ where isLeak: expected = 1
            case .internalFault: expected = 70
            case _ where item.harnessLeaks: expected = 70
            case .clientEndedEarly: expected = 3
            case _ where item.criterion == .some(false): expected = 4
            // Without the leak for which it was stopped, it is a run that was cut off.
            case nil, .certainLeak: expected = 2
            case .completed: expected = isBlind || isDoubtful || item.criterion == .some(nil) ? 2 : 0
            }
            #expect(item.verdict.exitStatus.rawValue == expected, "\(item)")
            #expect((item.verdict.answer == .leak) == isLeak)
        }
    }

    @Test("finding a leak and failing to look never share a status, and 0 means that everything was looked at")
    func neverShared() {
        var leakStatuses: Set<Int32> = []
        var otherStatuses: Set<Int32> = []
        for item in Self.all() {
            if case .interrupted = item.ending { continue }
            let required = item.channels.filter(\.channel.isRequired)
            if required.contains(where: { $0.answer == .leak }) {
                leakStatuses.insert(item.verdict.exitStatus.rawValue)
            } else {
                otherStatuses.insert(item.verdict.exitStatus.rawValue)
            }
            if item.verdict.exitStatus == 0 {
                #expect(required.allSatisfy { $0.answer == .expected })
                #expect(item.ending == .completed)
                #expect(item.verdict.answer == .expected)
            }
        }
        #expect(leakStatuses == [1])
        #expect(!otherStatuses.contains(1))
    }

    @Test("a client that ended early but whose data already proves a leak is a leak")
    func earlyEndWithLeak() {
        let channels = Channel.allCases.map {
            OverallVerdict.Input($0, $0 == .memory ? .leak : .expected, reason: "Up.")
        }
        let verdict = OverallVerdict(
            channels: channels, criteria: [], ending: .clientEndedEarly(.signalled(11)))
        #expect(verdict.exitStatus == 1)
        #expect(verdict.reason == "The client was ended by signal 11 (SIGSEGV) before the planned end. Memory: Up.")
    }

    @Test("a run that was stopped for a leak says so, and says it too when the whole evidence shows none")
    func stoppedEarly() {
        func verdict(_ memory: Answer) -> OverallVerdict {
            OverallVerdict(
                channels: Channel.allCases.map {
                    OverallVerdict.Input($0, $0 == .memory ? memory : .expected, reason: "Because.")
                }, criteria: [], ending: .certainLeak(.memory))
        }
        #expect(verdict(.leak).exitStatus == 1)
        #expect(
            verdict(.leak).reason
                == "The run was stopped early: a look found that memory leaks for certain. Memory: Because.")
        #expect(verdict(.expected).exitStatus == 2)
        #expect(verdict(.expected).answer == .suspicious)
        #expect(verdict(.expected).reason.contains("does not bear that look out"))
    }

    @Test("a run without any channel is inconclusive")
    func nothingLookedAt() {
        let verdict = OverallVerdict(channels: [], criteria: [], ending: .completed)
        #expect(verdict.exitStatus == 2)
        #expect(verdict.headline == "Inconclusive")
        #expect(
            verdict.reason == "Not looked at, so not cleared: memory, descriptors, sockets, threads, child processes.")
    }
}
