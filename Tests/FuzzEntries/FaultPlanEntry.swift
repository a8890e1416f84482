import Diagnostics
import FaultPlan
import ScenarioFiles

/// Reads any bytes as a fault plan.
///
/// Promises: either a plan, or findings of which one at least is an error, each with a code, a sentence, and a line and
/// column inside the text.
enum FaultPlanEntry {
    /// Feeds one input.
    static func examine(_ bytes: UnsafeRawBufferPointer) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        do {
            let plan = try FaultPlanFile.parse(text, file: file)
            return plan.name.isEmpty ? "a plan without a name from \(text.debugDescription)" : nil
        } catch {
            // YAML's line breaks. What is missing at the end is found at the start of the line after the last one.
            let breaks: Set<UnicodeScalar> = ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]
            let lines = text.unicodeScalars.reduce(2) { $0 + (breaks.contains($1) ? 1 : 0) }
            let isSound = error.diagnostics.allSatisfy {
                $0.file == file && !$0.code.isEmpty && !$0.message.isEmpty && (1...lines).contains($0.position.line)
                    && (1...text.unicodeScalars.count + 2).contains($0.position.column)
            }
            return isSound && error.diagnostics.contains { $0.severity == .error }
                ? nil : "findings without a place: \(error) in \(text.debugDescription)"
        }
    }

    private static let file = "plan.yaml"

    /// Plans to start from.
    static let plans = [
        """
        name: storm
        description: Sixteen storms in the middle third.
        faults:
          - fault: reconnect-storm
            storms: 16
            drops: 3
            spacing: 300ms
            gaps: random
            close: alternate
            from: 1/3
            until: 66%

        """,
        """
        name: two
        description: >
          A short one, then a long one.
        faults:
          - {fault: reconnect-storm, storms: 2, from: 10s, until: 2min}
          - {fault: reconnect-storm, storms: 10000, drops: 1000, spacing: 0.001s, gaps: fixed, close: orderly}

        """,
    ]

    /// Words and marks of plans.
    static let words =
        FaultCatalogue.entries.map(\.kind) + [
            "name:", "description:", "faults:", "fault:", "storms:", "drops:", "spacing:", "gaps:", "close:", "from:",
            "until:", "- ", "\n", "\n  ", ": ", "{", "}", "[", "]", "&a ", "*a", "<<: ", "!!int ", "|", ">", "'", "\"",
            "#",
            "%", "1/3", "33%", "1e99", "-1", "0", "18446744073709551616", "10min", "2h", "ms", "random", "null", "~",
            "true", "\u{FEFF}", "\u{85}", "\u{2028}", "é", "😀", "\0", "\t", "---\n", "...\n", "? ", "%YAML 1.2\n",
        ]
}
