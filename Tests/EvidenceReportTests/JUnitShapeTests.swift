import Evidence
import EvidenceAnalysis
import EvidenceReport
import Foundation
import LeakAnalysis
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What the readers of JUnit files (Jenkins, GitLab, the GitHub actions) agree upon.
@Suite("The JUnit file's shape", .timeLimit(.minutes(5)))
struct JUnitShapeTests {
    private static let attributes: [String: (required: Set<String>, allowed: Set<String>)] = [
        "testsuites": (["tests", "failures", "errors", "time"], ["name", "tests", "failures", "errors", "time"]),
        "testsuite": (
            ["name", "tests", "failures", "errors", "skipped", "time", "timestamp"],
            ["name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname", "id", "package"]
        ),
        "properties": ([], []), "property": (["name", "value"], ["name", "value"]),
        "testcase": (["name", "classname", "time"], ["name", "classname", "time"]),
        "failure": (["type", "message"], ["type", "message"]), "error": (["type", "message"], ["type", "message"]),
        "skipped": ([], ["message"]), "system-out": ([], []),
    ]
    private static let children: [String: Set<String>] = [
        "testsuites": ["testsuite"], "testsuite": ["properties", "testcase"], "properties": ["property"],
        "testcase": ["failure", "error", "skipped", "system-out"],
    ]

    private func check(_ element: XMLElement) {
        let name = element.name ?? ""
        let own = Set((element.attributes ?? []).compactMap(\.name))
        guard let known = Self.attributes[name] else {
            Issue.record("an element <\(name)>")
            return
        }
        #expect(own.isSuperset(of: known.required), "<\(name)> lacks \(known.required.subtracting(own))")
        #expect(own.isSubset(of: known.allowed), "<\(name)> has \(own.subtracting(known.allowed))")
        for child in (element.children ?? []).compactMap({ $0 as? XMLElement }) {
            #expect(Self.children[name]?.contains(child.name ?? "") == true, "<\(child.name ?? "")> in <\(name)>")
            check(child)
        }
    }

    /// A run of each kind of ending and answer.
    private static let models: [ReportModel] = Answer.allCases.flatMap { answer in
        [FinishRecord.Reason.completed, .clientEndedEarly(.signalled(9)), .interrupted(signal: 2)].map { ending in
            var facts = Fixture.facts(client: Fixture.nasty, hours: 2)
            facts.finish?.reason = ending
            return Fixture.model(answer, facts: facts)
        }
    }

    @Test("elements and attributes are the usual ones, and the counts are those of the cases", arguments: 0..<9)
    func shape(_ index: Int) throws {
        let document = try XMLDocument(xmlString: JUnitReport.render(Self.models[index]))
        let root = try #require(document.rootElement())
        #expect(root.name == "testsuites")
        check(root)
        for (attribute, path) in [
            ("tests", "//testcase"), ("failures", "//failure"), ("errors", "//error"), ("skipped", "//skipped"),
        ] {
            let count = try document.nodes(forXPath: path).count
            let suite = try #require(root.elements(forName: "testsuite").first)
            #expect(suite.attribute(forName: attribute)?.stringValue == "\(count)")
        }
        for testcase in try document.nodes(forXPath: "//testcase") {
            let outcomes = (testcase.children ?? []).filter { ["failure", "error", "skipped"].contains($0.name ?? "") }
            #expect(outcomes.count <= 1)
        }
    }

    @Test("the times of the cases add up to the run's")
    func times() throws {
        let document = try XMLDocument(xmlString: JUnitReport.render(Self.models[0]))
        func times(_ path: String) throws -> [Double] {
            try document.nodes(forXPath: path).compactMap { $0.stringValue.flatMap(Double.init) }
        }
        #expect(try times("//testcase/@time").reduce(0, +) == 7200)
        #expect(try times("/testsuites/@time") == [7200])
        #expect(try times("/testsuites/testsuite/@time") == [7200])
        let stamp = try #require(try document.nodes(forXPath: "//@timestamp").first?.stringValue)
        #expect(stamp == "2026-03-01T14:05:00")
    }

    @Test("a failure says why in its text too, where some readers look")
    func text() throws {
        let document = try XMLDocument(xmlString: JUnitReport.render(Fixture.model(.leak)))
        let failure = try #require(try document.nodes(forXPath: "//failure").first as? XMLElement)
        #expect(failure.stringValue == failure.attribute(forName: "message")?.stringValue)
        #expect(failure.stringValue?.isEmpty == false)
    }
}
