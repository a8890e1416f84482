import Evidence

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
}
