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
        let html = Fixture.model(answer).document.html
        let body = html.drop { $0 != "\n" }
        // The document is written so that it is also XML, but for its empty head elements.
        let xml = body.replacing(/<meta [^>]*>/, with: "")
        #expect(throws: Never.self) { try XMLDocument(xmlString: String(xml)) }
        for reference in ["http:", "https:", "src=", "<script", "<link", "@import", "url(h"] {
            #expect(!html.contains(reference), "\(reference)")
        }
        for link in html.matches(of: /href="([^"]*)"/) {
            #expect(link.1.hasPrefix("#"))
            #expect(html.contains("id=\"\(link.1.dropFirst())\""), "\(link.1) leads nowhere")
        }
        let verdict = try #require(html.range(of: "Answer <b>\(answer.rawValue)</b>"))
        let memory = try #require(html.range(of: "<figure id=\"memory\">"))
        let contents = try #require(html.range(of: "<nav class=\"contents\""))
        let sections = html.matches(of: /<h2 id="[^"]*">([^<]*)<\/h2>/)
        #expect(sections.first?.1 == "Grounds")
        #expect(verdict.lowerBound < memory.lowerBound && memory.lowerBound < contents.lowerBound)
        #expect(contents.lowerBound < (try #require(sections.first)).range.lowerBound)
        #expect(html.matches(of: /<li><a href="#section-/).count == sections.count)
    }

    @Test("every drawing has a title and a description, and no two elements share an id")
    func accessible() {
        let html = Fixture.model(.expected).document.html
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
        let html = model.document.html
        let markdown = model.document.markdown
        // Between fences nothing is markup.
        let prose = markdown.replacing(/(?s)\n(`{3,})\n.*?\n\1\n/, with: "")
        #expect(!prose.contains("<script"))
        #expect(!html.contains("<script"))
        for text in [html, markdown] {
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
                "ended_at", "planned_seconds", "stop_on", "fail_on", "duration_seconds", "interval_seconds", "run",
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
            #expect(model.document.html.contains(sentence))
            #expect(model.document.markdown.contains(sentence))
        }
    }

    @Test("a client that ended of itself has the second word, and its log is named")
    func lastWords() throws {
        var facts = Fixture.facts()
        facts.clientOutput = ClientOutput(log: "client.log", endingWith: "polling\n\(Fixture.nasty)\n")
        var page = Fixture.model(.expected, facts: facts).document.html
        var sections = page.matches(of: /<h2 id="[^"]*">([^<]*)<\/h2>/).map { String($0.1) }
        #expect(try #require(sections.firstIndex(of: "The client&#39;s last words")) > 5)
        facts.finish?.reason = .clientEndedEarly(.exited(1))
        let model = Fixture.model(.expected, facts: facts)
        page = model.document.html
        sections = page.matches(of: /<h2 id="[^"]*">([^<]*)<\/h2>/).map { String($0.1) }
        #expect(sections.prefix(2) == ["Grounds", "The client&#39;s last words"])
        #expect(page.contains("<dt>client&#39;s log</dt><dd>client.log</dd>"))
        #expect(!page.contains("<script"))
        #expect(JUnitReport.render(model).contains("Its last words, client.log: polling / "))
        #expect(!model.document.text.contains("\u{1B}"))
    }

    @Test("a long table is cut and says how much is left out")
    func longTable() {
        var facts = Fixture.facts()
        facts.events = (0..<1234).map { EvidenceEvent(timeSeconds: Double($0), kind: .note, summary: "n") }
        let html = Fixture.model(.expected, facts: facts).document.html
        #expect(html.contains("734 more rows are in evidence.sqlite."))
    }

    @Test("a run of which nothing is known is still reported, as inconclusive")
    func emptyRun() throws {
        let model = ReportModel(judging: EvidenceFacts(run: Fixture.facts().run))
        #expect(model.overall.exitStatus == 2)
        #expect(model.document.html.contains("not looked at"))
        #expect(JSONValue(parsing: VerdictDocument.render(model))?["polls"] == .null)
        #expect(!model.document.markdown.isEmpty)
        #expect(!JUnitReport.render(model).isEmpty)
    }
}

/// A requirement of a test that has no better words.
struct TestFailure: Error {}
