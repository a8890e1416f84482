import EvidenceAnalysis
import Text

extension NativeGrowth {
    /// What is known of a place, for readers: its line, else its function, else its address.
    package func title(_ call: NativeSnapshot.Call) -> String {
        let file = call.module.split(separator: "/").last.map(String.init) ?? call.module
        let name = symbols.names[call]
        let function = name?.readable ?? name?.function
        if let line = name?.line { return line + (function.map { " (\($0))" } ?? "") }
        if let function {
            return "\(function)+0x\(String(name?.functionOffset ?? 0, radix: 16)) (\(file))"
        }
        let address = "0x" + String(UInt64(bitPattern: name?.address ?? call.offset), radix: 16)
        return file.isEmpty ? address : "\(file)+\(address)"
    }

    /// The calls that led to a row's place, for readers: of a place in a library the client's own first, then the nearest.
    package func callers(of row: Row) -> [String] { callers(row.calls, from: row.place) }

    /// The same of what is open or runs.
    package func callers(of row: NativeOpening) -> [String] { callers(row.calls, from: row.place) }

    private func callers(_ all: [NativeSnapshot.Call], from place: NativeSnapshot.Call) -> [String] {
        let calls = shown(all, from: place).dropFirst()
        guard let client = clientCall(of: all, behind: place) else { return calls.map(title) }
        return ["client: " + title(client)] + calls.filter { $0 != client }.map(title)
    }

    /// The places of a row that reports show: its own and its callers', up to `main`.
    package func shownCalls(of row: Row) -> [NativeSnapshot.Call] { shown(row.calls, from: row.place) }

    /// The same of what is open or runs.
    package func shownCalls(of row: NativeOpening) -> [NativeSnapshot.Call] { shown(row.calls, from: row.place) }

    private func shown(_ all: [NativeSnapshot.Call], from place: NativeSnapshot.Call) -> [NativeSnapshot.Call] {
        guard let first = all.firstIndex(of: place) else { return [place] }
        var calls = Array(all[first...].prefix(1 + WhereItGrows.shownCalls))
        if let main = calls.firstIndex(where: { symbols.names[$0]?.function == "main" }) {
            calls = Array(calls[...main])
        }
        // The client's call is wanted by name, however far behind the library's it is.
        if let client = clientCall(of: all, behind: place), !calls.contains(client) { calls.append(client) }
        return calls
    }

    /// The table of functions for reports; nil when none kept growing.
    func table(from source: WhereItGrows.Source) -> ReportTable? {
        guard !rows.isEmpty else { return nil }
        let run = source == .explain ? "A second, traced run of the same client (in explain/)" : "This traced run"
        return ReportTable(
            title: "Where native memory grows",
            note:
                "\(run) took a sample every \(Figures.whole(distanceBytes ?? 0)) bytes of native allocations on average, in "
                + "\(processes == 1 ? "1 process" : "\(processes) processes"), compared with the state after warm-up over "
                + "\(Figures.duration(comparedSeconds)). Sizes and counts are estimates from the live samples, ± one "
                + "standard error; a traced client is slower, so the rates are a measure of what grows.",
            columns: [
                .prose("place"), .number("MB/h"), .number("blocks/h"), .number("grown, kB"), .number("±, kB"),
                .number("held, kB"), .number("blocks grown"), .number("blocks held"), .number("samples"),
                .prose("called from"),
            ],
            rows: rows.map { row in
                [
                    title(row.place), Figures.signed(row.megabytesPerHour), Figures.significant(row.blocksPerHour),
                    Figures.significant(Double(row.bytesGrown) / 1000), Figures.significant(row.errorBytes / 1000),
                    Figures.significant(Double(row.bytes) / 1000), Figures.whole(row.blocksGrown),
                    Figures.whole(row.blocks), Figures.whole(row.samples),
                    callers(of: row).joined(separator: " < "),
                ]
            })
    }

    /// The table of size classes for reports; nil when nothing was counted.
    var classTable: ReportTable? {
        let shown = classes.filter { $0.bytes != 0 || $0.bytesGrown != 0 }
        guard !shown.isEmpty else { return nil }
        func cells(_ title: String, _ row: NativeSnapshot.SizeClass) -> [String] {
            [
                title, Figures.whole(row.bytes - row.bytesGrown), Figures.whole(row.bytes),
                Figures.whole(row.bytesGrown), Figures.whole(row.blocks - row.blocksGrown), Figures.whole(row.blocks),
                Figures.whole(row.blocksGrown),
            ]
        }
        let sum = NativeSnapshot.SizeClass(
            largestBytes: nil, bytes: shown.reduce(0) { $0 + $1.bytes },
            bytesGrown: shown.reduce(0) { $0 + $1.bytesGrown }, blocks: shown.reduce(0) { $0 + $1.blocks },
            blocksGrown: shown.reduce(0) { $0 + $1.blocksGrown })
        return ReportTable(
            title: "Live native memory by size class",
            note: "What went through malloc and was not freed, counted exactly in "
                + "\(processes == 1 ? "1 process" : "\(processes) processes"): at each one's baseline, after its "
                + "warm-up, and at its last look, up to \(Figures.duration(comparedSeconds)) later. Bytes are usable "
                + "sizes.",
            columns: [
                .text("requests up to"), .number("bytes at baseline"), .number("bytes at end"),
                .number("bytes, difference"), .number("blocks at baseline"), .number("blocks at end"),
                .number("blocks, difference"),
            ], rows: shown.map { cells(Self.title(ofLargest: $0.largestBytes), $0) } + [cells("all", sum)])
    }

    private static func title(ofLargest bytes: Int64?) -> String {
        guard let bytes else { return "larger" }
        if bytes >= 1 << 20 { return "\(bytes >> 20) MiB" }
        return bytes >= 1 << 10 ? "\(bytes >> 10) KiB" : "\(bytes) bytes"
    }
}
