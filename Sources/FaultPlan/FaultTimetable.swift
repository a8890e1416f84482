import Determinism

/// Everything that will go wrong in a run, in the order of time.
package struct FaultTimetable: Hashable, Sendable {
    /// The events, earliest first; events of one moment keep the plan's order.
    package let events: [FaultEvent]

    /// A timetable of these events, in any order.
    package init(_ events: [FaultEvent]) {
        self.events = events.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }

    /// When each storm begins, earliest first.
    package var stormStarts: [SimulatedTime] {
        events.compactMap { event in
            if case .dropConnections(_, _, drop: 1) = event.action { event.at } else { nil }
        }
    }
}
