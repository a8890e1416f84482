import Determinism
import Evidence
import FaultPlan
import Testing

@testable import SoakHarness

@Suite("What was due of a plan", .timeLimit(.minutes(5)))
struct PlanTrackerTests {
    /// A storm at 10 s with two disconnections a second apart, and one at 20 s; a fault from 5 s to 8 s and from 15 s to
    /// 18 s; one that waits for 100 requests and comes 2 s later.
    private static let timetable = FaultTimetable(
        faults: [
            PlannedFault(
                label: "storms", kind: "reconnect-storm", parameters: FaultParameters(["storms": .integer(2)])),
            PlannedFault(label: "busy", kind: "exception", parameters: FaultParameters(["code": .integer(6)])),
            PlannedFault(label: "later", kind: "exception", parameters: FaultParameters(["code": .integer(4)])),
        ],
        [
            at(5, "busy", .begin(fault: 1, occurrence: 1)), at(8, "busy", .end(fault: 1, occurrence: 1)),
            at(10, "storms", .dropConnections(.reset, storm: 1, drop: 1)),
            at(11, "storms", .dropConnections(.reset, storm: 1, drop: 2)),
            at(15, "busy", .begin(fault: 1, occurrence: 2)), at(18, "busy", .end(fault: 1, occurrence: 2)),
            at(20, "storms", .dropConnections(.orderly, storm: 2, drop: 1)),
        ],
        waiting: [.init(polls: 100, events: [at(2, "later", .begin(fault: 2, occurrence: 1))])])

    private static func at(_ seconds: Double, _ label: String, _ action: FaultAction) -> FaultEvent {
        FaultEvent(at: SimulatedTime(seconds: seconds), fault: label, action: action)
    }

    private func tracker(begun: [PlanTracker.Beginning] = [], speed: Double = 1) -> PlanTracker {
        var tracker = PlanTracker(Self.timetable, startSeconds: 0, speed: speed)
        for beginning in begun { tracker.note(beginning) }
        return tracker
    }

    private let all: [PlanTracker.Beginning] = [
        .occurrence(fault: 1, 1), .occurrence(fault: 1, 2), .storm(1), .storm(2),
    ]

    @Test("what is due is told by label, with numbers, times of the run and the requests that are awaited")
    func due() {
        let due = PlanTracker(Self.timetable, startSeconds: 100, speed: 2).due
        #expect(due.map(\.label) == ["busy", "storms", "later"])
        #expect(due.map(\.bringsStorms) == [false, true, false])
        #expect(due.map(\.kind) == ["exception", "reconnect-storm", "exception"])
        #expect(due[0].occurrences == [.init(number: 1, dueSeconds: 102.5), .init(number: 2, dueSeconds: 107.5)])
        #expect(due[1].occurrences == [.init(number: 1, dueSeconds: 105), .init(number: 2, dueSeconds: 110)])
        #expect(due[2].afterPolls == 100)
        #expect(due[2].occurrences == [.init(number: 1, dueSeconds: 1)])
    }

    @Test("a plan that was carried out has missed nothing but what waits for requests in vain")
    func carriedOut() {
        let missed = tracker(begun: all).missed(at: 30, polls: 40, standstills: [])
        #expect(missed.map(\.label) == ["later"])
        #expect(missed.first?.reason == .awaitsPolls(made: 40, awaited: 100))
        #expect(missed.first?.dueSeconds == nil)
    }

    @Test("what was not due yet when the session ended is not missed")
    func notDue() {
        let tracker = tracker(begun: [.occurrence(fault: 1, 1), .storm(1)])
        #expect(tracker.missed(at: 14.9, polls: 200, standstills: []).filter { $0.label != "later" }.isEmpty)
        #expect(
            tracker.missed(at: 15.1, polls: 200, standstills: []).filter { $0.label != "later" }.map(\.number) == [2])
    }

    @Test("what the requests had started is due so long after them, and missed when it did not begin")
    func afterRequests() {
        var tracker = tracker(begun: all)
        tracker.note(polls: 99, at: 3)
        tracker.note(polls: 100, at: 4)
        tracker.note(polls: 500, at: 9)
        #expect(tracker.missed(at: 5.9, polls: 500, standstills: []).isEmpty)
        let missed = tracker.missed(at: 6.1, polls: 500, standstills: [])
        #expect(missed.map(\.dueSeconds) == [6])
        #expect(missed.map(\.reason) == [.runEnded])
        tracker.note(.occurrence(fault: 2, 1))
        #expect(tracker.missed(at: 6.1, polls: 500, standstills: []).isEmpty)
    }

    @Test("a standstill is the reason for what it put off, the longest one of several")
    func standstill() {
        let missed = tracker(begun: [.occurrence(fault: 1, 1), .storm(1), .occurrence(fault: 1, 2)]).missed(
            at: 25, polls: 200,
            standstills: [
                .init(fromSeconds: 1, toSeconds: 7), .init(fromSeconds: 10, toSeconds: 19),
                .init(fromSeconds: 20, toSeconds: 26),
            ])
        #expect(
            missed.filter(\.isStorm) == [
                MissedFault(
                    label: "storms", kind: "reconnect-storm", isStorm: true, number: 2, dueSeconds: 20,
                    reason: .stoodStill(fromSeconds: 10, toSeconds: 19))
            ])
    }

    @Test("many occurrences that were missed are 200 rows, of which the last stands for the rest")
    func manyRows() {
        let events = (1...1000).map { Self.at(Double($0), "busy", .strike(fault: 0, occurrence: $0)) }
        let tracker = PlanTracker(FaultTimetable(events), startSeconds: 0, speed: 1)
        #expect(tracker.due.map(\.count) == [1000])
        #expect(tracker.due.map(\.occurrences.count) == [DueFault.mostTimes])
        let missed = tracker.missed(at: 2000, polls: 0, standstills: [])
        #expect(missed.count == MissedFault.mostRows)
        #expect(missed.last?.count == 801)
        #expect(missed.reduce(0) { $0 + $1.count } == 1000)
    }

    @Test("what fell between two sessions is missed; a storm that had begun is cut in two")
    func betweenSessions() {
        func lost(
            lastSeconds: Double, begun: Set<PlanTracker.Beginning>, known: [MissedFault] = []
        ) -> [MissedFault] {
            PlanTracker.lost(
                Self.timetable, lastSeconds: lastSeconds, atSeconds: lastSeconds + 1, speed: 1, begun: begun,
                known: known)
        }
        #expect(lost(lastSeconds: 12, begun: [.occurrence(fault: 1, 1), .storm(1)]).isEmpty)
        #expect(lost(lastSeconds: 10.5, begun: [.occurrence(fault: 1, 1)]).map(\.reason) == [.cutInTwo])
        #expect(lost(lastSeconds: 9.5, begun: [.occurrence(fault: 1, 1)]).map(\.reason) == [.interrupted])
        #expect(lost(lastSeconds: 9.5, begun: [.occurrence(fault: 1, 1)]).map(\.number) == [1])
        let known = lost(lastSeconds: 9.5, begun: [.occurrence(fault: 1, 1)])
        #expect(lost(lastSeconds: 12, begun: [.occurrence(fault: 1, 1)], known: known).isEmpty)
    }
}
