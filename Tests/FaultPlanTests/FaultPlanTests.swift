import Determinism
import FaultPlan
import Testing

@Suite("Fault plans", .timeLimit(.minutes(5)))
struct FaultPlanTests {
    private func plan(
        storms: Int = 12, drops: Int = 3, gaps: ReconnectStorm.Gaps = .random, manner: CloseManner? = .reset,
        from: PlanTime = .share(1.0 / 3), until: PlanTime = .share(2.0 / 3)
    ) -> FaultPlan {
        FaultPlan(
            name: "p", summary: "s",
            faults: [
                PlannedFault(
                    label: "storms", kind: "reconnect-storm",
                    parameters: FaultParameters([
                        "storms": .integer(storms), "drops": .integer(drops), "spacing": .duration(200_000_000),
                        "gaps": .word(gaps.rawValue), "close": .word(manner?.rawValue ?? "alternate"),
                        "from": .time(from), "until": .time(until),
                    ]))
            ])
    }

    @Test("The same plan, length and seed give the same timetable; another seed another one")
    func seeded() throws {
        let first = try plan().timetable(inRunOf: 90, seed: 5)
        #expect(first == (try plan().timetable(inRunOf: 90, seed: 5)))
        #expect(first != (try plan().timetable(inRunOf: 90, seed: 6)))
    }

    @Test("Quiet, storm, quiet: every storm begins in the window, at 90 s and at 48 h", arguments: [90.0, 172_800.0])
    func window(runSeconds: Double) throws {
        for seed in 0..<50 {
            let starts = try plan().timetable(inRunOf: runSeconds, seed: UInt64(seed)).stormStarts.map(\.seconds)
            #expect(starts.count == 12)
            #expect(starts.allSatisfy { $0 > runSeconds / 3 && $0 < runSeconds * 2 / 3 })
            #expect(starts == starts.sorted())
            let gaps = zip(starts.dropFirst(), starts).map { $0 - $1 }
            let mean = runSeconds / 3 / 13
            #expect(gaps.allSatisfy { $0 >= 0.24 * mean })
        }
    }

    @Test("Fixed gaps are all the same")
    func fixedGaps() throws {
        let starts = try plan(storms: 4, gaps: .fixed, from: .seconds(0), until: .seconds(50))
            .timetable(inRunOf: nil, seed: 1).stormStarts.map(\.seconds)
        #expect(starts == [10, 20, 30, 40])
    }

    @Test("A storm is its number of disconnections, a spacing apart, with resets and orderly ends by turns when asked")
    func drops() throws {
        let events = try plan(storms: 2, drops: 3, gaps: .fixed, manner: nil, from: .seconds(0), until: .seconds(30))
            .timetable(inRunOf: nil, seed: 1).events
        #expect(
            events.map(\.action) == [
                .dropConnections(.reset, storm: 1, drop: 1), .dropConnections(.reset, storm: 1, drop: 2),
                .dropConnections(.reset, storm: 1, drop: 3), .dropConnections(.orderly, storm: 2, drop: 1),
                .dropConnections(.orderly, storm: 2, drop: 2), .dropConnections(.orderly, storm: 2, drop: 3),
            ])
        #expect(events.map(\.at.seconds).map { ($0 * 10).rounded() / 10 } == [10, 10.2, 10.4, 20, 20.2, 20.4])
    }

    @Test("Shares of a run without an end, and windows that end before they begin, are refused")
    func refusals() {
        #expect(throws: FaultPlanError.needsDuration) { try plan().timetable(inRunOf: nil, seed: 1) }
        #expect(throws: FaultPlanError.emptyWindow(fault: "reconnect-storm", fromSeconds: 60, untilSeconds: 30)) {
            try plan(from: .seconds(60)).timetable(inRunOf: 45, seed: 1)
        }
    }
}

@Suite("A timetable that is resumed", .timeLimit(.minutes(5)))
struct ResumedTimetableTests {
    @Test("keeps the storms that had not begun, counted from the resumption, and drops the rest whole")
    func resumed() throws {
        func event(_ seconds: Double, _ storm: Int, _ drop: Int) -> FaultEvent {
            FaultEvent(
                at: SimulatedTime(seconds: seconds), fault: "reconnect-storm",
                action: .dropConnections(.reset, storm: storm, drop: drop))
        }
        let whole = FaultTimetable([event(10, 1, 1), event(20, 2, 1), event(21, 2, 2), event(30, 3, 1)])
        #expect(whole.resumed(at: .zero) == whole)
        #expect(whole.resumed(at: SimulatedTime(seconds: 20.5)).events == [event(9.5, 3, 1)])
        #expect(
            whole.resumed(at: SimulatedTime(seconds: 20)).events
                == [event(0, 2, 1), event(1, 2, 2), event(10, 3, 1)])
        #expect(whole.resumed(at: SimulatedTime(seconds: 31)).events.isEmpty)
    }
    @Test("begins again at once what is in force, as the same occurrence, and goes on waiting for requests")
    func inForce() {
        func event(_ seconds: Double, _ action: FaultAction) -> FaultEvent {
            FaultEvent(at: SimulatedTime(seconds: seconds), fault: "delay#1", action: action)
        }
        let waiting = [FaultTimetable.Waiting(polls: 9, events: [event(5, .strike(fault: 2, occurrence: 1))])]
        let whole = FaultTimetable(
            [
                event(10, .begin(fault: 0, occurrence: 1)), event(20, .end(fault: 0, occurrence: 1)),
                event(20, .begin(fault: 0, occurrence: 2)), event(30, .end(fault: 0, occurrence: 2)),
                event(12, .begin(fault: 1, occurrence: 1)), event(15, .strike(fault: 2, occurrence: 1)),
            ], waiting: waiting, seed: 4)
        #expect(whole.resumed(at: .zero) == whole)
        #expect(
            whole.resumed(at: SimulatedTime(seconds: 15)).events == [
                event(0, .begin(fault: 0, occurrence: 1)), event(0, .begin(fault: 1, occurrence: 1)),
                event(0, .strike(fault: 2, occurrence: 1)), event(5, .end(fault: 0, occurrence: 1)),
                event(5, .begin(fault: 0, occurrence: 2)), event(15, .end(fault: 0, occurrence: 2)),
            ])
        #expect(
            whole.resumed(at: SimulatedTime(seconds: 20)).events == [
                event(0, .begin(fault: 1, occurrence: 1)), event(0, .begin(fault: 0, occurrence: 2)),
                event(10, .end(fault: 0, occurrence: 2)),
            ])
        #expect(
            whole.resumed(at: SimulatedTime(seconds: 30)).events == [event(0, .begin(fault: 1, occurrence: 1))])
        #expect(whole.resumed(at: SimulatedTime(seconds: 30)).waiting == waiting)
        #expect(whole.resumed(at: SimulatedTime(seconds: 30)).seed == 4)
    }
}
