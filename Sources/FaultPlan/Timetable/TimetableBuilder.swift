import Determinism

/// Turns faults into events, one fault or one call of a scene at a time.
///
/// One fault is never in force twice at once: a fault or a scene that would begin again before it has ended is refused,
/// whatever the seed. Gaps drawn from the seed are at least as long as what they separate.
struct TimetableBuilder {
    /// One time that a fault comes, in seconds from its group's anchor.
    private struct Span {
        var begin: Double
        /// nil: it lasts to the run's end.
        var end: Double?
    }

    /// A moment, counted from the run's start or from a number of requests.
    private struct Anchor {
        var polls: UInt64?
        var seconds: Double
    }

    private let runSeconds: Double?
    private let seed: UInt64
    /// No event at this moment or later, in seconds. The simulated clock ends after 292 years.
    private let horizonSeconds: Double
    /// Events counted from the run's start, in the order of the plan.
    private(set) var events: [FaultEvent] = []
    /// Events that wait for requests: one group a fault or call, in the order of the plan.
    private(set) var waiting: [FaultTimetable.Waiting] = []

    private var faultCount = 0
    private var eventCount = 0
    private var stormCount = 0
    /// When what bears a label is over for good; nil for what never is.
    private var ends: [String: Anchor] = [:]

    /// A builder for a run of this length, nil when it has no planned end.
    init(runSeconds: Double?, seed: UInt64) {
        self.runSeconds = runSeconds
        self.seed = seed
        horizonSeconds = min(runSeconds ?? .infinity, 9e9)
    }

    /// Adds the faults of one call of a scene, or one fault of the plan itself.
    mutating func add(_ faults: ArraySlice<PlannedFault>) throws(FaultPlanError) {
        guard let first = faults.first else { return }
        let schedule = (first.call ?? SceneCall(label: first.label, schedule: first.schedule)).schedule
        let label = first.call?.label ?? first.label
        let anchor = try self.anchor(of: schedule.origin, for: label)
        var spans: [[Span]] = []
        var calls = [0.0]
        if first.call == nil {
            spans = [try self.spans(of: first, from: 0)]
        } else {
            spans = try self.spans(ofScene: faults)
            calls = try beginnings(
                of: schedule, lasting: spans.map(Self.extent).reduce(0, Self.longer), label: label, from: 0)
        }
        var group: [FaultEvent] = []
        for (planned, spans) in zip(faults, spans) {
            try emit(planned, spans, calls: calls.map { anchor.seconds + $0 }, into: &group)
        }
        if faults.contains(where: \.isEndless) || schedule.repeatsToTheEnd {
            ends[label] = nil
        } else {
            let last = spans.joined().compactMap(\.end).max() ?? 0
            ends[label] = Anchor(polls: anchor.polls, seconds: anchor.seconds + (calls.last ?? 0) + last)
        }
        if let polls = anchor.polls {
            waiting.append(FaultTimetable.Waiting(polls: polls, events: group))
        } else {
            events += group
        }
    }

    private func anchor(of origin: FaultSchedule.Origin, for label: String) throws(FaultPlanError) -> Anchor {
        switch origin {
        case .start: return Anchor(polls: nil, seconds: 0)
        case .polls(let polls): return Anchor(polls: polls, seconds: 0)
        case .after(let other):
            guard let end = ends[other] else { throw .nothingToFollow(fault: label, after: other) }
            return end
        }
    }

    /// The spans of a scene's faults, counted from its call.
    private func spans(ofScene faults: ArraySlice<PlannedFault>) throws(FaultPlanError) -> [[Span]] {
        var all: [[Span]] = []
        var local: [String: Double] = [:]
        for (offset, planned) in faults.enumerated() {
            var base = 0.0
            if case .after(let other) = planned.schedule.origin {
                guard let end = local[other] else { throw .nothingToFollow(fault: planned.label, after: other) }
                base = end
            }
            let spans = try self.spans(of: planned, from: base, place: faultCount + offset)
            if !planned.isEndless { local[planned.label] = spans.last?.end }
            all.append(spans)
        }
        return all
    }

    private func spans(
        of planned: PlannedFault, from base: Double, place: Int? = nil
    ) throws(FaultPlanError) -> [Span] {
        let schedule = planned.schedule
        let seconds: Double?
        switch planned.entry.extent {
        case .ownSchedule: return []
        case .moment: seconds = 0
        case .lasting: seconds = try schedule.duration?.seconds(inRunOf: runSeconds)
        }
        return try beginnings(
            of: schedule, lasting: seconds, label: planned.label, from: base, place: place ?? faultCount
        ).map { begin in Span(begin: begin, end: seconds.map { begin + $0 }) }
    }

