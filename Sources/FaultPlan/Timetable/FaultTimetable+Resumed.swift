import Determinism

extension FaultTimetable {
    /// What is left of the timetable for a run that goes on at `moment`, counted from there.
    ///
    /// A lasting fault that is in force at that moment begins again at once, as the same occurrence, and ends when it
    /// would have ended. A storm that had begun before is left out whole: half a storm is none that its record
    /// describes. What waits for a number of requests goes on waiting.
    package func resumed(at moment: SimulatedTime) -> FaultTimetable {
        var stormsBegun: Set<Int> = []
        var inForce: [FaultEvent] = []
        var left: [FaultEvent] = []
        for event in events {
            if let storm = event.action.storm {
                if event.at < moment { stormsBegun.insert(storm) }
                if !stormsBegun.contains(storm) { left.append(event) }
                continue
            }
            switch event.action {
            case .begin where event.at < moment: inForce.append(event)
            case .end(let fault, let occurrence) where event.at <= moment:
                inForce.removeAll { $0.action == .begin(fault: fault, occurrence: occurrence) }
            default:
                if event.at >= moment { left.append(event) }
            }
        }
        let again = inForce.map { FaultEvent(at: moment, fault: $0.fault, action: $0.action) }
        return FaultTimetable(
            faults: faults,
            (again + left).map { event in
                FaultEvent(
                    at: SimulatedTime(nanoseconds: event.at.nanoseconds(since: moment)), fault: event.fault,
                    action: event.action)
            }, waiting: waiting, seed: seed)
    }
}
