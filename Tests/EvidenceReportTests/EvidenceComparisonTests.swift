import Evidence
import EvidenceAnalysis
import LeakAnalysis
import Testing
import Text

@Suite("Two runs side by side", .timeLimit(.minutes(5)))
struct EvidenceComparisonTests {
    /// A verdict with a rate, its half width, and the slowest leak that would have been found.
    private func verdict(
        _ answer: Answer, _ rate: Double, halfWidth: Double = 0.2, detectable: Double = 0.5,
        perStorm: (mean: Double, halfWidth: Double)? = nil, cause: Verdict.Cause? = nil
    ) -> Verdict {
        var verdict = Verdict(answer: answer, reason: "It is \(answer.rawValue).")
        verdict.ratePerHour = rate
        verdict.intervalLow = rate - halfWidth
        verdict.intervalHigh = rate + halfWidth
        verdict.detectablePerHour = detectable
        verdict.cause = answer == .leak ? cause ?? .time : nil
        if let perStorm {
            verdict.perStorm = perStorm.mean
            verdict.perStormLow = perStorm.mean - perStorm.halfWidth
            verdict.perStormHigh = perStorm.mean + perStorm.halfWidth
        }
        return verdict
    }

    private func compared(_ before: Verdict, _ after: Verdict) -> ChannelComparison {
        ChannelComparison(
            before: ChannelReport(.memory, .judged(before)), after: ChannelReport(.memory, .judged(after)))
    }

    /// A run whose channels are all without a leak but for those given.
    private func model(
        _ verdicts: [Channel: ChannelReport.Outcome] = [:], finish: FinishRecord.Reason = .completed,
        change: (inout EvidenceFacts) -> Void = { _ in }
    ) -> ReportModel {
        var facts = Fixture.facts(client: "poll.py")
        facts.finish?.reason = finish
        change(&facts)
        let channels = Channel.allCases.map { channel in
            ChannelReport(channel, verdicts[channel] ?? .judged(verdict(.expected, 0)))
        }
        return ReportModel(facts: facts, channels: channels)
    }

