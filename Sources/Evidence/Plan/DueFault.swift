import Text

/// What one fault of the plan is due to do in a session: its occurrences, or the storms that it brings.
package struct DueFault: Hashable, Sendable {
    /// The most occurrences whose times are written down.
    package static let mostTimes = 200

    /// One occurrence, or one storm.
    package struct Occurrence: Hashable, Sendable {
        /// Its number: of a storm the run's, as in the storms' records; of an occurrence the fault's, from 1.
        package var number: Int
        /// When it is due to begin, s from the start of the run; for a fault that waits for requests, s from the moment at
        /// which they have been made.
        package var dueSeconds: Double

        /// An occurrence.
        package init(number: Int, dueSeconds: Double) {
            self.number = number
            self.dueSeconds = dueSeconds
        }
    }

    /// The fault's label, which is the subject of its events.
    package var label: String
    /// Its kind, as the catalogue spells it.
    package var kind: String
    /// Whether it brings storms, so that the numbers are those of storms.
    package var bringsStorms: Bool
    /// The requests that it waits for; nil when it has times of its own.
    package var afterPolls: Int64?
    /// How often it is due, those included that `occurrences` leaves out.
    package var count: Int
    /// The first `mostTimes` of them, in order of their numbers.
    package var occurrences: [Occurrence]

    /// A fault that is due so often; of more than `mostTimes` occurrences the first are kept.
    package init(
        label: String, kind: String, bringsStorms: Bool, afterPolls: Int64? = nil, _ occurrences: [Occurrence],
        count: Int? = nil
    ) {
        self.label = label
        self.kind = kind
        self.bringsStorms = bringsStorms
        self.afterPolls = afterPolls
        self.count = count ?? occurrences.count
        self.occurrences = Array(occurrences.prefix(Self.mostTimes))
    }

    /// The event that says what is due in a session, of the whole plan.
    package static func event(at timeSeconds: Double, _ due: [DueFault]) -> EvidenceEvent {
        EvidenceEvent(
            timeSeconds: timeSeconds, kind: .plan, subject: "due", summary: "What of the plan is due in this session.",
            detail: ["due": .array(due.map(\.json))])
    }

    /// What is due, from the detail of an event `plan`; nil when it says something else.
    package static func due(_ detail: JSONValue) -> [DueFault]? {
        guard case .array(let elements)? = detail["due"] else { return nil }
        return elements.compactMap { DueFault($0) }
    }

    private var json: JSONValue {
        [
            "label": .string(label), "kind": .string(kind), "storms": .bool(bringsStorms),
            "after_polls": .optional(afterPolls), "count": .integer(Int64(count)),
            "numbers": .array(occurrences.map { .integer(Int64($0.number)) }),
            "due_s": .array(occurrences.map { .number($0.dueSeconds) }),
        ]
    }

    private init?(_ json: JSONValue) {
        guard let label = json.text("label"), let kind = json.text("kind"), let count = json.whole("count"),
            let numbers = json["numbers"]?.elements.compactMap(\.figure),
            let times = json["due_s"]?.elements.compactMap(\.figure), numbers.count == times.count
        else { return nil }
        self.init(
            label: label, kind: kind, bringsStorms: json["storms"] == .bool(true),
            afterPolls: json.whole("after_polls"),
            zip(numbers, times).map { Occurrence(number: Int($0), dueSeconds: $1) }, count: Int(count))
    }
}
