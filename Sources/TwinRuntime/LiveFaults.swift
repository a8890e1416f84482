import Determinism
import FaultPlan
import Synchronization
import TwinCore

/// The faults of a live twin for everybody but the scan: what they are, which are in force, what happened.
///
/// The scan's thread writes here after a scan that had something to tell, so the lock is never taken in a scan.
final class LiveFaults: Sendable {
    /// Notes that may wait to be drained; older ones give way. A scan of 100 ms has at most 256: enough for a minute.
    static let noteCapacity = 262_144

    private struct State {
        var planned: [Int: PlannedFault] = [:]
        var armed: [Int: ArmedFault] = [:]
        var active: [Int: ActiveFault] = [:]
        var notes: [FaultNote] = []
        /// How long each occurrence lasts, in nanoseconds.
        var lengths: [FaultAction: Int64] = [:]
        /// How many disconnections each storm has.
        var drops: [Int: Int] = [:]

        /// Takes in what events that count from one moment say.
        mutating func add(_ events: [FaultEvent]) {
            var begun: [FaultAction: SimulatedTime] = [:]
            for event in events {
                switch event.action {
                case .begin: begun[event.action] = event.at
                case .end(let fault, let occurrence):
                    let beginning = FaultAction.begin(fault: fault, occurrence: occurrence)
                    lengths[beginning] = begun[beginning].map { event.at.nanoseconds(since: $0) }
                case .dropConnections(_, let storm, _): drops[storm, default: 0] += 1
                case .strike, .refuseConnections, .acceptConnections: break
                }
            }
        }
    }

    private let state: Mutex<State>

    /// The faults of this timetable, none in force.
    init(_ timetable: FaultTimetable) {
        var state = State()
        for (armed, planned) in zip(timetable.armed, timetable.faults) {
            state.armed[armed.id] = armed
            state.planned[armed.id] = planned
        }
        for events in [timetable.events] + timetable.waiting.map(\.events) { state.add(events) }
        self.state = Mutex(state)
    }

    /// Adds a fault that is being injected, with all that it will do.
    func add(_ armed: ArmedFault, _ planned: PlannedFault, _ events: [FaultEvent]) {
        state.withLock { state in
            state.add(events)
            state.armed[armed.id] = armed
            state.planned[armed.id] = planned
        }
    }

    /// Notes an event. On the scan's thread.
    ///
    /// - Returns: the fault that it is about; nil for storms.
    func note(_ event: FaultEvent, at nanoseconds: Int64) -> ArmedFault? {
        let id: Int
        let occurrence: Int
        switch event.action {
        case .begin(let fault, let number), .end(let fault, let number), .strike(let fault, let number):
            (id, occurrence) = (fault, number)
        case .dropConnections, .refuseConnections, .acceptConnections: return nil
        }
        return state.withLock { state in
            if state.notes.count >= Self.noteCapacity { state.notes.removeFirst(Self.noteCapacity / 4) }
            state.notes.append(FaultNote(nanoseconds: nanoseconds, event: event, id: id, occurrence: occurrence))
            guard let armed = state.armed[id] else { return nil }
            var length: Int64?
            switch event.action {
            case .end:
                state.active[id] = nil
                return armed
            case .strike:
                // A moment is over at once, unless it takes its own time.
                guard let own = armed.ownNanoseconds else { return armed }
                length = own
            default:
                length = armed.ownNanoseconds ?? state.lengths[event.action]
            }
            state.active[id] = ActiveFault(
                id: id, label: armed.label, kind: armed.kind, occurrence: occurrence, sinceSeconds: event.at.seconds,
                untilSeconds: length.map { event.at.advanced(byNanoseconds: $0).seconds })
            return armed
        }
    }

    /// The faults in force, in the order of their numbers.
    var active: [ActiveFault] {
        state.withLock { $0.active.values.sorted { $0.id < $1.id } }
    }

    /// Whether the fault with this number is a moment in the plan that takes its own time.
    func takesOwnTime(_ id: Int) -> Bool {
        state.withLock { $0.armed[id]?.ownNanoseconds != nil }
    }

    /// How many disconnections a storm has; nil when there is none with this number.
    func stormDrops(_ storm: Int) -> Int? {
        state.withLock { $0.drops[storm] }
    }

    /// The fault with this number as it was described.
    func planned(_ id: Int) -> PlannedFault? {
        state.withLock { $0.planned[id] }
    }

    /// Takes the notes that wait.
    func takeNotes() -> [FaultNote] {
        state.withLock { state in
            let taken = state.notes
            state.notes = []
            return taken
        }
    }
}
