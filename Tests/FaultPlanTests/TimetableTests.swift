import Determinism
import FaultPlan
import Testing

@Suite("Timetables", .timeLimit(.minutes(5)))
struct TimetableTests {
    private func delay(_ label: String, _ change: (inout FaultSchedule) -> Void) -> PlannedFault {
        let parameters: [String: ParameterValue] = [
            "by": .duration(100_000_000), "jitter": .duration(0), "spread": .word("uniform"), "order": .word("keep"),
        ]
        return planned(label, "delay", parameters, change)
    }

    private func reset(_ label: String, _ change: (inout FaultSchedule) -> Void) -> PlannedFault {
        planned(label, "reset-idle", ["close": .word("reset")], change)
    }

    private func planned(
        _ label: String, _ kind: String, _ parameters: [String: ParameterValue],
        _ change: (inout FaultSchedule) -> Void
    ) -> PlannedFault {
        var schedule = FaultSchedule()
        change(&schedule)
        return PlannedFault(label: label, kind: kind, parameters: FaultParameters(parameters), schedule: schedule)
    }

    private func storm(_ label: String, from: Double, until: Double) -> PlannedFault {
        PlannedFault(
            label: label, kind: "reconnect-storm",
            parameters: FaultParameters([
                "storms": .integer(2), "drops": .integer(1), "spacing": .duration(1), "gaps": .word("fixed"),
                "close": .word("reset"), "from": .time(.seconds(from)), "until": .time(.seconds(until)),
            ]))
    }

    private func timetable(
        _ faults: [PlannedFault], run: Double? = 100, seed: UInt64 = 1
    ) throws(FaultPlanError) -> FaultTimetable {
        try FaultPlan(name: "p", summary: "s", faults: faults).timetable(inRunOf: run, seed: seed)
    }

    private func text(_ events: [FaultEvent]) -> [String] {
        events.map { event in
            switch event.action {
            case .begin(let fault, let occurrence): "\(event.at.seconds) begin \(fault).\(occurrence)"
            case .end(let fault, let occurrence): "\(event.at.seconds) end \(fault).\(occurrence)"
            case .strike(let fault, let occurrence): "\(event.at.seconds) strike \(fault).\(occurrence)"
            case .dropConnections(_, let storm, let drop): "\(event.at.seconds) drop \(storm).\(drop)"
            case .refuseConnections, .acceptConnections: "\(event.at.seconds)"
            }
        }
    }

    @Test("A lasting fault begins and ends; without a length it goes on to the run's end")
    func once() throws {
        let faults = [
            delay("a") {
                $0.at = .share(0.25)
                $0.duration = .seconds(5)
            }, delay("b") { $0.at = .seconds(27) },
        ]
        #expect(text(try timetable(faults).events) == ["25.0 begin 0.1", "27.0 begin 1.1", "30.0 end 0.1"])
    }

