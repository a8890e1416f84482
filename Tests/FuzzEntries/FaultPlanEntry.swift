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
        """
        name: slow
        description: A device that has its bad hours.
        scenes:
          brownout:
            - {fault: delay, by: 800ms, for: 20s}
            - {fault: exception, code: 6, run: 3, at: 20s, for: 10s}
        faults:
          - fault: delay
            name: slow-answers
            by: 500ms
            jitter: 100ms
            spread: normal
            at: 10min
            for: 30s
            every: 10min
            times: 6
            gaps: random
            probability: 0.1
            unit: [1, 2]
            function: reads
            address: 100-120
            quantity: 2
            connection: every 3
            request: 5 every 10
            limit: 3
          - {fault: truncate, bytes: 3, length: fix, after: slow-answers, function: [3, 4], connection: newest}
          - {fault: drip, bytes: 1, pause: 5ms, first: 7, after_polls: 1000}
          - {fault: freeze, tag: LEVEL, at: 33%, for: 1/4}
          - {fault: component, component: P101, mode: 1, severity: 0.5, at: 1h}
          - {scene: brownout, at: 2h, every: 1h, times: 2}

        """,
    ]

    /// Words and marks of plans.
    static let words =
        FaultCatalogue.entries.flatMap { [$0.kind] + $0.parameters.map { "\n    \($0.name): " } } + [
            "at:", "for:", "every:", "times:", "after:", "after_polls:", "scenes:", "scene:", "probability:", "unit:",
            "function:", "address:", "quantity:", "connection:", "request:", "limit:", "name:", "newest", "every 3",
            "5 every 10", "100-120", "reads",
            "name:", "description:", "faults:", "fault:", "storms:", "drops:", "spacing:", "gaps:", "close:", "from:",
            "until:", "- ", "\n", "\n  ", ": ", "{", "}", "[", "]", "&a ", "*a", "<<: ", "!!int ", "|", ">", "'", "\"",
            "#",
            "%", "1/3", "33%", "1e99", "-1", "0", "18446744073709551616", "10min", "2h", "ms", "random", "null", "~",
            "true", "\u{FEFF}", "\u{85}", "\u{2028}", "é", "😀", "\0", "\t", "---\n", "...\n", "? ", "%YAML 1.2\n",
        ]
}
