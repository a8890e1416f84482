import EvidenceAnalysis
import Text

extension WhereItGrows {
    /// The table of what is opened and started and stays; nil without rows.
    var openingTable: ReportTable? {
        var rows = openings.map { row in
            [
                row.kind.title, row.place?.text ?? "(\(row.what))", row.place?.source ?? "–", Figures.whole(row.grown),
                Figures.whole(row.count), Figures.significant(row.perHour), Self.callers(row.reading),
            ]
        }
        if let native {
            rows += native.openings.map { row in
                [
                    row.kind.title, native.title(row.place), "–", Figures.whole(row.grown), Figures.whole(row.count),
                    Figures.significant(row.perHour), native.callers(of: row).joined(separator: " < "),
                ]
            }
        }
        guard !rows.isEmpty else { return nil }
        return ReportTable(
            title: "What stays open or running, and where it was opened or started",
            note: "Compared with the state after warm-up. What was closed, or has ended, is not counted; a place in "
                + "parentheses is none: what is open there was opened unseen.",
            columns: [
                .text("kind"), .prose("place"), .prose("text"), .number("more"), .number("now"), .number("an hour"),
                .prose("called from"),
            ], rows: rows)
    }

    /// The calls to a place, across the border of a library first.
    static func callers(_ reading: TraceReading) -> String {
        var parts: [String] = []
        if let client = reading.client { parts.append("client: \(withSource(client))") }
        if let library = reading.library { parts.append("library: \(withSource(library))") }
        let calls = reading.calls.dropFirst().prefix(shownCalls).map(\.text)
        if !calls.isEmpty { parts.append(calls.joined(separator: " < ")) }
        return parts.joined(separator: "; ")
    }

    private static func withSource(_ place: TracePlace) -> String {
        place.text + (place.source.map { " “\($0)”" } ?? "")
    }
}

extension GrowthOpening {
    /// For `verdict.json`, key `openings` in `where_it_grows`.
    var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "file": .optional(place?.file), "line": .optional(place?.line),
            "function": .optional(place?.function), "source": .optional(place?.source), "what": .string(what),
            "grown": .integer(grown), "count": .integer(count), "per_hour": .number(perHour),
            "client": reading.client?.json ?? .null, "library": reading.library?.json ?? .null,
            "traceback": .array(reading.calls.map { .string($0.text) }),
        ]
    }
}

extension TracePlace {
    /// For `verdict.json`.
    var json: JSONValue { ["file": .string(file), "line": .integer(line), "source": .optional(source)] }
}
