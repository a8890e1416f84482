/// A stretch in which an alarm stood.
package struct AlarmSpan: Hashable, Sendable {
    /// The alarm.
    package var tag: WatchedTag
    /// When it was first seen, s from the start.
    package var fromSeconds: Double
    /// When it was seen to have gone, s from the start; nil when it stood to the end.
    package var toSeconds: Double?

    /// Every stretch, in order of time.
    package static func all(_ context: ControllerContext) -> [AlarmSpan] {
        context.tags(.alarm).flatMap { tag in
            var spans: [AlarmSpan] = []
            for change in context.history[tag.name] ?? [] {
                let isOn = change.value.map { $0 != 0 } ?? true
                if isOn, spans.last.map({ $0.toSeconds != nil }) ?? true {
                    spans.append(AlarmSpan(tag: tag, fromSeconds: change.timeSeconds))
                } else if !isOn, let last = spans.indices.last, spans[last].toSeconds == nil {
                    spans[last].toSeconds = change.timeSeconds
                }
            }
            return spans
        }.sorted { ($0.fromSeconds, $0.tag.name) < ($1.fromSeconds, $1.tag.name) }
    }

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
