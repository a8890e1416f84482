import Evidence
import EvidenceAnalysis
import EvidenceReport
import Foundation
import LeakAnalysis
import Testing
import Text

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The renderings of a report", .timeLimit(.minutes(5)))
struct RenderingTests {
    @Test(
        "the HTML report is well formed, says the verdict first and refers to nothing outside",
        arguments: Answer.allCases)
    func html(_ answer: Answer) throws {
        let html = HTMLReport.render(Fixture.model(answer))
        let body = html.drop { $0 != "\n" }
        // The document is written so that it is also XML, but for its empty head elements.
        let xml = body.replacing(/<meta [^>]*>/, with: "")
        #expect(throws: Never.self) { try XMLDocument(xmlString: String(xml)) }
        for reference in ["http:", "https:", "src=", "href=", "<script", "<link", "@import", "url(h"] {
            #expect(!html.contains(reference), "\(reference)")
        }
        let verdict = try #require(html.range(of: "Answer <b>\(answer.rawValue)</b>"))
        let table = try #require(html.range(of: "<h2>"))
        #expect(verdict.lowerBound < table.lowerBound)
    }

    @Test("every drawing has a title and a description, and no two elements share an id")
    func accessible() {
        let html = HTMLReport.render(Fixture.model(.expected))
        let drawings = html.matches(of: /role="img"/).count
        #expect(drawings == 5)
        #expect(html.matches(of: /<title id=/).count == drawings)
        #expect(html.matches(of: /<desc id="[a-z-]+">[A-Za-z]/).count >= drawings - 1)
        let ids = html.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
        #expect(Set(ids).count == ids.count)
    }

    @Test("whatever the client controls is escaped in every rendering")
    func escaping() throws {
        let model = Fixture.model(.leak, facts: Fixture.facts(client: Fixture.nasty))
        let html = HTMLReport.render(model)
        let markdown = MarkdownReport.render(model)
        for text in [html, markdown] {
            #expect(!text.contains("<script"))
            #expect(!text.contains("\u{202E}"))
            #expect(!text.contains("\u{1}"))
            #expect(text.contains("&lt;script&gt;"))
        }
        #expect(throws: Never.self) { try XMLDocument(xmlString: JUnitReport.render(model)) }
        let json = try #require(JSONValue(parsing: VerdictDocument.render(model)))
        #expect(json["client"] == ["python3", .string(Fixture.nasty)])
        for line in markdown.split(separator: "\n") where line.hasPrefix("| ") {
            let unescaped = line.replacing(/\\\\|\\\|/, with: "")
            #expect(unescaped.hasSuffix("|"))
        }
    }

    @Test("verdict.json has its documented keys, with null for what does not apply")
    func verdictKeys() throws {
        let json = try #require(JSONValue(parsing: VerdictDocument.render(Fixture.model(.expected))))
        guard case .object(let members) = json else { throw TestFailure() }
        #expect(
            members.map(\.name) == [
                "format", "verdict", "exit_status", "headline", "reason", "rate_mb_per_hour", "interval_low",
                "interval_high", "detectable_mb_per_hour", "hours_needed", "per_storm_mb", "per_storm_low",
                "per_storm_high", "mb_per_1000_requests", "mb_per_1000_requests_low", "mb_per_1000_requests_high",
                "plateau_hours", "cause", "grounds", "channels", "memory_parts", "files", "agreement", "criteria",
                "storms",
                "storms_that_closed_connections", "connections_closed_by_storms", "faults", "reconnects",
                "reconnect_seconds_median", "reconnect_seconds_longest", "polls", "polls_per_second", "exceptions",
                "exceptions_by_code", "longest_tag_gap_seconds", "tags_never_read", "client_end", "client_ends",
                "harness",
                "traced", "accelerated", "compression", "where_it_grows", "native_size_classes", "blind_runtimes",
                "unavailable", "limitations", "lessons", "alarms", "scenario", "seed",
                "fault_plan", "client", "note", "started_at",
                "ended_at", "planned_seconds", "stop_on", "duration_seconds", "interval_seconds", "run",
                "twinsim_version",
            ])
        #expect(json["rate_mb_per_hour"] == .null)
        #expect(json["verdict"] == "expected")
        #expect(json["exit_status"] == 0)
        #expect(json["storms"] == 3)
        #expect(json["storms_that_closed_connections"] == 2)
        #expect(json["reconnect_seconds_longest"] == 1.5)
        #expect(json["seed"] == 7)
        #expect(json["tags_never_read"] == ["poll.py"])
    }

    @Test("the JUnit file counts its failures, and a missing look is an error")
    func junit() throws {
        var facts = Fixture.facts()
        facts[.sockets] = .empty
        let model = ReportModel(
            judging: facts, criteria: [CriterionResult(name: "c", demand: "d", measured: "m", isMet: false)])
        let document = try XMLDocument(xmlString: JUnitReport.render(model))
        let suite = try #require(try document.nodes(forXPath: "/testsuites/testsuite").first as? XMLElement)
        let failures = try document.nodes(forXPath: "//failure").count
        let errors = try document.nodes(forXPath: "//error").count
        #expect(suite.attribute(forName: "failures")?.stringValue == "\(failures)")
        #expect(suite.attribute(forName: "errors")?.stringValue == "\(errors)")
        // The channel that could not be read, and the ground that it takes away.
        #expect(errors == 2)
        #expect(
            try document.nodes(forXPath: "//testcase").count
                == Channel.allCases.count + 2 + Ground.Kind.allCases.count)
        let skipped = model.grounds.count { $0.state == .notApplicable }
        #expect(try document.nodes(forXPath: "//skipped").count == Channel.allCases.count { !$0.isRequired } + skipped)
    }

    @Test("an early end, a fault and an interruption are said in plain words in every report")
    func endings() {
        let endings: [(FinishRecord.Reason, String)] = [
            (.clientEndedEarly(.exited(3)), "exited with status 3"), (.interrupted(signal: 2), "signal 2"),
            (.internalFault("the disk is full"), "the disk is full"),
            (.certainLeak(.sockets), "planned, as --stop-on leak asked: sockets leaked for certain"),
        ]
        for (reason, sentence) in endings {
            var facts = Fixture.facts()
            facts.finish?.reason = reason
            let model = Fixture.model(.expected, facts: facts)
            #expect(HTMLReport.render(model).contains(sentence))
            #expect(MarkdownReport.render(model).contains(sentence))
        }
    }

    @Test("a long table is cut and says how much is left out")
    func longTable() {
        var facts = Fixture.facts()
        facts.events = (0..<1234).map { EvidenceEvent(timeSeconds: Double($0), kind: .note, summary: "n") }
        let html = HTMLReport.render(Fixture.model(.expected, facts: facts))
        #expect(html.contains("734 more rows are in evidence.sqlite."))
    }

    @Test("a run of which nothing is known is still reported, as inconclusive")
    func emptyRun() throws {
        let model = ReportModel(judging: EvidenceFacts(run: Fixture.facts().run))
        #expect(model.overall.exitStatus == 2)
        #expect(HTMLReport.render(model).contains("not looked at"))
        #expect(JSONValue(parsing: VerdictDocument.render(model))?["polls"] == .null)
        #expect(!MarkdownReport.render(model).isEmpty)
        #expect(!JUnitReport.render(model).isEmpty)
    }
}

/// A requirement of a test that has no better words.
struct TestFailure: Error {}
