import FaultPlan
import Testing

@Suite("Plans whose events come oftener, and plans for a faster clock", .timeLimit(.minutes(5)))
struct CompressedPlanTests {
    private func reset(_ change: (inout FaultSchedule) -> Void) -> PlannedFault {
        var schedule = FaultSchedule()
        change(&schedule)
        return PlannedFault(
            label: "r", kind: "reset-idle", parameters: FaultParameters(["close": .word("reset")]), schedule: schedule)
    }

    private func storm(_ storms: Int, drops: Int = 1) -> PlannedFault {
        PlannedFault(
            label: "s", kind: "reconnect-storm",
            parameters: FaultParameters([
                "storms": .integer(storms), "drops": .integer(drops), "spacing": .duration(500_000_000),
                "gaps": .word("fixed"), "close": .word("reset"), "from": .time(.share(0)), "until": .time(.share(1)),
            ]))
    }

    private func plan(_ faults: PlannedFault...) -> FaultPlan { FaultPlan(name: "p", summary: "s", faults: faults) }

    @Test("One reconnect an hour at 300 times the rate gives 50 in ten minutes, as many as 50 hours of the plan have")
    func hourly() throws {
        let hourly = plan(reset { $0.every = .seconds(3600) })
        #expect(try hourly.oftener(by: 300).timetable(inRunOf: 600, seed: 1).events.count == 50)
        #expect(try hourly.timetable(inRunOf: 50 * 3600, seed: 1).events.count == 50)
    }

    @Test("A number of times and of storms is multiplied, shares of the run divided, and what comes once stays")
    func counts() throws {
        let times = plan(
            reset {
                $0.every = .share(0.2)
                $0.times = 4
            })
        #expect(try times.oftener(by: 5).timetable(inRunOf: 100, seed: 1).events.count == 20)
        #expect(try plan(storm(12)).oftener(by: 4).timetable(inRunOf: 100, seed: 1).stormStarts.count == 48)
        let once = plan(reset { $0.at = .seconds(7) })
        #expect(try once.oftener(by: 9) == once)
        #expect(!once.canComeOftener)
        #expect(plan(storm(1)).canComeOftener)
        #expect(try plan(storm(12)).oftener(by: 1) == plan(storm(12)))
    }

    @Test("A scene that is called again and again is called oftener, and what is in it stays as written")
    func scenes() throws {
        var schedule = FaultSchedule()
        schedule.every = .seconds(60)
        var inner = reset { $0.at = .seconds(2) }
        inner.call = SceneCall(label: "scene", schedule: schedule)
        let oftener = try plan(inner).oftener(by: 6)
        #expect(oftener.faults[0].call?.schedule.every == .seconds(10))
        #expect(oftener.faults[0].schedule == inner.schedule)
    }

    @Test("Events that do not fit are refused, not merged")
    func refusals() throws {
        #expect(throws: FaultPlanError.tooManyOccurrences(fault: "s", limit: 10_000)) {
            try plan(storm(11)).oftener(by: 1000)
        }
        let lasting = PlannedFault(
            label: "i", kind: "ignore", parameters: FaultParameters([:]),
            schedule: {
                var schedule = FaultSchedule()
                schedule.every = .seconds(100)
                schedule.duration = .seconds(20)
                return schedule
            }())
        #expect(throws: FaultPlanError.overlapping(fault: "i", everySeconds: 10, lastsSeconds: 20)) {
            try plan(lasting).oftener(by: 10).timetable(inRunOf: 1000, seed: 1)
        }
        try plan(storm(10, drops: 3)).checkRoom(inRunOf: 60)
        #expect(throws: FaultPlanError.self) { try plan(storm(100, drops: 3)).checkRoom(inRunOf: 60) }
    }

    @Test("For a faster clock the server's own times shrink and bytes a second grow; the plant's times stay")
    func speed() throws {
        let delay = PlannedFault(
            label: "d", kind: "delay",
            parameters: FaultParameters([
                "by": .duration(2_000_000_000), "jitter": .duration(0), "spread": .word("uniform"),
                "order": .word("keep"),
            ]))
        let rate = PlannedFault(
            label: "b", kind: "rate-limit", parameters: FaultParameters(["bytes_per_second": .integer(100)]))
        let faster = plan(delay, rate, storm(5)).timed(forSpeed: 10)
        #expect(faster.faults[0].parameters.duration("by") == 200_000_000)
        #expect(faster.faults[0].parameters.duration("jitter") == 0)
        #expect(faster.faults[1].parameters.integer("bytes_per_second") == 1000)
        #expect(faster.faults[2] == storm(5))
    }

    @Test("Random gaps shrink to a quarter, so storms may take three quarters of their window and not more")
    func room() throws {
        // 3 drops 0.5 s apart are 1.5 s; n storms need n + 1 times as much, over 0.75.
        try plan(storm(29, drops: 3)).checkRoom(inRunOf: 60)
        #expect(throws: FaultPlanError.crowdedWindow(fault: "s", neededSeconds: 62, availableSeconds: 60)) {
            try plan(storm(30, drops: 3)).checkRoom(inRunOf: 60)
        }
    }
}
