import Determinism

extension FaultTimetable {
    /// When each storm begins that has a time of its own, in seconds of the run, in order; those that wait for requests are
    /// not among them.
    package var stormSeconds: [Double] {
        var begun: Set<Int> = []
        return events.compactMap { event in
            guard let storm = event.action.storm, begun.insert(storm).inserted else { return nil }
            return Double(event.at.nanoseconds) * 1e-9
        }
    }
}
