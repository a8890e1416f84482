import Determinism

/// Everything that will go wrong in a run, in the order of time.
package struct FaultTimetable: Hashable, Sendable {
    /// What begins when the clients have made a number of requests.
    package struct Waiting: Hashable, Sendable {
        /// The requests, counted over all connections since the server started.
        package var polls: UInt64
        /// What happens then, with times counted from that moment, earliest first.
        package var events: [FaultEvent]

        /// A group that begins with the `polls`-th request.
        package init(polls: UInt64, events: [FaultEvent]) {
            self.polls = polls
            self.events = events
        }
    }

    /// The faults; an event's number is a place in this list.
    package let faults: [PlannedFault]
    /// The events, earliest first; events of one moment keep the plan's order.
    package let events: [FaultEvent]
    /// What waits for a number of requests, in the plan's order.
    package let waiting: [Waiting]
    /// The run's seed.
    package let seed: UInt64

    /// A timetable of these events, in any order.
    package init(
        faults: [PlannedFault] = [], _ events: [FaultEvent], waiting: [Waiting] = [], seed: UInt64 = 0
    ) {
        self.faults = faults
        self.events = Self.ordered(events)
        self.waiting = waiting.map { Waiting(polls: $0.polls, events: Self.ordered($0.events)) }
        self.seed = seed
    }

    /// How many events are planned, at their times and after a number of requests.
    package var plannedEvents: Int { events.count + waiting.reduce(0) { $0 + $1.events.count } }

    /// When each storm begins, earliest first; storms that wait for a number of requests are not among them.
    package var stormStarts: [SimulatedTime] {
        events.compactMap { event in
            if case .dropConnections(_, _, drop: 1) = event.action { event.at } else { nil }
        }
    }

    /// The faults ready to act, in the order of their numbers.
    package var armed: [ArmedFault] {
        faults.enumerated().map { ArmedFault(id: $0.offset, $0.element, seed: seed) }
    }

    private static func ordered(_ events: [FaultEvent]) -> [FaultEvent] {
        events.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }
}