    /// Every beginning of something with this schedule that lasts `extent` seconds, nil: for ever.
    private func beginnings(
        of schedule: FaultSchedule, lasting extent: Double?, label: String, from base: Double, place: Int? = nil
    ) throws(FaultPlanError) -> [Double] {
        var moment = base + (try schedule.at.seconds(inRunOf: runSeconds))
        guard let every = try schedule.every?.seconds(inRunOf: runSeconds), schedule.times != 1 else { return [moment] }
        guard let extent else { throw .neverEnds(fault: label) }
        guard every >= extent else { throw .overlapping(fault: label, everySeconds: every, lastsSeconds: extent) }
        guard schedule.times != nil || runSeconds != nil else { throw .repeatsForEver(fault: label) }
        var random = RandomStream(seed: seed, name: "gaps/\(place ?? faultCount)/\(label)")
        let least = max(every / 4, extent)
        let first = moment
        var moments: [Double] = []
        while moments.count < schedule.times ?? .max, schedule.times != nil || moment < horizonSeconds {
            guard moments.count < FaultPlan.occurrenceLimit else {
                throw .tooManyOccurrences(fault: label, limit: FaultPlan.occurrenceLimit)
            }
            moments.append(moment)
            switch schedule.gaps {
            case .fixed: moment = first + Double(moments.count) * every
            case .random: moment += least + random.exponential(mean: every - least)
            }
        }
        return moments
    }

    /// Adds a fault's events for each call at these moments. Takes the next number of a fault.
    private mutating func emit(
        _ planned: PlannedFault, _ spans: [Span], calls: [Double], into group: inout [FaultEvent]
    ) throws(FaultPlanError) {
        let fault = faultCount
        faultCount += 1
        if let storm = planned.fault as? any StormFault {
            var random = RandomStream(seed: seed, name: "fault/\(fault)/\(planned.label)")
            var over = -Double.infinity
            for call in calls {
                let actions = try storm.actions(inRunOf: runSeconds, random: &random, firstStorm: stormCount + 1)
                stormCount += storm.storms
                let begins = call + (actions.first?.seconds ?? 0)
                guard begins >= over else {
                    let lasts = over - begins + calls[1] - calls[0]
                    throw .overlapping(
                        fault: planned.label, everySeconds: calls[1] - calls[0], lastsSeconds: lasts)
                }
                over = call + (actions.last?.seconds ?? 0)
                for (seconds, action) in actions { try add(action, at: call + seconds, planned.label, to: &group) }
            }
            return
        }
        guard calls.count * spans.count <= FaultPlan.occurrenceLimit else {
            throw .tooManyOccurrences(fault: planned.label, limit: FaultPlan.occurrenceLimit)
        }
        var occurrence = 0
        for call in calls {
            for span in spans {
                occurrence += 1
                if planned.entry.extent == .moment {
                    let action = FaultAction.strike(fault: fault, occurrence: occurrence)
                    try add(action, at: call + span.begin, planned.label, to: &group)
                    continue
                }
                let begin = FaultAction.begin(fault: fault, occurrence: occurrence)
                try add(begin, at: call + span.begin, planned.label, to: &group)
                guard let end = span.end else { continue }
                try add(.end(fault: fault, occurrence: occurrence), at: call + end, planned.label, to: &group)
            }
        }
    }

    private mutating func add(
        _ action: FaultAction, at seconds: Double, _ label: String, to group: inout [FaultEvent]
    ) throws(FaultPlanError) {
        guard seconds < horizonSeconds else { return }
        guard eventCount < FaultPlan.eventLimit else { throw .tooManyEvents(limit: FaultPlan.eventLimit) }
        eventCount += 1
        group.append(FaultEvent(at: SimulatedTime(seconds: seconds), fault: label, action: action))
    }

    /// How long a fault of a scene is about, from its first beginning to its last end; nil: for ever.
    private static func extent(_ spans: [Span]) -> Double? {
        guard let first = spans.first else { return 0 }
        return spans.last?.end.map { $0 - first.begin }
    }

    private static func longer(_ one: Double?, _ other: Double?) -> Double? {
        guard let one, let other else { return nil }
        return max(one, other)
    }
}
