import Diagnostics
import PLCCore

/// The neutral text of ladder programs: `XIC(START)[XIC(STOP) ,XIC(RUN)]OTE(RUN);`.
package enum NeutralText {
    /// Reads a program; throws every syntax error that it finds.
    package static func parse(_ text: String, file: String) throws(InvalidInput) -> LadderProgram {
        let (program, findings) = parseWithFindings(text, file: file)
        guard findings.isEmpty else { throw InvalidInput(findings) }
        return program
    }

    /// Reads what can be read of a program: the rungs without syntax errors, and the errors of the others.
    ///
    /// For a check that goes on to compile the sound rungs and reports all findings together.
    package static func parseWithFindings(
        _ text: String, file: String
    ) -> (program: LadderProgram, findings: [Diagnostic]) {
        guard text.utf8.count <= ProgramLimits.sourceBytes else {
            var report = DiagnosticReport(file: file)
            report.add(
                .limitExceeded, at: .start,
                "the text has \(text.utf8.count) bytes, more than the limit of \(ProgramLimits.sourceBytes)",
                hint: "divide it into several programs")
            return (LadderProgram(file: file, rungs: []), report.sorted)
        }
        var parser = NeutralTextParser(text, file: file)
        return parser.parse()
    }
}
