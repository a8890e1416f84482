import Determinism
import FaultPlan
import Testing
import TwinCore

@testable import TwinRuntime

@Suite("The health of a controller", .timeLimit(.minutes(5)))
struct ControllerHealthTests {
    private func bench(_ timetable: FaultTimetable = FaultTimetable([])) throws -> Bench {
        try Bench(try Small.scenario(), timetable)
    }

    private func write(_ bench: Bench, _ tag: String, _ value: Double) {
        bench.twin.exchange.refresh()
        bench.twin.exchange.write(entry: bench.entry(tag), value: value)
    }

    @Test("A healthy controller solves every scan and has met nothing")
    func healthy() throws {
        var bench = try bench()
        bench.run(until: 2)
        let health = bench.twin.health
        #expect(health.isSound && health.standstill == nil && health.mode == .run)
        #expect(health.scans == 20 && health.tally.solvedScans == 20)
    }

    @Test(
        "A fault that nobody asked for is on record with its place, and every scan it costs; the plant gets safe outputs"
    )
    func faulted() throws {
        var bench = try bench()
        bench.run(until: 1)
        #expect(bench.served("RUN") == 1 && bench.value("RUN") == 1)
        write(bench, "PRESET", -5)
        bench.run(until: 3)
        let health = bench.twin.health
        #expect(health.mode == .faulted && health.standstill == .fault && !health.isSound)
        #expect(health.tally.majorFaults == 1 && health.tally.solvedScans == 11)
        #expect(health.unaskedScans == 19 && health.askedScans == 0)
        let fault = bench.twin.scenario.program.fault(at: try #require(health.tally.lastMajor))
        #expect(fault.code == .negativeTimerValue && fault.rung == 1 && fault.operand == "T1" && fault.scan == 11)
        // The rung that drives it did not say so: it is what the plant gets.
        #expect(bench.port("MOTOR.run") == 0 && bench.value("RUN") == 0 && bench.served("RUN") == 0)
        #expect(bench.served("FAULT_CODE") == 434)
        // A set-point is no output: a client reads what it wrote.
        write(bench, "SPEED_LIMIT", 70)
        bench.scan()
        #expect(bench.served("SPEED_LIMIT") == 70)
    }

    @Test("A client that sets the reset clears the fault, and the twin takes the reset back")
    func reset() throws {
        var bench = try bench()
        write(bench, "PRESET", -5)
        bench.run(until: 1)
        write(bench, "PRESET", 500)
        write(bench, "FAULT_RESET", 1)
        bench.run(until: 2)
        #expect(bench.twin.health.mode == .run && bench.served("FAULT_CODE") == 0)
        #expect(bench.served("FAULT_RESET") == 0)
        // What happened stays on record.
        #expect(bench.twin.health.tally.majorFaults == 1 && !bench.twin.health.isSound)
    }

    @Test("Minor faults are counted by operation and by scan, with the first and the last place")
    func minor() throws {
        var bench = try bench()
        bench.run(until: 1)
        write(bench, "DIVISOR", 0)
        bench.run(until: 2)
        write(bench, "DIVISOR", 1)
        bench.run(until: 3)
        let tally = bench.twin.health.tally
        #expect(tally.minorFaults == 10 && tally.minorScans == 10 && tally.solvedScans == 30)
        #expect(tally.firstMinor?.scan == 11 && tally.lastMinor?.scan == 20)
        #expect(bench.served("MINORS") == 10)
        let fault = bench.twin.scenario.program.fault(at: try #require(tally.firstMinor))
        #expect(fault.place == "rung 2, DIV of RATIO: DIV(10,DIVISOR,RATIO)")
    }

    @Test("Standing still as a plan or an operator wants is asked for and no blemish")
    func asked() throws {
        var bench = try bench(Bench.timetable([(Bench.fault("stop"), 1, 2)]))
        bench.run(until: 1.5)
        #expect(bench.twin.health.standstill == .plan && bench.value("RUN") == 0)
        bench.run(until: 3)
        bench.twin.inbox.setMode(runs: false)
        bench.run(until: 4)
        let health = bench.twin.health
        #expect(health.standstill == .operator && health.isSound)
        #expect(health.askedScans == 20 && health.unaskedScans == 0 && health.tally.solvedScans == 20)
    }

    @Test("The mirror carries a health over unchanged")
    func mirror() throws {
        var bench = try bench()
        write(bench, "DIVISOR", 0)
        bench.run(until: 1)
        write(bench, "PRESET", -1)
        bench.run(until: 2)
        let health = bench.twin.health
        #expect(health.tally.lastMajor != nil && health.tally.lastMinor != nil)
        let words = (0..<HealthWords.wordCount).map { HealthWords.word($0, of: health) }
        #expect(HealthWords.health(words) == health)
    }

    @Test("A fault is told at once, its repetitions once a minute with their count, and what is left at the end")
    func watch() throws {
        var health = ControllerHealth(mode: .run)
        var watch = HealthWatch(try Small.scenario().program)
        #expect(watch.notes(health, at: 0).isEmpty)
        health.tally.minorFaults = 1
        let first = watch.notes(health, at: 1)
        #expect(first.map(\.topic) == [.minor] && first.allSatisfy { !$0.isRepeated })
        health.tally.minorFaults = 400
        #expect(watch.notes(health, at: 60.9).isEmpty)
        let counted = watch.notes(health, at: 61)
        #expect(counted.count == 1 && counted[0].isRepeated && counted[0].sentence.contains("400 minor faults"))
        #expect(watch.notes(health, at: 200).isEmpty)
        health.tally.minorFaults = 401
        health.tally.majorFaults = 1
        #expect(watch.notes(health, at: 62, isLast: true).map(\.topic) == [.major, .minor])
    }

    @Test("The evidence gets a summary at the start, one a minute while there is news, and one at the end")
    func summary() throws {
        var health = ControllerHealth(mode: .run)
        var watch = HealthWatch(try Small.scenario().program)
        #expect(watch.summary(health, at: 0) != nil)
        health.scans = 1000
        #expect(watch.summary(health, at: 100) == nil)
        health.unaskedScans = 3
        #expect(watch.summary(health, at: 101) != nil)
        health.unaskedScans = 4
        #expect(watch.summary(health, at: 160) == nil)
        #expect(watch.summary(health, at: 161, isLast: true)?.health.unaskedScans == 4)
    }
}
