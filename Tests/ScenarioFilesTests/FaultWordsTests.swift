import Diagnostics
import FaultPlan
import ScenarioFiles
import Testing

@Suite("One fault in words", .timeLimit(.minutes(5)))
struct FaultWordsTests {
    @Test("Words read as the same keys of a plan do")
    func reads() throws {
        let fault = try FaultWords.parse([
            "delay", "by=500ms", "for=30s", "unit=1,2", "function=[3, 4]", "connection=every 3", "name=slow",
        ])
        let text = """
            name: p
            description: d
            faults:
              - {fault: delay, by: 500ms, for: 30s, unit: [1, 2], function: [3, 4], connection: every 3, name: slow}
            """
        #expect(fault == (try FaultPlanFile.parse(text, file: "p.yaml").faults[0]))
        #expect(try FaultWords.parse(["refuse"]).label == "refuse#injected")
    }

    @Test(
        "Every mistake has the number of its word",
        arguments: [
            ([], "inject:1:1: error FLT016"), (["delai"], "inject:1:1: error YML016"),
            (["delai"], "did you mean 'delay'?"), (["delay"], "inject:1:1: error YML012: 'delay' has no 'by'"),
            (["delay", "by"], "inject:1:2: error FLT016: 'by' gives no key a value"),
            (["delay", "=1s"], "inject:1:2: error FLT016"),
            (["delay", "by=1s", "by=2s"], "inject:1:3: error YML003"),
            (["delay", "fault=drop", "by=1s"], "inject:1:2: error YML003"),
            (["delay", "by=soon"], "inject:1:2: error FLT002"),
            (["delay", "by=1s", "unit=1,,2"], "inject:1:3: error FLT002"),
            (["delay", "by=1s", "unit=300"], "inject:1:3: error FLT002"),
            (
                ["delay", "by=1s", "units=3"],
                "inject:1:3: error YML013: a fault knows no 'units'; did you mean 'unit'?"
            ),
            (["delay", "by=1s", "after=x"], "inject:1:3: error FLT003: an injected fault takes no 'after'"),
            (["delay", "by=\"\\\u{0}\n: ["], "inject:1:2: error FLT002"),
            (["delay", "b: [\"y=1s"], "inject:1:2: error YML013"),
        ])
    func mistakes(words: [String], finding: String) {
        #expect {
            try FaultWords.parse(words)
        } throws: { error in
            if "\(error)".contains(finding) { return true }
            Issue.record("\(error)")
            return false
        }
    }
}
