import EvidenceAnalysis
import Text

extension NativeGrowth {
    /// For `verdict.json`, key `native` in `where_it_grows`.
    var json: JSONValue {
        [
            "processes": .integer(Int64(processes)), "compared_seconds": .number(comparedSeconds),
            "distance_bytes": .optional(distanceBytes),
            "sites": .array(rows.map(json)), "openings": .array(openings.map(json)),
            "problems": .array(problems.map { .string($0) }),
        ]
    }

    /// For `verdict.json`, key `native_size_classes`.
    var classesJSON: JSONValue {
        .array(
            classes.map {
                [
                    "largest_bytes": .optional($0.largestBytes), "bytes_baseline": .integer($0.bytes - $0.bytesGrown),
                    "bytes_end": .integer($0.bytes), "bytes_grown": .integer($0.bytesGrown),
                    "blocks_baseline": .integer($0.blocks - $0.blocksGrown), "blocks_end": .integer($0.blocks),
                    "blocks_grown": .integer($0.blocksGrown),
                ]
            })
    }

    private func json(_ row: NativeOpening) -> JSONValue {
        let name = symbols.names[row.place]
        return [
            "kind": .string(row.kind.rawValue), "place": .string(title(row.place)),
            "function": .optional(name?.function),
            "module": .string(row.place.module), "offset": .integer(row.place.offset), "line": .optional(name?.line),
            "grown": .integer(row.grown), "count": .integer(row.count), "per_hour": .number(row.perHour),
            "client": .optional(clientCall(of: row.calls, behind: row.place).map(title)),
            "traceback": .array(row.calls.map { .string(title($0)) }),
        ]
    }

    private func json(_ row: Row) -> JSONValue {
        let name = symbols.names[row.place]
        return [
            "place": .string(title(row.place)), "function": .optional(name?.function),
            "module": .string(row.place.module), "offset": .integer(row.place.offset), "line": .optional(name?.line),
            "mb_per_hour": .number(row.megabytesPerHour), "count_per_hour": .number(row.blocksPerHour),
            "bytes_grown": .integer(row.bytesGrown), "bytes_error": .number(row.errorBytes),
            "bytes": .integer(row.bytes), "count_grown": .integer(row.blocksGrown), "count": .integer(row.blocks),
            "samples": .integer(row.samples), "processes": .integer(Int64(row.processes)),
            "client": .optional(clientCall(of: row.calls, behind: row.place).map(title)),
            "traceback": .array(row.calls.map { .string(title($0)) }),
        ]
    }
}
