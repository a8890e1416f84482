import EvidenceAnalysis
import Text

extension Agreement {
    /// The pairs as a table; without rows when nothing could be compared.
    static func table(_ agreements: [Agreement]) -> ReportTable {
        ReportTable(
            title: "Whether the channels agree",
            columns: [.prose("channels"), .text("agree"), .prose("what it means")],
            rows: agreements.map { [$0.channels, $0.agrees.map { $0 ? "yes" : "no" } ?? "–", $0.meaning] })
    }

    /// The pair as one object of `verdict.json`.
    var json: JSONValue {
        [
            "channels": .string(channels), "agrees": agrees.map { .bool($0) } ?? .null, "meaning": .string(meaning),
        ]
    }
}
