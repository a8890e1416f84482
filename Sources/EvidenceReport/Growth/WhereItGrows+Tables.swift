import EvidenceAnalysis
import Text

extension WhereItGrows {
    /// Most calls of a traceback that a report shows.
    static let shownCalls = 5

    /// The tables for reports, in order; those without rows are left out.
    var tables: [ReportTable] {
        var tables = [native?.table(from: source)].compactMap { $0 }
        if !lines.isEmpty {
            tables.append(
                ReportTable(
                    title: "Where it grows", note: note,
                    columns: [
                        .prose("line"), .number("MB/h"), .number("blocks/h"), .number("grown, kB"),
                        .number("block, bytes"), .prose("called from"),
                    ],
                    rows: lines.map { line in
                        [
                            line.place, Figures.signed(line.megabytesPerHour),
                            line.blocksPerHour.map { Figures.significant($0) } ?? "–",
                            Figures.significant(Double(line.bytesGrown) / 1000),
                            line.averageBytes.map { Figures.significant($0) } ?? "–",
                            line.traceback.dropFirst().prefix(Self.shownCalls).joined(separator: " < "),
                        ]
                    }))
        }
        let rows = TraceSnapshot.Counted.allCases.flatMap { kind in
            (counts[kind] ?? []).map {
                [kind.title, $0.name, "\($0.grown)", "\($0.count)", Figures.significant($0.perHour)]
            }
        }
        if !rows.isEmpty {
            tables.append(
                ReportTable(
                    title: "What there is more and more of", note: lines.isEmpty ? note : "",
                    columns: [.text("kind"), .prose("which"), .number("more"), .number("now"), .number("an hour")],
                    rows: rows))
        }
        if let table = heap?.table { tables.append(table) }
        return tables
    }
}

extension TraceSnapshot.Counted {
    /// The kind for readers.
    var title: String {
        switch self {
        case .type: "objects"
        case .thread: "threads"
        case .task: "asyncio tasks"
        case .socket: "open sockets"
        }
    }
}
