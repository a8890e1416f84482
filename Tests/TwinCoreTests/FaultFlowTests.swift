import Determinism
import Testing
import TwinCore

@testable import FaultPlan

@Suite("Faults in a run", .timeLimit(.minutes(5)))
struct FaultFlowTests {
    @Test("A plan that does nothing changes nothing; a fault of what clients read leaves the twin itself alone")
    func fingerprints() throws {
        func fingerprint(_ timetable: FaultTimetable) throws -> String {
            var bench = try Bench(timetable, seed: 7)
            bench.run(until: 600)
            return bench.twin.fingerprint.hexadecimal
        }
        let plain = try fingerprint(FaultTimetable([]))
        let frozen = Bench.timetable([(Bench.fault("freeze", ["tag": .word("LIT101")]), 10, 20)])
        #expect(try fingerprint(frozen) == plain)
        let stopped = Bench.timetable([(Bench.fault("stop"), 10, 20)])
        let first = try fingerprint(stopped)
        #expect(first != plain)
        #expect(try fingerprint(stopped) == first)
    }

    @Test("What waits for requests begins with the scan that hears of them, and its times count from there")
    func waiting() throws {
        let fault = Bench.fault("freeze", ["tag": .word("HEARTBEAT")])
        let events = [
            FaultEvent(at: SimulatedTime(seconds: 0), fault: "freeze", action: .begin(fault: 0, occurrence: 1)),
            FaultEvent(at: SimulatedTime(seconds: 5), fault: "freeze", action: .end(fault: 0, occurrence: 1)),
        ]
        let timetable = FaultTimetable(faults: [fault], [], waiting: [.init(polls: 100, events: events)])
        var bench = try Bench(timetable)
        bench.run(until: 20, polls: 99)
        #expect(bench.notices.isEmpty)
        bench.run(until: 30, polls: 100)
        #expect(bench.notices.map { $0.seconds } == [20, 25])
    }

    @Test("An injected fault begins with the next scan and can be cleared before its time")
    func injection() throws {
        let planned = Bench.timetable([(Bench.fault("freeze", ["tag": .word("HEARTBEAT")]), 5, 50)])
        var bench = try Bench(planned)
        bench.run(until: 10)
        var injected = Bench.fault("offset", ["tag": .word("CLOCK_S"), "by": .number(7)], label: "jump")
        injected.schedule.duration = .seconds(60)
        let armed = try bench.twin.inbox.inject(injected)
        #expect(armed.id == 1)
        bench.scan()
        #expect(bench.served("CLOCK_S") == bench.value("CLOCK_S") + 7)
        bench.twin.inbox.clear(armed.id)
        bench.twin.inbox.clear(0)
        bench.scan()
        #expect(bench.served("CLOCK_S") == bench.value("CLOCK_S"))
        #expect(bench.served("HEARTBEAT") == bench.value("HEARTBEAT"))
        let count = bench.notices.count
        bench.run(until: 80)
        #expect(bench.notices.count == count, "what was cleared ends once")
        #expect(try bench.twin.inbox.inject(injected).id == 2)
        bench.run(until: 141)
        #expect(bench.notices.count == count + 2)
        #expect(bench.notices.last.map { abs($0.seconds - 140) < 0.2 } == true)
    }

    @Test("At the limit of injected faults the next one is refused, and clearing makes room")
    func limit() throws {
        var bench = try Bench()
        let fault = Bench.fault("freeze", ["tag": .word("HEARTBEAT")])
        for _ in 0..<TwinInbox.injectedLimit { _ = try bench.twin.inbox.inject(fault) }
        #expect(throws: InjectionError.tooMany(limit: TwinInbox.injectedLimit)) {
            try bench.twin.inbox.inject(fault)
        }
        bench.scan()
        bench.twin.inbox.clearAll()
        bench.scan()
        #expect(try bench.twin.inbox.inject(fault).id > TwinInbox.injectedLimit)
        #expect(
            throws: InjectionError.unbound(.unpublishedTag(fault: "freeze-\(TwinInbox.injectedLimit + 2)", tag: "TICK"))
        ) {
            try bench.twin.inbox.inject(Bench.fault("freeze", ["tag": .word("TICK")]))
        }
    }

    @Test("Storms and network faults are told and change nothing in the twin")
    func network() throws {
        let delay = Bench.fault("delay", ["by": .duration(1_000_000_000)])
        let events =
            Bench.timetable([(delay, 1, 2)]).events + [
                FaultEvent(
                    at: SimulatedTime(seconds: 3), fault: "s", action: .dropConnections(.reset, storm: 1, drop: 1))
            ]
        var bench = try Bench(FaultTimetable(faults: [delay], events))
        bench.run(until: 4)
        #expect(bench.notices.map { $0.seconds } == [1, 2, 3])
        var plain = try Bench()
        plain.run(until: 4)
        #expect(bench.twin.fingerprint == plain.twin.fingerprint)
    }

    @Test("Clearing everything also forgets what was injected and waits for its time, and leaves the plan's faults")
    func clearAll() throws {
        let planned = Bench.timetable([(Bench.fault("freeze", ["tag": .word("HEARTBEAT")]), 120, 130)])
        var bench = try Bench(planned)
        var injected = Bench.fault("offset", ["tag": .word("CLOCK_S"), "by": .number(7)], label: "later")
        injected.schedule.at = .seconds(100)
        injected.schedule.duration = .seconds(5)
        _ = try bench.twin.inbox.inject(injected)
        bench.run(until: 10)
        bench.twin.inbox.clearAll()
        bench.run(until: 110)
        #expect(bench.notices.isEmpty, "it would have begun at 100 s")
        bench.run(until: 140)
        #expect(bench.notices.map { $0.seconds } == [120, 130])
    }

    @Test("What cannot be injected has its code")
    func injectionCodes() throws {
        func code(_ bench: Bench, _ fault: PlannedFault) -> String? {
            #expect(throws: InjectionError.self) { try bench.twin.inbox.inject(fault) }?.code
        }
        let fault = Bench.fault("freeze", ["tag": .word("HEARTBEAT")])
        let full = try Bench()
        for _ in 0..<TwinInbox.injectedLimit { _ = try full.twin.inbox.inject(fault) }
        #expect(code(full, fault) == "FLT301")
        var follower = fault
        follower.schedule.origin = .after("other")
        #expect(code(try Bench(), follower) == "FLT302")
        var endless = fault
        endless.schedule.every = .seconds(10)
        #expect(code(try Bench(), endless) == "FLT104", "the plan's own")
        let unbound = Bench.fault("freeze", ["tag": .word("NOBODY")])
        #expect(code(try Bench(), unbound)?.hasPrefix("FLT2") == true, "the scenario's own")
    }
}
