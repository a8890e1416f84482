import Determinism
import Evidence
import FaultPlan

/// Holds what is due of a plan in a session against what begins.
struct PlanTracker {
    /// What can begin: a storm by its number, or one occurrence of a fault by the fault's number.
    enum Beginning: Hashable {
        /// The storm with this number.
        case storm(Int)
        /// This occurrence of the fault with this number.
        case occurrence(fault: Int, Int)

        /// What an event of the timetable begins; nil when it goes on with something, or ends it.
        init?(_ action: FaultAction) {
            switch action {
            case .begin(let fault, let occurrence), .strike(let fault, let occurrence):
                self = .occurrence(fault: fault, occurrence)
            case .dropConnections(_, let storm, drop: 1): self = .storm(storm)
            case .end, .dropConnections, .refuseConnections, .acceptConnections: return nil
            }
        }
    }

    /// A stretch in which the scan stood still, s from the start of the run.
    struct Standstill: Hashable {
        /// When the scan that came next was due.
        var fromSeconds: Double
        /// When it came.
        var toSeconds: Double
    }

    private let timetable: FaultTimetable
    private let startSeconds: Double
    private let speed: Double
    private var begun: Set<Beginning> = []
    /// For each group that waits for requests, when they had been made, s.
    private var reached: [Double?]

    /// A tracker of the timetable of a session that began at `startSeconds` of the run, in which `speed` seconds of the
    /// plan pass in one.
    init(_ timetable: FaultTimetable, startSeconds: Double, speed: Double) {
        self.timetable = timetable
        self.startSeconds = startSeconds
        self.speed = speed
        reached = timetable.waiting.map { _ in nil }
    }

    /// What is due in the session, in the order of the plan.
    var due: [DueFault] {
        var due = Self.faults(timetable, timetable.events) { startSeconds + $0.seconds / speed }
        for group in timetable.waiting {
            due += Self.faults(timetable, group.events, afterPolls: Int64(clamping: group.polls)) { $0.seconds / speed }
        }
        return due
    }

    /// Notes that a storm or an occurrence began.
    mutating func note(_ beginning: Beginning) { begun.insert(beginning) }

    /// Notes how many requests the clients have made.
    mutating func note(polls: UInt64, at time: Double) {
        for (place, group) in timetable.waiting.enumerated() where reached[place] == nil && polls >= group.polls {
            reached[place] = time
        }
    }

    /// What was due by `time`, the session's end, and did not begin.
    ///
    /// - Parameter standstills: when the scan stood still.
    func missed(at time: Double, polls: UInt64, standstills: [Standstill]) -> [MissedFault] {
        let longest = standstills.max { $0.toSeconds - $0.fromSeconds < $1.toSeconds - $1.fromSeconds }
        let late = longest.map { MissedFault.Reason.stoodStill(fromSeconds: $0.fromSeconds, toSeconds: $0.toSeconds) }
        var missed = Self.missed(timetable, timetable.events, begun: begun) { at in
            let due = startSeconds + at.seconds / speed
            return due <= time ? (due, late ?? .runEnded) : nil
        }
        for (group, reached) in zip(timetable.waiting, reached) {
            missed += Self.missed(timetable, group.events, begun: begun) { at in
                guard let reached else {
                    return (
                        nil,
                        .awaitsPolls(made: Int64(clamping: polls), awaited: Int64(clamping: group.polls))
                    )
                }
                let due = reached + at.seconds / speed
                return due <= time ? (due, late ?? .runEnded) : nil
            }
        }
        return missed
    }

    /// What of a run's whole timetable fell between two of its sessions: due before it goes on, and never begun.
    ///
    /// - Parameters:
    ///   - lastSeconds: the newest moment on record before the interruption.
    ///   - atSeconds: when the run goes on.
    ///   - begun: what the evidence says began.
    ///   - known: what it says was missed.
    static func lost(
        _ timetable: FaultTimetable, lastSeconds: Double, atSeconds: Double, speed: Double, begun: Set<Beginning>,
        known: [MissedFault]
    ) -> [MissedFault] {
        var ends: [Int: Double] = [:]
        for event in timetable.events {
            if let storm = event.action.storm { ends[storm] = event.at.seconds / speed }
        }
        return missed(timetable, timetable.events, begun: begun) { at in
            let due = at.seconds / speed
            return due < atSeconds ? (due, .interrupted) : nil
        }.filter { fault in
            !known.contains { $0.label == fault.label && $0.number == fault.number }
        }.map { fault in
            var fault = fault
            if fault.isStorm, let due = fault.dueSeconds, let end = ends[fault.number], due <= lastSeconds,
                end > lastSeconds
            {
                fault.reason = .cutInTwo
            }
            return fault
        }
    }

    private static func faults(
        _ timetable: FaultTimetable, _ events: [FaultEvent], afterPolls: Int64? = nil,
        seconds: (SimulatedTime) -> Double
    ) -> [DueFault] {
        var order: [String] = []
        var found: [String: (occurrences: [DueFault.Occurrence], isStorm: Bool, count: Int)] = [:]
        for event in events {
            guard let beginning = Beginning(event.action) else { continue }
            let number: Int
            let isStorm: Bool
            switch beginning {
            case .storm(let storm): (number, isStorm) = (storm, true)
            case .occurrence(_, let occurrence): (number, isStorm) = (occurrence, false)
            }
            if found[event.fault] == nil { order.append(event.fault) }
            var fault = found[event.fault] ?? ([], isStorm, 0)
            fault.count += 1
            if fault.occurrences.count < DueFault.mostTimes {
                fault.occurrences.append(.init(number: number, dueSeconds: seconds(event.at)))
            }
            found[event.fault] = fault
        }
        let kinds = Self.kinds(timetable)
        return order.compactMap { label in
            found[label].map { fault in
                DueFault(
                    label: label, kind: kinds[label] ?? "", bringsStorms: fault.isStorm, afterPolls: afterPolls,
                    fault.occurrences, count: fault.count)
            }
        }
    }

    /// - Parameter judge: when something at this time of the plan was due and why it was missed; nil when it was not due.
    private static func missed(
        _ timetable: FaultTimetable, _ events: [FaultEvent], begun: Set<Beginning>,
        judge: (SimulatedTime) -> (due: Double?, reason: MissedFault.Reason)?
    ) -> [MissedFault] {
        let kinds = Self.kinds(timetable)
        var missed: [MissedFault] = []
        /// For each label how many rows it has, and where the last one is.
        var rows: [String: (count: Int, last: Int)] = [:]
        for event in events {
            guard let beginning = Beginning(event.action), !begun.contains(beginning), let judged = judge(event.at)
            else {
                continue
            }
            let row = rows[event.fault] ?? (0, 0)
            if row.count == MissedFault.mostRows {
                missed[row.last].count += 1
                continue
            }
            let number: Int
            let isStorm: Bool
            switch beginning {
            case .storm(let storm): (number, isStorm) = (storm, true)
            case .occurrence(_, let occurrence): (number, isStorm) = (occurrence, false)
            }
            rows[event.fault] = (row.count + 1, missed.count)
            missed.append(
                MissedFault(
                    label: event.fault, kind: kinds[event.fault] ?? "", isStorm: isStorm, number: number,
                    dueSeconds: judged.due, reason: judged.reason))
        }
        return missed
    }

    private static func kinds(_ timetable: FaultTimetable) -> [String: String] {
        Dictionary(timetable.faults.map { ($0.label, $0.kind) }) { first, _ in first }
    }
}
