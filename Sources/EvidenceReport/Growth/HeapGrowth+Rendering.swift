import EvidenceAnalysis
import Text

extension HeapGrowth {
    /// The table for reports; nil without rows.
    var table: ReportTable? {
        guard !rows.isEmpty else { return nil }
        return ReportTable(
            title: "Objects that there are more and more of",
            note:
                "V8's heap snapshots of \(processes == 1 ? "1 process" : "\(processes) processes"), after a collection: the "
                + "last against the baseline. Sizes are the objects' own, without what they refer to. The files in the "
                + "evidence's folder trace/ open in the memory panel of Chrome's developer tools, which shows what holds them.",
            columns: [
                .prose("type"), .number("more"), .number("now"), .number("grown, kB"), .number("size now, kB"),
            ],
            rows: rows.map {
                [
                    $0.name, "\($0.countGrown)", "\($0.count)", Figures.significant(Double($0.bytesGrown) / 1000),
                    Figures.significant(Double($0.bytes) / 1000),
                ]
            })
    }

    /// For `verdict.json`, key `heap_types`.
    var json: JSONValue {
        .array(
            rows.map {
                [
                    "name": .string($0.name), "grown": .integer($0.countGrown), "count": .integer($0.count),
                    "bytes_grown": .integer($0.bytesGrown), "bytes": .integer($0.bytes),
                ]
            })
    }
}
