import Determinism

/// Says what of a timetable falls due as time and the clients' requests go on.
///
/// A value without clock of its own: whoever advances the twin says what time it is. `take` allocates nothing when
/// `due` has room for `eventsPerScan`.
package struct FaultClock: Sendable {
    /// Events that count their times from one moment.
    private struct Course {
        /// The events, earliest first.
        let events: [FaultEvent]
        /// The requests that start it; nil: it has started.
        var polls: UInt64?
        /// The moment from which its times count.
        var start = SimulatedTime.zero
        /// The event that comes next.
        var next = 0
        /// The fault that was injected with it; nil: it is the timetable's.
        var injected: Int?
    }

    /// At most so many events fall due in one scan; the next scan takes the rest.
    package static let eventsPerScan = 256

    private var courses: [Course]

    /// A clock at the run's start, with room for so many injected faults besides the timetable.
    package init(_ timetable: FaultTimetable, injectedLimit: Int = 0) {
        courses = [Course(events: timetable.events)]
        courses += timetable.waiting.map { Course(events: $0.events, polls: $0.polls) }
        // A fault that is injected may wait for a number of requests too, which is a course of its own.
        courses.reserveCapacity(courses.count + 2 * injectedLimit)
    }

    /// Appends every event that is due and was not taken before to `due`, in order, at most `eventsPerScan`.
    ///
    /// - Parameters:
    ///   - polls: the requests that clients have made so far. What waits for them starts at `now`.
    package mutating func take(at now: SimulatedTime, polls: UInt64, into due: inout [FaultEvent]) {
        var room = Self.eventsPerScan
        for place in courses.indices {
            if let awaited = courses[place].polls {
                guard polls >= awaited else { continue }
                courses[place].polls = nil
                courses[place].start = now
            }
            let elapsed = now.nanoseconds(since: courses[place].start)
            while room > 0, courses[place].next < courses[place].events.count {
                let event = courses[place].events[courses[place].next]
                guard event.at.nanoseconds <= elapsed else { break }
                courses[place].next += 1
                room -= 1
                due.append(event)
            }
        }
    }

    /// Adds what an injected fault does, with times counted from `now`. Allocates nothing within the limit.
    package mutating func add(_ events: [FaultEvent], fault: Int, polls: UInt64? = nil, at now: SimulatedTime) {
        courses.append(Course(events: events, polls: polls, start: now, injected: fault))
    }

    /// Takes back what is left of an injected fault.
    package mutating func cancel(fault: Int) {
        courses.removeAll { $0.injected == fault }
    }

    /// Whether an injected fault still has something to come.
    package func hasMore(fault: Int) -> Bool {
        courses.contains { $0.injected == fault && $0.next < $0.events.count }
    }
}
