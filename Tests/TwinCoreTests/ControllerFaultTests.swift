import Determinism
import FaultPlan
import Testing
import TwinCore

@Suite("Faults of the controller", .timeLimit(.minutes(5)))
struct ControllerFaultTests {
    private func write(_ bench: Bench, _ tag: String, _ value: Double) {
        bench.twin.exchange.refresh()
        bench.twin.exchange.write(entry: bench.entry(tag), value: value)
    }

    @Test("A restart switches the power off, loses what clients wrote and starts from initial values")
    func restart() throws {
        let fault = Bench.fault("restart", ["off": .duration(5_000_000_000)])
        var bench = try Bench(Bench.timetable([(fault, 300, nil)]))
        bench.run(until: 10)
        write(bench, "SP_LEAD_OFF", 0.75)
        bench.run(until: 300)
        #expect(bench.served("SP_LEAD_OFF") == 0.75)
        #expect(bench.value("HEARTBEAT") >= 299)
        write(bench, "SP_LEAD_ON", 1.6)
        bench.run(until: 303)
        #expect(bench.twin.controller.mode == .program)
        #expect(bench.port("P101_motor.run") == 0 && bench.port("P102_motor.run") == 0)
        bench.run(until: 305.3)
        #expect(bench.twin.controller.mode == .run)
        #expect(Float(bench.served("SP_LEAD_OFF")) == 0.7)
        #expect(bench.served("SP_LEAD_ON") == 1.5)
        #expect(bench.value("HEARTBEAT") <= 1)
        let power = bench.notices.compactMap { entry -> String? in
            switch entry.notice {
            case .poweredOff(let cause, .reset) where cause.fault == 0 && cause.occurrence == 1:
                "off at \(entry.seconds)"
            case .poweredOn: "on at \(entry.seconds)"
            default: nil
            }
        }
        #expect(power == ["off at 300.0", "on at 305.0"])
        #expect(bench.twin.plant.conservationErrors().allSatisfy { $0.relativeError < 1e-9 })
    }

    @Test("Stop is program mode with safe outputs and the values kept, then run mode with a first scan")
    func stop() throws {
        var bench = try Bench(Bench.timetable([(Bench.fault("stop"), 100, 160)]))
        bench.run(until: 100)
        let heartbeat = bench.value("HEARTBEAT")
        bench.run(until: 130)
        #expect(bench.twin.controller.mode == .program)
        #expect(bench.served("HEARTBEAT") == heartbeat)
        #expect(bench.port("P101_motor.run") == 0)
        // Communication goes on in program mode.
        write(bench, "SP_LEAD_OFF", 0.75)
        bench.scan()
        #expect(bench.value("SP_LEAD_OFF") == 0.75)
        bench.run(until: 161.5)
        #expect(bench.twin.controller.mode == .run)
        #expect(bench.value("HEARTBEAT") > heartbeat)
        #expect(bench.value("SP_LEAD_OFF") == 0.75)
    }

    @Test("A program change stops for its time, keeps values and drops connections if asked", arguments: ["yes", "no"])
    func programChange(_ drops: String) throws {
        let fault = Bench.fault(
            "program-change", ["stopped": .duration(3_000_000_000), "drops": .word(drops)])
        var bench = try Bench(Bench.timetable([(fault, 50, nil)]))
        bench.run(until: 51)
        #expect(bench.twin.controller.mode == .program)
        bench.run(until: 53.1)
        #expect(bench.twin.controller.mode == .run)
        #expect(bench.value("HEARTBEAT") >= 49)
        let dropped = bench.notices.filter { if case .droppedConnections = $0.notice { true } else { false } }.count
        #expect(dropped == (drops == "yes" ? 1 : 0))
        // The strike, and the end of its effect.
        #expect(bench.notices.count - dropped == 2)
    }

    @Test("A frozen scan answers from the last image while the plant goes on, and takes writes up afterwards")
    func freezeScan() throws {
        var bench = try Bench(Bench.timetable([(Bench.fault("scan-freeze"), 100, 130)]))
        bench.run(until: 100)
        let heartbeat = bench.served("HEARTBEAT")
        let level = bench.port("wet_well.level_m")
        bench.scan()
        write(bench, "SP_LEAD_OFF", 0.75)
        bench.run(until: 130)
        #expect(bench.served("HEARTBEAT") == heartbeat)
        #expect(bench.served("SP_LEAD_OFF") == 0.75)
        #expect(Float(bench.value("SP_LEAD_OFF")) == 0.7)
        #expect(bench.port("wet_well.level_m") != level)
        bench.run(until: 132)
        #expect(bench.value("SP_LEAD_OFF") == 0.75)
        #expect(bench.served("HEARTBEAT") > heartbeat)
    }

    @Test("Program mode and run mode can be asked for; a stop outranks run mode")
    func modes() throws {
        var bench = try Bench(Bench.timetable([(Bench.fault("stop"), 10, 20)]))
        bench.twin.inbox.setMode(runs: false)
        bench.scan()
        #expect(bench.twin.controller.mode == .program)
        bench.run(until: 15)
        bench.twin.inbox.setMode(runs: true)
        bench.scan()
        #expect(bench.twin.controller.mode == .program)
        bench.run(until: 21)
        #expect(bench.twin.controller.mode == .run)
        bench.twin.inbox.setMode(runs: false)
        bench.run(until: 22)
        #expect(bench.twin.controller.mode == .program)
        bench.twin.controller.reportWatchdog(elapsedNanoseconds: 1, at: bench.now)
        bench.twin.inbox.setMode(runs: true)
        bench.run(until: 23)
        #expect(bench.twin.controller.mode == .run)
        bench.twin.controller.reportWatchdog(elapsedNanoseconds: 1, at: bench.now)
        #expect(bench.twin.controller.mode == .faulted)
        bench.twin.inbox.setMode(runs: true)
        bench.run(until: 24)
        #expect(bench.twin.controller.mode == .run)
    }
}
