import EvidenceAnalysis
import Text

extension ReportTables {
    /// The faults other than storms: what left our side, and what the client did next.
    static func faults(_ model: ReportModel) -> ReportTable {
        ReportTable(
            title: "Faults",
            note: "What left our side is what the server counted. A fault of values, plant or controller has no such "
                + "count, as what it changes is in every answer.",
            columns: [
                .text("fault"), .text("kind"), .prose("parameters"), .number("occurrences"), .number("in force"),
                .prose("what left our side"), .prose("what the client did next"),
            ],
            rows: model.faults.map { row in
                [
                    row.label, row.kind, row.parameters, "\(row.occurrences)",
                    row.inForceSeconds > 0 ? Figures.duration(row.inForceSeconds) : "–", row.leftOurSide ?? "–",
                    row.clientDidNext ?? "–",
                ]
            })
    }
}

extension FaultRow {
    /// The fault as one object of `verdict.json`.
    var json: JSONValue {
        [
            "label": .string(label), "kind": .string(kind), "parameters": .string(parameters),
            "occurrences": .integer(Int64(occurrences)), "in_force_seconds": .number(inForceSeconds),
            "left_our_side": .optional(leftOurSide), "client_did_next": .optional(clientDidNext),
            "counters": .object(
                counters.sorted { $0.key < $1.key }.map { JSONValue.Member(name: $0.key, value: .integer($0.value)) }),
        ]
    }
}
