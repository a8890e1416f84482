import Foundation
import PLCCore
import Testing

/// Holds Docs/Ladder.md and the tables in the code together.
///
/// With TWINSIM_UPDATE_DOCS=1 in the environment the test writes the tables into the document.
@Suite("Documentation", .timeLimit(.minutes(5)))
struct DocumentationTests {
    private static let document = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Docs/Ladder.md")

    @Test(
        "the tables in Docs/Ladder.md are those of the code",
        arguments: ["instructions", "members", "diagnostics", "faults", "limits"])
    func tables(name: String) throws {
        let table =
            switch name {
            case "instructions": InstructionCatalogue.markdown
            case "members": StructureLayout.markdown
            case "diagnostics": LadderDiagnosticCode.markdown
            case "faults": FaultCode.markdown
            default: ProgramLimits.markdown
            }
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        let opening = "<!-- \(name): generated from the code -->\n"
        let closing = "\n<!-- end of \(name) -->"
        let start = try #require(text.range(of: opening)?.upperBound)
        let end = try #require(text.range(of: closing)?.lowerBound)
        if ProcessInfo.processInfo.environment["TWINSIM_UPDATE_DOCS"] == "1" {
            let updated = text[..<start] + table + text[end...]
            try updated.write(to: Self.document, atomically: true, encoding: .utf8)
        } else {
            #expect(
                text[start..<end] == table,
                "run the tests of PLCCoreTests.DocumentationTests once with TWINSIM_UPDATE_DOCS=1 and --no-parallel")
        }
    }
}
