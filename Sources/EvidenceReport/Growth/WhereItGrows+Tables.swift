import EvidenceAnalysis
import Text

extension WhereItGrows {
    /// Most calls of a traceback that a report shows.
    static let shownCalls = 5

    /// The tables for reports, in order; those without rows are left out.
    var tables: [ReportTable] {
        var tables = [native?.table(from: source), openingTable].compactMap { $0 }
        if !lines.isEmpty {
            tables.append(
                ReportTable(
                    title: Self.tableTitle, note: note + pauseSentence,
                    columns: [
                        .prose("line"), .prose("text"), .number("MB/h"), .number("blocks/h"), .number("grown, kB"),
                        .number("block, bytes"), .prose("called from"),
                    ],
                    rows: lines.map { line in
                        [
                            line.place, line.reading.source ?? "–", Figures.signed(line.megabytesPerHour),
                            line.blocksPerHour.map { Figures.significant($0) } ?? "–",
                            Figures.significant(Double(line.bytesGrown) / 1000),
                            line.averageBytes.map { Figures.significant($0) } ?? "–",
                            Self.callers(line.reading),
                        ]
                    }))
        }
        tables += [holderTable, courseTable, sumTable].compactMap { $0 }
        // Sockets stand among what is open.
        let rows = TraceSnapshot.Counted.allCases.filter { $0 != .socket }.flatMap { kind in
            (counts[kind] ?? []).map {
                [
                    kind.title, $0.name + ($0.madeAt.isEmpty ? "" : ", made at " + $0.madeAt.joined(separator: " < ")),
                    Figures.whole($0.grown), Figures.whole($0.count), Figures.significant($0.perHour),
                ]
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
