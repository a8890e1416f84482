import Diagnostics

/// Gathers the findings about one ladder text, up to the limit.
package struct DiagnosticReport: Sendable {
    private let file: String
    private var findings: [Diagnostic] = []
    private var dropped = 0
    private var droppedErrors = 0

    /// No findings yet about `file`.
    package init(file: String) {
        self.file = file
    }

    /// Adds a finding; beyond `ProgramLimits.diagnostics` it is only counted.
    package mutating func add(
        _ code: LadderDiagnosticCode, at position: SourcePosition, _ message: String, hint: String? = nil
    ) {
        guard findings.count < ProgramLimits.diagnostics else {
            dropped += 1
            droppedErrors += code.isWarning ? 0 : 1
            return
        }
        findings.append(
            Diagnostic(
                code.isWarning ? .warning : .error, code: code.rawValue, file: file, position: position,
                message: message, hint: hint))
    }

    /// Whether there is an error among the findings.
    package var hasErrors: Bool { droppedErrors > 0 || findings.contains { $0.severity == .error } }

    /// The findings in the order of the text.
    package var sorted: [Diagnostic] {
        var all = findings.enumerated()
            .sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
            .map(\.element)
        if dropped > 0, let last = all.last {
            all.append(
                Diagnostic(
                    droppedErrors > 0 ? .error : .warning, code: LadderDiagnosticCode.limitExceeded.rawValue,
                    file: file,
                    position: last.position, message: "\(dropped) further findings are not shown",
                    hint: "mend these first"))
        }
        return all
    }
}
