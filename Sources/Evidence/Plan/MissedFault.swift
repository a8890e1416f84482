import Text

/// Something of the plan that was due and did not begin.
package struct MissedFault: Hashable, Sendable {
    /// The most rows for one fault; what is beyond is in the last one's count.
    package static let mostRows = 200

    /// Why it did not begin.
    package enum Reason: Hashable, Sendable {
        /// The run ended first, though nothing had held the plan up.
        case runEnded
        /// The scan stood still in this stretch, s from the start of the run, which put off everything that came after it,
        /// and the run ended first.
        case stoodStill(fromSeconds: Double, toSeconds: Double)
        /// It waits for so many requests, and the clients made fewer.
        case awaitsPolls(made: Int64, awaited: Int64)
        /// It was due while the run was interrupted, or its record was lost when twinsim was killed.
        case interrupted
        /// A storm that had begun when the run was interrupted: the rest of it is left out.
        case cutInTwo

        /// The reason as a part of a sentence that begins with what was missed.
        package var words: String {
            switch self {
            case .runEnded: "the run ended before it"
            case .stoodStill(let from, let to):
                "the program stood still from \(Figures.clock(from)) to \(Figures.clock(to)), which put it off until the "
                    + "run had ended"
            case .awaitsPolls(let made, let awaited):
                "it waits for \(Figures.whole(awaited)) requests and the clients made \(Figures.whole(made))"
            case .interrupted: "the run was interrupted when it was due"
            case .cutInTwo: "the run was interrupted in it, and half a storm is none"
            }
        }
    }

    /// The fault's label.
    package var label: String
    /// Its kind, as the catalogue spells it.
    package var kind: String
    /// Whether `number` is a storm's.
    package var isStorm: Bool
    /// The number of the occurrence or the storm, as in `DueFault`.
    package var number: Int
    /// When it was due, s from the start of the run; nil for one that waits for requests.
    package var dueSeconds: Double?
    /// Why it did not begin.
    package var reason: Reason
    /// How many this row stands for: 1, or with the ones after it, of which there were too many for rows of their own.
    package var count: Int

    /// Something that was missed.
    package init(
        label: String, kind: String, isStorm: Bool, number: Int, dueSeconds: Double?, reason: Reason, count: Int = 1
    ) {
        self.label = label
        self.kind = kind
        self.isStorm = isStorm
        self.number = number
        self.dueSeconds = dueSeconds
        self.reason = reason
        self.count = count
    }

    /// The event that holds it.
    package func event(at timeSeconds: Double) -> EvidenceEvent {
        let what = isStorm ? "Storm \(number)" : "\(label) (occurrence \(number))"
        let more = count > 1 ? " and \(Figures.whole(Int64(count - 1))) after it" : ""
        return EvidenceEvent(
            timeSeconds: timeSeconds, kind: .plan, subject: "missed",
            summary: "\(what)\(more) was not carried out: \(reason.words).",
            detail: [
                "missed": .object(
                    [
                        .init(name: "label", value: .string(label)), .init(name: "kind", value: .string(kind)),
                        .init(name: "storm", value: .bool(isStorm)),
                        .init(name: "number", value: .integer(Int64(number))),
                        .init(name: "due_s", value: .optional(dueSeconds)),
                        .init(name: "count", value: .integer(Int64(count))),
                    ] + reason.members)
            ])
    }

    /// What was missed, from the detail of an event `plan`; nil when it says something else.
    package init?(_ detail: JSONValue) {
        guard let missed = detail["missed"], let label = missed.text("label"), let kind = missed.text("kind"),
            let number = missed.whole("number"), let count = missed.whole("count"), let reason = Reason(missed)
        else { return nil }
        self.init(
            label: label, kind: kind, isStorm: missed["storm"] == .bool(true), number: Int(number),
            dueSeconds: missed.real("due_s"), reason: reason, count: Int(count))
    }
}

extension MissedFault.Reason {
    fileprivate var members: [JSONValue.Member] {
        func reason(_ name: String, _ figures: [(String, JSONValue)] = []) -> [JSONValue.Member] {
            [.init(name: "reason", value: .string(name))] + figures.map { .init(name: $0.0, value: $0.1) }
        }
        switch self {
        case .runEnded: return reason("run_ended")
        case .stoodStill(let from, let to):
            return reason("stood_still", [("from_s", .number(from)), ("to_s", .number(to))])
        case .awaitsPolls(let made, let awaited):
            return reason("awaits_polls", [("made", .integer(made)), ("awaited", .integer(awaited))])
        case .interrupted: return reason("interrupted")
        case .cutInTwo: return reason("cut_in_two")
        }
    }

    fileprivate init?(_ json: JSONValue) {
        switch json.text("reason") {
        case "run_ended": self = .runEnded
        case "stood_still":
            guard let from = json.real("from_s"), let to = json.real("to_s") else { return nil }
            self = .stoodStill(fromSeconds: from, toSeconds: to)
        case "awaits_polls":
            guard let made = json.whole("made"), let awaited = json.whole("awaited") else { return nil }
            self = .awaitsPolls(made: made, awaited: awaited)
        case "interrupted": self = .interrupted
        case "cut_in_two": self = .cutInTwo
        default: return nil
        }
    }
}
