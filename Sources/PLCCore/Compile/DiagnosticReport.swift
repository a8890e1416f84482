import Diagnostics

/// Gathers the findings about one ladder text, up to the limit.
package struct DiagnosticReport: Sendable {
    private let file: String
    private var errors: [Diagnostic] = []
    private var warnings: [Diagnostic] = []
    private var droppedErrors = 0
    private var droppedWarnings = 0

    /// No findings yet about `file`.
    package init(file: String) {
        self.file = file
    }

    /// Adds a finding; beyond `ProgramLimits.diagnostics` errors, or warnings, it is only counted.
    package mutating func add(
        _ code: LadderDiagnosticCode, at position: SourcePosition, _ message: String, hint: String? = nil
    ) {
        let finding = Diagnostic(
            code.isWarning ? .warning : .error, code: code.rawValue, file: file, position: position,
            message: message, hint: hint)
        switch code.isWarning {
        case true where warnings.count < ProgramLimits.diagnostics: warnings.append(finding)
        case true: droppedWarnings += 1
        case false where errors.count < ProgramLimits.diagnostics: errors.append(finding)
        case false: droppedErrors += 1
        }
    }

    /// The findings, errors before warnings, each in the order of the text. At most `ProgramLimits.diagnostics`, and one
    /// that says how many are not shown: warnings go first.
    package var sorted: [Diagnostic] {
        let limit = ProgramLimits.diagnostics
        let shownWarnings = min(warnings.count, limit - errors.count)
        let hidden = droppedErrors + droppedWarnings + warnings.count - shownWarnings
        var all = Self.inOrder(errors) + Self.inOrder(warnings).prefix(shownWarnings)
        if hidden > 0, let last = all.last {
            all.append(
                Diagnostic(
                    droppedErrors > 0 ? .error : .warning, code: LadderDiagnosticCode.limitExceeded.rawValue,
                    file: file,
                    position: last.position, message: "\(hidden) further findings are not shown",
                    hint: "mend these first"))
        }
        return all
    }

    private static func inOrder(_ findings: [Diagnostic]) -> [Diagnostic] {
        findings.enumerated().sorted { ($0.element.position, $0.offset) < ($1.element.position, $1.offset) }
            .map(\.element)
    }
}