    @Test("Repetitions count from beginning to beginning and stop at their number or at the run's end")
    func repeated() throws {
        let three = delay("a") {
            $0.at = .seconds(10)
            $0.duration = .seconds(5)
            $0.every = .seconds(20)
            $0.times = 3
        }
        #expect(
            text(try timetable([three]).events) == [
                "10.0 begin 0.1", "15.0 end 0.1", "30.0 begin 0.2", "35.0 end 0.2", "50.0 begin 0.3", "55.0 end 0.3",
            ])
        let toTheEnd = reset("a") { $0.every = .share(0.3) }
        #expect(
            text(try timetable([toTheEnd]).events).map { $0.prefix { $0 != "." } } == ["0", "30", "60", "90"])
    }

    @Test("Nothing happens at the run's end or later")
    func clipped() throws {
        let fault = delay("a") {
            $0.at = .seconds(80)
            $0.duration = .seconds(20)
            $0.every = .seconds(20)
            $0.times = 3
        }
        #expect(text(try timetable([fault]).events) == ["80.0 begin 0.1"])
        #expect(text(try timetable([fault], run: nil).events).last == "140.0 end 0.3")
    }

    @Test("Random gaps have their mean, are at least as long as the fault, and depend on seed, label and place alone")
    func randomGaps() throws {
        func begins(_ seed: UInt64, before: [PlannedFault] = []) throws -> [Double] {
            let fault = delay("a") {
                $0.duration = .seconds(2)
                $0.every = .seconds(10)
                $0.times = 5000
                $0.gaps = .random
            }
            return try timetable(before + [fault], run: nil, seed: seed).events
                .filter { if case .begin(before.count, _) = $0.action { true } else { false } }.map(\.at.seconds)
        }
        let moments = try begins(3)
        let gaps = zip(moments.dropFirst(), moments).map { $0 - $1 }
        #expect(moments[0] == 0)
        #expect(gaps.min() ?? 0 >= 2.5)
        #expect(abs(gaps.reduce(0, +) / Double(gaps.count) - 10) < 0.5)
        #expect(moments[4999] < 50_000 - 2)
        #expect(try begins(3) == moments)
        #expect(try begins(4) != moments)
        #expect(try begins(3, before: [reset("x") { _ in }]) != moments)
    }

    @Test("'after' is the end of the last occurrence, and the time counts from there")
    func after() throws {
        let faults = [
            delay("a") {
                $0.duration = .seconds(5)
                $0.every = .seconds(20)
                $0.times = 2
            },
            reset("b") {
                $0.origin = .after("a")
                $0.at = .seconds(3)
            },
            reset("c") { $0.origin = .after("b") },
        ]
        #expect(text(try timetable(faults).events).suffix(3) == ["25.0 end 0.2", "28.0 strike 1.1", "28.0 strike 2.1"])
        #expect(throws: FaultPlanError.nothingToFollow(fault: "b", after: "a")) {
            try timetable([delay("a") { _ in }, faults[1]])
        }
    }

    @Test("What waits for requests stands in a group of its own, what comes after it in another")
    func polls() throws {
        let faults = [
            delay("a") {
                $0.origin = .polls(1000)
                $0.at = .seconds(1)
                $0.duration = .seconds(2)
            },
            reset("b") {
                $0.origin = .after("a")
                $0.at = .seconds(4)
            },
            reset("c") { $0.at = .seconds(9) },
        ]
        let made = try timetable(faults)
        #expect(text(made.events) == ["9.0 strike 2.1"])
        #expect(made.waiting.map(\.polls) == [1000, 1000])
        #expect(made.plannedEvents == made.events.count + made.waiting[0].events.count + made.waiting[1].events.count)
        #expect(made.waiting.map { text($0.events) } == [["1.0 begin 0.1", "3.0 end 0.1"], ["7.0 strike 1.1"]])
    }

    private func scene(_ change: (inout FaultSchedule) -> Void) -> [PlannedFault] {
        var schedule = FaultSchedule()
        change(&schedule)
        let call = SceneCall(label: "s", schedule: schedule)
        var faults = [
            delay("s/a") {
                $0.at = .seconds(1)
                $0.duration = .seconds(4)
            },
            reset("s/b") { $0.origin = .after("s/a") },
        ]
        for index in faults.indices { faults[index].call = call }
        return faults
    }

    @Test("A scene's times count from each call, and its faults' occurrences go on from call to call")
    func scenes() throws {
        let faults =
            scene {
                $0.at = .seconds(10)
                $0.every = .seconds(30)
                $0.times = 2
            } + [reset("c") { $0.origin = .after("s") }]
        #expect(
            text(try timetable(faults).events) == [
                "11.0 begin 0.1", "15.0 end 0.1", "15.0 strike 1.1", "41.0 begin 0.2", "45.0 end 0.2",
                "45.0 strike 1.2", "45.0 strike 2.1",
            ])
        let waiting = try timetable(scene { $0.origin = .polls(50) })
        #expect(waiting.events.isEmpty)
        #expect(waiting.waiting.map { text($0.events) } == [["1.0 begin 0.1", "5.0 end 0.1", "5.0 strike 1.1"]])
    }

    @Test("Storms keep numbers of their own over the whole plan, in scenes too")
    func stormNumbers() throws {
        var called = storm("s/x", from: 0, until: 9)
        called.call = SceneCall(label: "s", schedule: FaultSchedule())
        called.call?.schedule.every = .seconds(40)
        called.call?.schedule.times = 2
        let made = try timetable([storm("y", from: 60, until: 90), called])
        #expect(
            text(made.events) == ["3.0 drop 3.1", "6.0 drop 4.1", "43.0 drop 5.1", "46.0 drop 6.1"]
                + ["70.0 drop 1.1", "80.0 drop 2.1"])
        #expect(made.stormStarts.map(\.seconds) == [3, 6, 43, 46, 70, 80])
        called.call?.schedule.every = .seconds(2)
        #expect { try timetable([called]) } throws: { error in
            if case .overlapping(fault: "s/x", _, _)? = error as? FaultPlanError { true } else { false }
        }
    }

    @Test("A fault or a scene that would begin before it has ended is refused, whatever the seed")
    func overlaps() {
        let mixed = delay("a") {
            $0.duration = .share(0.2)
            $0.every = .seconds(10)
            $0.times = 2
        }
        #expect(throws: FaultPlanError.overlapping(fault: "a", everySeconds: 10, lastsSeconds: 20)) {
            try timetable([mixed])
        }
        #expect(throws: Never.self) { try timetable([mixed], run: 50) }
        #expect(throws: FaultPlanError.neverEnds(fault: "a")) {
            try timetable([delay("a") { $0.every = .seconds(10) }])
        }
        #expect(throws: FaultPlanError.overlapping(fault: "s", everySeconds: 3, lastsSeconds: 4)) {
            try timetable(
                scene {
                    $0.every = .seconds(3)
                    $0.times = 2
                })
        }
    }

    @Test("Limits have names: occurrences of a fault, events of a plan, repetitions without an end")
    func limits() throws {
        let often = reset("a") {
            $0.every = .seconds(0.0005)
            $0.times = 100_000
        }
        #expect(try timetable([often]).events.count == 100_000)
        #expect(throws: FaultPlanError.tooManyOccurrences(fault: "a", limit: 100_000)) {
            try timetable([reset("a") { $0.every = .seconds(0.0005) }])
        }
        #expect(throws: FaultPlanError.tooManyEvents(limit: 1_000_000)) {
            try timetable(
                (0...10).map { place in
                    var fault = often
                    fault.label = "\(place)"
                    return fault
                })
        }
        #expect(throws: FaultPlanError.repeatsForEver(fault: "a")) {
            try timetable([reset("a") { $0.every = .seconds(1) }], run: nil)
        }
    }

    @Test("Times beyond the simulated clock are left out, not wrapped")
    func farFuture() throws {
        let fault = delay("a") {
            $0.at = .seconds(3.1e9)
            $0.duration = .seconds(3.1e9)
            $0.every = .seconds(3.15e9)
            $0.times = 90
        }
        #expect(try timetable([fault], run: nil).events.count == 3)
    }
}
