import EvidenceAnalysis
import Text

extension MemoryPart {
    /// An element of `memory_parts` in `verdict.json`.
    var json: JSONValue {
        [
            "part": .string(kind.rawValue), "first_mb": .optional(series.values.first),
            "last_mb": .optional(series.values.last), "highest_mb": .optional(series.values.max()),
            "grown_mb": .number(grownMegabytes),
        ]
    }

    /// The parts as a table; nil where all memory is private.
    static func table(_ parts: [MemoryPart]) -> ReportTable? {
        guard parts.count > 1 else { return nil }
        return ReportTable(
            title: "Memory by kind",
            note: "In MB; together they are the memory that is judged. Each shared object counts once, however many "
                + "processes share it. Growth is that since the start-up.",
            columns: [.text("kind"), .number("first"), .number("last"), .number("highest"), .number("growth")],
            rows: parts.map { part in
                let values = part.series.values
                func level(_ value: Double?) -> String { value.map { Figures.fixed($0, 2) } ?? "–" }
                return [
                    part.kind.title, level(values.first), level(values.last), level(values.max()),
                    Figures.signed(part.grownMegabytes),
                ]
            })
    }
}
