import Evidence
import EvidenceAnalysis
import EvidenceReport
import Testing
import Text

@Suite("Faults in the report", .timeLimit(.minutes(5)))
struct FaultRowTests {
    private func event(_ time: Double, _ kind: EvidenceEvent.Kind, _ label: String, _ detail: JSONValue = .object([]))
        -> EvidenceEvent
    {
        EvidenceEvent(timeSeconds: time, kind: kind, subject: label, summary: "s", detail: detail)
    }

    private func facts() -> EvidenceFacts {
        var facts = Fixture.facts(hours: 1)
        facts.sessions = [
            SessionRecord(number: 1, startedAt: "", timeSeconds: 0),
            SessionRecord(number: 2, startedAt: "", timeSeconds: 1000),
        ]
        facts.events = [
            event(10, .faultBegan, "slow", ["kind": "delay", "parameters": "by 1s"]),
            event(20, .faultEnded, "slow"),
            event(60, .faultCounters, "slow", ["fault": 0, "delayed": 2, "delay_ns": 2_000_000_000, "bytes": 20]),
            event(900, .faultCounters, "slow", ["fault": 0, "delayed": 3, "delay_ns": 3_000_000_000, "bytes": 30]),
            event(1010, .faultBegan, "slow", ["kind": "delay"]),
            event(1100, .faultCounters, "slow", ["fault": 0, "delayed": 1, "delay_ns": 5_000_000_000, "bytes": 10]),
            event(2000, .faultBegan, "leak", ["kind": "plant-input"]),
        ]
        return facts
    }

    @Test("Occurrences, time in force and counters add up over the sessions of a run")
    func rows() {
        let rows = FaultRow.rows(of: facts())
        #expect(rows.map(\.label) == ["slow", "leak"])
        #expect(rows[0].kind == "delay" && rows[0].parameters == "by 1s")
        #expect(rows[0].occurrences == 2)
        #expect(rows[0].inForceSeconds == 10 + (3600 - 1010))
        #expect(rows[0].counters["delayed"] == 4)
        #expect(rows[0].leftOurSide == "4 replies delayed, 40 bytes, mean delay 2 s")
        #expect(rows[0].clientDidNext == nil)
        #expect(rows[1].leftOurSide == nil)
        #expect(rows[1].inForceSeconds == 1600)
    }

    @Test("The reports show them in a table, shade them in the plots and leave the counters out of the events")
    func reports() {
        let model = Fixture.model(.expected, facts: facts())
        let markdown = model.document.markdown
        #expect(markdown.contains("## Faults\n"))
        #expect(markdown.contains("| slow | delay | by 1s | 2 |"))
        #expect(!markdown.contains("fault counters"))
        #expect(model.document.html.contains("<rect class=\"fault\""))
        #expect(VerdictDocument.render(model).contains("\"delayed\": 4"))
        #expect(model.storms.count == 3, "faults are no storms")
    }
}