    @Test("The half widths of the two intervals add as squares")
    func quadrature() throws {
        let change = try #require(
            compared(verdict(.leak, 2, halfWidth: 0.3), verdict(.leak, 1, halfWidth: 0.4)).change)
        #expect(abs(change.value + 1) < 1e-12)
        #expect(abs(change.low + 1.5) < 1e-12)
        #expect(abs(change.high + 0.5) < 1e-12)
    }

    @Test("Each pair of answers, with a difference below, within and above chance")
    func pairs() {
        let cases: [(Answer, Answer, less: ComparisonAnswer, same: ComparisonAnswer, more: ComparisonAnswer)] = [
            (.leak, .leak, .improved, .unchanged, .worse),
            (.leak, .suspicious, .improved, .cannotTell, .cannotTell),
            (.leak, .expected, .fixed, .fixed, .fixed),
            (.suspicious, .leak, .cannotTell, .cannotTell, .worse),
            (.suspicious, .suspicious, .cannotTell, .cannotTell, .worse),
            (.suspicious, .expected, .improved, .cannotTell, .cannotTell),
            (.expected, .leak, .worse, .worse, .worse),
            (.expected, .suspicious, .cannotTell, .cannotTell, .worse),
            (.expected, .expected, .improved, .unchanged, .cannotTell),
        ]
        for (before, after, less, same, more) in cases {
            let first = verdict(before, 2)
            #expect(compared(first, verdict(after, 1)).answer == less, "\(before) to \(after), less")
            #expect(compared(first, verdict(after, 2.1)).answer == same, "\(before) to \(after), the same")
            #expect(compared(first, verdict(after, 3)).answer == more, "\(before) to \(after), more")
        }
    }

    @Test("An interval in which a change that matters could hide is no sign that nothing changed")
    func notShown() {
        #expect(
            compared(verdict(.expected, 0, halfWidth: 0.3), verdict(.expected, 0, halfWidth: 0.3)).answer == .unchanged)
        let wide = compared(verdict(.expected, 0, halfWidth: 0.4), verdict(.expected, 0, halfWidth: 0.4))
        #expect(wide.answer == .notShown)
        #expect(wide.reason.contains("−0.566 to +0.566 MB/h"), "\(wide.reason)")
        // Of a leak a quarter matters: the same interval says more of a fast leak than of a slow one.
        #expect(compared(verdict(.leak, 4, halfWidth: 0.7), verdict(.leak, 4, halfWidth: 0.7)).answer == .unchanged)
        #expect(compared(verdict(.leak, 3.9, halfWidth: 0.7), verdict(.leak, 3.9, halfWidth: 0.7)).answer == .notShown)
        let storm = verdict(.leak, 2, perStorm: (0.4, 0.08), cause: .storms)
        #expect(
            compared(storm, storm).answer == .notShown,
            "a quarter of what a storm leaves, a tenth of a megabyte at least")
        let steadier = verdict(.leak, 2, perStorm: (0.4, 0.07), cause: .storms)
        #expect(compared(steadier, steadier).answer == .unchanged)
        let doubtful = model([.memory: .judged(verdict(.expected, 0, halfWidth: 0.4))])
        let comparison = EvidenceComparison(before: doubtful, after: doubtful)
        #expect(comparison.answer == .notShown)
        #expect(comparison.exitStatus == 0, "no leak is seen in the second run")
    }

    @Test("As a page the comparison shows both memories, and for CI a case says what the exit status says")
    func pageAndJUnit() throws {
        let comparison = EvidenceComparison(
            before: model([.memory: .judged(verdict(.leak, 2))]), after: model([.memory: .judged(verdict(.leak, 1))]))
        let html = comparison.document.html
        #expect(html.contains("before, and after") || html.contains("before and after"))
        let figure = try #require(html.range(of: "<figure id=\"memory\">"))
        #expect(figure.lowerBound < (try #require(html.range(of: "<h2"))).lowerBound)
        #expect(html.contains("</svg>before</li>"))
        #expect(html.contains("</svg>after</li>"))
        let junit = comparison.junit
        #expect(junit.contains("<property name=\"answer\" value=\"improved\"/>"))
        #expect(junit.contains("name=\"memory: not worse\" time=\"0.000\">\n      <failure type=\"leak\""))
        #expect(junit.contains("name=\"the revision: improved\" time=\"86400.000\">\n      <failure type=\"leak\""))
        let clean = EvidenceComparison(before: model(), after: model()).junit
        #expect(clean.contains("failures=\"0\" errors=\"0\""))
        let blind = model([.threads: .unavailable("permission denied")])
        #expect(EvidenceComparison(before: model(), after: blind).junit.contains("<error type=\"cannot tell\""))
    }

    @Test("A second run that could not have found the leak does not fix it")
    func blindness() {
        let leak = verdict(.leak, 2)
        #expect(compared(leak, verdict(.expected, 0, halfWidth: 5, detectable: 8)).answer == .cannotTell)
        #expect(compared(leak, verdict(.expected, 0, halfWidth: 5, detectable: 1.5)).answer == .fixed)
        // Its interval lies below the first one's: the growth was measured to be less, not missed.
        #expect(compared(leak, verdict(.expected, 0, halfWidth: 0.4, detectable: 8)).answer == .fixed)
        #expect(compared(leak, Verdict(answer: .expected, reason: "")).answer == .cannotTell)
    }

    @Test("A leak by the storm is compared by the storm, and a run without storms does not clear it")
    func storms() {
        let leak = verdict(.leak, 2, perStorm: (1, 0.1), cause: .storms)
        #expect(compared(leak, verdict(.expected, 0)).answer == .cannotTell)
        #expect(compared(leak, verdict(.expected, 0, perStorm: (0, 0.1))).answer == .fixed)
        #expect(compared(leak, verdict(.expected, 0, perStorm: (0, 2))).answer == .cannotTell)
        // Twice the storms, the same leak: twice the rate by the hour, and no change.
        let busier = verdict(.leak, 4, perStorm: (1, 0.1), cause: .storms)
        #expect(compared(leak, busier).answer == .unchanged)
        #expect(compared(leak, verdict(.leak, 4, perStorm: (0.5, 0.1), cause: .storms)).answer == .improved)
    }

    @Test("The whole answer and its status follow from the required channels")
    func overall() {
        let leak = ChannelReport.Outcome.judged(verdict(.leak, 2))
        let doubt = ChannelReport.Outcome.judged(verdict(.suspicious, 2))
        let cases: [(before: ReportModel, after: ReportModel, ComparisonAnswer, Int32)] = [
            (model([.memory: leak]), model(), .fixed, 0),
            (model(), model(), .unchanged, 0),
            (model([.memory: leak]), model([.memory: leak]), .unchanged, 1),
            (model([.memory: leak, .sockets: leak]), model([.sockets: leak]), .improved, 1),
            // A leak that came in goes before one that went.
            (model([.memory: leak]), model([.sockets: leak]), .worse, 1),
            (model([.memory: leak]), model([.memory: doubt]), .cannotTell, 2),
            (model([.memory: leak]), model([.memory: .unavailable("permission denied")]), .cannotTell, 2),
            (model(), model([.threads: .unavailable("permission denied")]), .cannotTell, 2),
            // Fixed, but the client that shows it did not live to the end.
            (model([.memory: leak]), model(finish: .clientEndedEarly(.exited(1))), .improved, 2),
            (model([.memory: doubt]), model(), .improved, 0),
            // A second opinion convicts nobody.
            (model(), model([.pythonBlocks: leak]), .cannotTell, 2),
        ]
        for (index, (before, after, answer, status)) in cases.enumerated() {
            let comparison = EvidenceComparison(before: before, after: after)
            #expect(comparison.answer == answer, "case \(index): \(comparison.reason)")
            #expect(comparison.exitStatus.rawValue == status, "case \(index): \(comparison.reason)")
            #expect(!comparison.reason.isEmpty, "case \(index)")
        }
    }

    @Test("What differs besides the revision is said")
    func differences() {
        let other = model { facts in
            facts.run.uuid = "other"
            facts.run.scenario = "hvac"
            facts.run.seed = 8
            facts.durationSeconds /= 2
            facts.server.totals[.requests] = 1000
        }
        let sentences = EvidenceComparison(before: model(), after: other).differences.joined(separator: " ")
        for part in ["Scenario: water-treatment before, hvac after.", "Seed: 7 before", "Length: 24 h", "Requests: 20"]
        {
            #expect(sentences.contains(part), "\(sentences)")
        }
        #expect(EvidenceComparison(before: model(), after: model()).differences == ["Both folders hold the same run."])
    }

    @Test("What a user wrote stays a text in the Markdown, and the document has each key once")
    func renderings() {
        let nasty = model { $0.run.note = Fixture.nasty }
        let comparison = EvidenceComparison(before: nasty, after: model([.memory: .judged(verdict(.leak, 2))]))
        #expect(!comparison.document.markdown.contains("<script>"))
        #expect(comparison.document.markdown.contains("# Comparison: worse"))
        #expect(JSONValue(parsing: comparison.json.pretty) != nil)
        guard case .object(let members) = comparison.json else {
            Issue.record("the document is an object")
            return
        }
        #expect(Set(members.map(\.name)).count == members.count)
    }

    @Test("A second run that leaks by the storm is compared by the storm, where both runs say what a storm leaves")
    func secondRunByStorm() {
        let doubt = verdict(.suspicious, 2, perStorm: (0.9, 0.1))
        let leak = verdict(.leak, 4, perStorm: (1, 0.1), cause: .storms)
        #expect(compared(doubt, leak).answer == .cannotTell, "twice the rate by the hour, no more by the storm")
        let faster = verdict(.leak, 2, perStorm: (2, 0.1), cause: .storms)
        #expect(compared(doubt, faster).answer == .worse)
        #expect(compared(verdict(.suspicious, 2), leak).answer == .worse, "by the hour, where a storm is not measured")
    }

    @Test("A second run clears a leak only if it would have found the lower end of the first one's interval")
    func blindnessByLowerEnd() {
        let leak = verdict(.leak, 2, halfWidth: 0.6)
        #expect(compared(leak, verdict(.expected, 0, halfWidth: 5, detectable: 1.5)).answer == .cannotTell)
        #expect(compared(leak, verdict(.expected, 0, halfWidth: 5, detectable: 1.4)).answer == .fixed)
    }
}
