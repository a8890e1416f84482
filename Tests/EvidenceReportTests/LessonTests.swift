import Evidence
import EvidenceAnalysis
import EvidenceReport
import LeakAnalysis
import Testing
import Text

@Suite("Lessons, the open questions of a run", .timeLimit(.minutes(5)))
struct LessonTests {
    /// A model in which only these channels have a verdict.
    private func model(_ verdicts: [Channel: Verdict], facts: EvidenceFacts = Fixture.facts()) -> ReportModel {
        ReportModel(
            facts: facts,
            channels: Channel.allCases.compactMap { channel in
                verdicts[channel].map { ChannelReport(channel, .judged($0)) }
            })
    }

    private func leak(_ change: (inout Verdict) -> Void = { _ in }) -> Verdict {
        var verdict = Verdict(answer: .leak, reason: "It grows.")
        change(&verdict)
        return verdict
    }

    @Test("descriptors that grew at storms name the storms and ask for the connection that is not closed")
    func descriptors() throws {
        var facts = Fixture.facts()
        facts.storms = (1...9).map {
            StormRecord(number: $0, timeSeconds: Double($0) * 6000, close: .reset, connectionsClosed: $0 == 5 ? 0 : 1)
        }
        // One more after storms 3, 7 and 8; two connections for a moment after storm 2.
        facts[.descriptors].values = facts[.descriptors].times.map { time in
            9 + [18_000.0, 42_000, 48_000].reduce(0) { $0 + (time >= $1 ? 1 : 0) } + (time == 12_000 ? 1 : 0)
        }
        let lesson = try #require(model([.descriptors: leak()], facts: facts).lessons.first)
        #expect(lesson.subject == "descriptors")
        #expect(lesson.seen == "The descriptors grew from 9 to 12, at storms 3, 7 and 8.")
        #expect(lesson.question == "Which code path opens a connection without closing the old one?")
    }

    @Test("memory that grows by the storm asks for the reconnect, memory that grows by the hour for the poll")
    func memory() throws {
        let byStorm = model([
            .memory: leak {
                $0.cause = .storms
                $0.perStorm = 0.5
            }
        ])
        #expect(try #require(byStorm.lessons.first).question.contains("reconnect"))
        let byTime = model([.memory: leak { $0.ratePerHour = 2.4 }])
        let lesson = try #require(byTime.lessons.first)
        #expect(lesson.question.contains("every poll"))
        #expect(lesson.seen.contains("+2.40 MB/h, +0.0333 MB a thousand polls"))
    }

    @Test("a client that ended is asked about with the storm before it")
    func ending() throws {
        var facts = Fixture.facts()
        facts.plantStates = [PlantState(timeSeconds: 100, occasion: "storm 4", tags: [])]
        facts.finish = FinishRecord(
            endedAt: "", timeSeconds: 101.5, reason: .clientEndedEarly(.exited(3)))
        let lesson = try #require(model([:], facts: facts).lessons.first)
        #expect(lesson.seen == "The client exited with status 3 at 0:01:41, 1.50 s after storm 4.")
    }

    @Test("exceptions, lost connections, silences, alarms and writes each have their question")
    func behaviour() {
        var facts = ControllerFixture.facts
        facts.tagGaps = [
            TagGap(tag: "LEVEL", reads: 5, longestGapSeconds: 90, longestGapStartSeconds: 10, lastReadSeconds: 500)
        ]
        facts.reconnects = []
        let subjects = model([:], facts: facts).lessons.map(\.subject)
        #expect(
            subjects == [
                "reconnecting", "tags that went unread", "exception replies", "alarm LAH", "what the client wrote",
            ])
    }

    @Test("an open answer says how long a run would tell, and the bound is always asked about")
    func open() {
        let model = model([
            .memory: leak {
                $0.doubt("It may grow.", hoursNeeded: 3)
                $0.detectablePerHour = 0.5
            }
        ])
        #expect(model.lessons.contains { $0.seen == "This run cannot tell; about 3 h more would." })
        #expect(model.lessons.last?.seen.contains("360 MB in a month") == true)
    }

    @Test("every report has the questions with room for an answer, and lines to sign")
    func rendered() throws {
        let model = model([.descriptors: leak()])
        let html = model.document.html
        #expect(html.matches(of: /<div class="answer">/).count == 2 * model.lessons.count)
        for role in ["carried out by", "reviewed by", "accepted by"] {
            #expect(html.contains(role))
            #expect(model.document.markdown.contains(role))
        }
        #expect(model.document.markdown.contains("- [ ] **descriptors**"))
        let json = try #require(JSONValue(parsing: VerdictDocument.render(model)))
        guard case .array(let lessons)? = json["lessons"] else { throw TestFailure() }
        #expect(lessons.count == model.lessons.count)
    }
}
