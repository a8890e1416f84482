import Evidence

/// How the controller stood at a storm, a fault or the end of the run.
package struct ControllerOccasion: Hashable, Sendable {
    /// A tag that had another value soon after, or shortly before.
    package struct Movement: Hashable, Sendable {
        /// When it was seen, s from the start.
        package var timeSeconds: Double
        /// The tag.
        package var tag: WatchedTag
        /// The value before and after; nil where it was not recorded.
        package var before, after: Double?
    }

    /// When, s from the start.
    package var timeSeconds: Double
    /// What happened, like `storm 3`.
    package var name: String
    /// The controller's mode; nil when it was not recorded.
    package var mode: String?
    /// The alarms that stood.
    package var alarms: [WatchedTag]
    /// The bits that drove the plant.
    package var outputsOn: [WatchedTag]
    /// The set-points and commands that were not those of the tag table, with their values.
    package var moved: [String]
    /// What changed from `beforeSeconds` before it to `afterSeconds` after it, in order of time.
    package var movements: [Movement] = []

    /// What changed so long before a storm or a fault is shown with it, s.
    package static let beforeSeconds = 10.0
    /// What changed so long after a storm or a fault is shown with it, s.
    package static let afterSeconds = 60.0

    /// The state of every storm and fault of `facts`, and at the end.
    package static func all(of facts: EvidenceFacts, _ context: ControllerContext) -> [ControllerOccasion] {
        let alarms = context.tags(.alarm)
        let outputs = context.tags(.output).filter(\.isBit)
        let setPoints = context.adjustable
        var occasions = facts.plantStates.map { state in
            let look = context.look(after: state.timeSeconds)
            func isOn(_ tag: WatchedTag) -> Bool { context.value(of: tag.name, at: look).map { $0 != 0 } ?? false }
            return ControllerOccasion(
                timeSeconds: state.timeSeconds, name: state.occasion, mode: context.mode(at: look),
                alarms: alarms.filter(isOn), outputsOn: outputs.filter(isOn),
                moved: setPoints.compactMap { tag in
                    let value = context.value(of: tag.name, at: look)
                    return context.isMoved(tag, value) ? "\(tag.name) = \(tag.text(value))" : nil
                })
        }
        for movement in movements(in: context) {
            guard let place = place(of: movement.timeSeconds, among: occasions) else { continue }
            occasions[place].movements.append(movement)
        }
        return occasions
    }

    /// Every change of a bit after the first record, in order of time; contacts and inputs tell why, and are no news.
    private static func movements(in context: ControllerContext) -> [Movement] {
        let tags = context.tags.filter { $0.isBit && [.alarm, .output, .setPoint].contains($0.role) }
        return tags.flatMap { tag in
            let changes = context.history[tag.name] ?? []
            return zip(changes, changes.dropFirst()).compactMap { before, after in
                before.value == after.value
                    ? nil
                    : Movement(timeSeconds: after.timeSeconds, tag: tag, before: before.value, after: after.value)
            }
        }.sorted { ($0.timeSeconds, $0.tag.name) < ($1.timeSeconds, $1.tag.name) }
    }

    /// The occasion that a change at `seconds` belongs to: the latest before it, else the next one.
    private static func place(of seconds: Double, among occasions: [ControllerOccasion]) -> Int? {
        let next = occasions.partitioningIndex { $0.timeSeconds > seconds }
        if next > 0, seconds - occasions[next - 1].timeSeconds <= afterSeconds { return next - 1 }
        return next < occasions.count && occasions[next].timeSeconds - seconds <= beforeSeconds ? next : nil
    }
}
