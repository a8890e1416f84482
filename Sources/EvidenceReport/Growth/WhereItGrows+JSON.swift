import EvidenceAnalysis
import Text

extension WhereItGrows {
    /// For `verdict.json`, key `where_it_grows`.
    var json: JSONValue {
        func rows(_ kind: TraceSnapshot.Counted) -> JSONValue {
            .array(
                (counts[kind] ?? []).map {
                    [
                        "name": .string($0.name), "grown": .integer($0.grown), "count": .integer($0.count),
                        "per_hour": .number($0.perHour),
                    ]
                })
        }
        return [
            "from": .string(source.rawValue), "processes": .integer(Int64(processes)),
            "compared_seconds": .number(comparedSeconds),
            "lines": .array(lines.map(Self.json)), "types": rows(.type), "threads": rows(.thread),
            "tasks": rows(.task), "sockets": rows(.socket),
            "openings": .array(openings.map(\.json)), "holders": .array(holders.map(\.json)),
            "sums": .array(sums.map(\.json)), "pauses": pauses?.json ?? .null,
            "heap_types": heap?.json ?? .array([]), "native": native?.json ?? .null,
            "problems": .array(problems.map { .string($0) }),
        ]
    }

    private static func json(_ line: Line) -> JSONValue {
        [
            "file": .string(line.file), "line": .integer(line.line), "function": .optional(line.function),
            "mb_per_hour": .number(line.megabytesPerHour),
            "count_per_hour": .optional(line.blocksPerHour), "bytes_grown": .integer(line.bytesGrown),
            "count_grown": .optional(line.blocksGrown), "average_bytes": .optional(line.averageBytes),
            "processes": .integer(Int64(line.processes)),
            "traceback": .array(line.traceback.map { .string($0) }), "source": .optional(line.reading.source),
            "client": line.reading.client?.json ?? .null, "library": line.reading.library?.json ?? .null,
            "held_by": .array((line.holder?.chain ?? []).map { .string($0) }),
            "steps": .array(line.steps.map(\.json)),
        ]
    }
}
