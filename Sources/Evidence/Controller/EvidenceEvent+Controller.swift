import Text

extension EvidenceEvent {
    /// The event that says what is followed and which rungs drive it; once a session.
    package static func program(
        at timeSeconds: Double, system: SystemDescription, tags: [WatchedTag], rungs: [WatchedRung]
    ) -> EvidenceEvent {
        EvidenceEvent(
            timeSeconds: timeSeconds, kind: .program, subject: "ladder",
            summary: "The tags that are followed and the rungs that drive them.",
            detail: .object(
                system.members + [
                    .init(name: "tags", value: .array(tags.map(\.json))),
                    .init(name: "ladder", value: .array(rungs.map(\.json))),
                ]))
    }

    /// The event that says which tags have another value than they had: all of them at first.
    ///
    /// - Parameters:
    ///   - values: the tags with their values; nil for one that changes too often to be written down each time.
    ///   - written: the tags that clients wrote, with how often since the last such event.
    ///   - isOccasion: whether a storm or a fault made the recorder look.
    package static func values(
        at timeSeconds: Double, _ values: [(tag: String, value: Double?)], written: [(tag: String, count: Int64)],
        isOccasion: Bool
    ) -> EvidenceEvent {
        var members: [JSONValue.Member] = [
            .init(
                name: "values",
                value: .object(values.map { .init(name: $0.tag, value: $0.value.map(number) ?? .null) }))
        ]
        if !written.isEmpty {
            members.append(
                .init(
                    name: "written",
                    value: .object(written.map { .init(name: $0.tag, value: .integer($0.count)) })))
        }
        if isOccasion { members.append(.init(name: "occasion", value: .bool(true))) }
        return EvidenceEvent(
            timeSeconds: timeSeconds, kind: .values, subject: "controller",
            summary: "Values of alarms, outputs, set-points and contacts that changed.", detail: .object(members))
    }

    /// The event of an alarm that came or went.
    package static func alarm(at timeSeconds: Double, _ tag: WatchedTag, isOn: Bool) -> EvidenceEvent {
        EvidenceEvent(
            timeSeconds: timeSeconds, kind: .alarm, subject: tag.name,
            summary: "\(isOn ? "Came" : "Went"): \(tag.alarmText)", detail: ["on": .bool(isOn)])
    }

    /// The event of a controller that is in another mode than before.
    ///
    /// - Parameter standstill: why it does not solve its program: `fault`, `plan`, `operator` or `unasked`; nil: it does.
    package static func mode(
        at timeSeconds: Double, _ mode: String, standstill: String? = nil, isFirst: Bool
    ) -> EvidenceEvent {
        EvidenceEvent(
            timeSeconds: timeSeconds, kind: .controller, subject: "mode",
            summary: "The controller \(isFirst ? "is in" : "went to") mode \(mode).",
            detail: ["mode": .string(mode), "standstill": .optional(standstill)])
    }

    // A bit as 1 and not as 1.0.
    private static func number(_ value: Double) -> JSONValue {
        Int64(exactly: value).map { .integer($0) } ?? .number(value)
    }
}

extension WatchedTag {
    /// How the summary of a bit in a tag table begins that is an alarm.
    package static let alarmPrefix = "Alarm:"

    /// What an alarm says, without the word that marks it.
    package var alarmText: String {
        let text =
            summary.hasPrefix(Self.alarmPrefix)
            ? summary.dropFirst(Self.alarmPrefix.count).drop { $0 == " " } : Substring(summary)
        return text.isEmpty ? name : text.prefix(1).uppercased() + text.dropFirst()
    }
}
