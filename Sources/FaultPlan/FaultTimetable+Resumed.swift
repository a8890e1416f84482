import Determinism

extension FaultTimetable {
    /// What is left of the timetable for a run that goes on at `moment`, counted from there.
    ///
    /// A storm that had begun before is left out whole: half a storm is none that its record describes.
    package func resumed(at moment: SimulatedTime) -> FaultTimetable {
        var begun: Set<Int> = []
        for event in events where event.at < moment {
            switch event.action {
            case .dropConnections(_, let storm, _): begun.insert(storm)
            }
        }
        return FaultTimetable(
            events.filter { event in
                switch event.action {
                case .dropConnections(_, let storm, _): !begun.contains(storm)
                }
            }.map { event in
                FaultEvent(
                    at: SimulatedTime(nanoseconds: event.at.nanoseconds(since: moment)), fault: event.fault,
                    action: event.action)
            })
    }
}
