import EvidenceAnalysis
import Text

extension BlindRuntime {
    /// The table for reports; nil when there is nothing to say.
    static func table(_ found: [BlindRuntime]) -> ReportTable? {
        guard !found.isEmpty else { return nil }
        return ReportTable(
            title: "Where no line can be told", note: "PID is the program's process number while a soak runs.",
            columns: [.text("runtime"), .prose("program"), .prose("why"), .prose("what sees it")],
            rows: found.map { [$0.runtime, $0.executable, $0.sentence, $0.command] })
    }

    /// For `verdict.json`, key `blind_runtimes`.
    var json: JSONValue {
        [
            "runtime": .string(runtime), "executable": .string(executable), "reason": .string(sentence),
            "command": .string(command),
        ]
    }
}
