extension WhereItGrows {
    /// Most calls of a traceback that a report shows.
    static let shownCalls = 5

    /// A sentence that says what the tables rest on, or why there are none.
    var note: String {
        guard processes > 0 else { return "No snapshot of the traced run could be compared with its baseline." }
        let run = source == .explain ? "A second, traced run of the same client (in explain/)" : "This traced run"
        return
            "\(run) compared \(processes == 1 ? "1 process" : "\(processes) processes") with the state after warm-up over "
            + "\(Figures.duration(comparedSeconds)), inside the interpreter. A traced client is slower, so the rates are "
            + "a measure of what grows, and not of how fast it does untraced."
    }

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

    /// What the tables cannot show, a sentence each.
    package var limitations: [String] {
        var sentences: [String] = []
        // Of a client without Python the native sites say it all.
        if lines.isEmpty, processes > 0 || native == nil {
            sentences.append(
                processes == 0
                    ? note
                    : "No \(whatIsNamed) kept growing by \(Self.leastBytes >> 10) KiB or more over "
                        + "\(Figures.duration(comparedSeconds)) of the traced run: what grows is slower than that, comes "
                        + "from native code, or did not happen while traced."
                        + (heap?.rows.isEmpty == false ? " The heap snapshots name types of objects that grow." : ""))
        }
        return sentences + problems.map { "Tracing: \($0)." } + (native?.limitations ?? [])
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
