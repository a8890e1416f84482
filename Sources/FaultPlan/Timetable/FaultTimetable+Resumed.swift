import Determinism

extension FaultTimetable {
    /// What is left of the timetable for a run that goes on at `moment`, counted from there.
    ///
    /// A storm that had begun before is left out whole: half a storm is none that its record describes.
    package func resumed(at moment: SimulatedTime) -> FaultTimetable {
        var begun: Set<Int> = []
        for event in events where event.at < moment {
            if let storm = event.action.storm { begun.insert(storm) }
        }
        let left = events.filter { event in
            guard let storm = event.action.storm else { return event.at >= moment }
            return !begun.contains(storm)
        }
        return FaultTimetable(
            faults: faults,
            left.map { event in
                FaultEvent(
                    at: SimulatedTime(nanoseconds: event.at.nanoseconds(since: moment)), fault: event.fault,
                    action: event.action)
            }, waiting: waiting, seed: seed)
    }
}
