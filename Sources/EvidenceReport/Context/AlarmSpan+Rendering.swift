import Evidence
import EvidenceAnalysis
import Text

extension AlarmSpan {
    /// The alarms of a run with the storms and faults that they met.
    static func table(_ facts: EvidenceFacts, _ context: ControllerContext) -> ReportTable {
        ReportTable(
            title: "Alarms",
            columns: [
                .text("alarm"), .text("came"), .text("went"), .number("stood for"), .prose("what it says"),
                .prose("storms and faults meanwhile"),
            ],
            rows: all(context).map { span in
                let end = span.toSeconds ?? facts.durationSeconds
                let met = facts.plantStates.filter { span.fromSeconds <= $0.timeSeconds && $0.timeSeconds <= end }
                    .map(\.occasion)
                let shown = met.prefix(6).joined(separator: ", ")
                return [
                    span.tag.name, Figures.clock(span.fromSeconds), span.toSeconds.map(Figures.clock) ?? "stands",
                    Figures.duration(end - span.fromSeconds), span.tag.alarmText,
                    met.isEmpty ? "none" : met.count > 6 ? "\(shown) and \(met.count - 6) more" : shown,
                ]
            })
    }

    /// The stretch as one object of `verdict.json`.
    var json: JSONValue {
        [
            "alarm": .string(tag.name), "says": .string(tag.alarmText), "from_seconds": .number(fromSeconds),
            "to_seconds": .optional(toSeconds),
        ]
    }
}
