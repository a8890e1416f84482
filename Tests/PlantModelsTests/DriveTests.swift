import Testing

@testable import PlantModels

@Suite("Drives and valves", .timeLimit(.minutes(5)))
struct DriveTests {
    private static let motor =
        "M: { kind: motor, rated_A: 10, contactor_s: 0.3, run_up_s: 2, run_down_s: 4, overload_s: 5 }"

    @Test("a motor's feedback follows its coil after the contactor's delay, its speed after the run-up")
    func start() throws {
        let rig = try Rig(Self.motor, step: 0.1)
        rig["M.run"] = 1
        rig.run(0.2)
        #expect(rig["M.running"] == 0)
        rig.run(0.1)
        #expect(rig["M.running"] == 1)
        #expect(isNear(rig["M.current_A"], 60, 1e-9))
        rig.run(2)
        #expect(rig["M.speed"] == 1)
        #expect(isNear(rig["M.current_A"], 10, 1e-9))
        rig["M.run"] = 0
        rig.run(2)
        #expect(rig["M.running"] == 0)
        #expect(isNear(rig["M.speed"], 0.5, 1e-9))
        #expect(rig["M.current_A"] == 0)
    }

    @Test("run hours and starts are counted")
    func counters() throws {
        let rig = try Rig(Self.motor, step: 0.1)
        for _ in 0..<3 {
            rig["M.run"] = 1
            rig.run(1200.2)
            rig["M.run"] = 0
            rig.run(10)
        }
        #expect(rig["M.starts"] == 3)
        #expect(isNear(rig["M.run_hours"], 1, 1e-6))
    }

    @Test("an overloaded motor trips, stays off until reset, and then starts again")
    func overload() throws {
        let rig = try Rig(Self.motor, step: 0.1)
        rig["M.run"] = 1
        rig.run(10)
        rig["M.fault_mode"] = 2
        rig["M.fault_severity"] = 0.5
        rig.run(4.8)
        #expect(rig["M.tripped"] == 0)
        rig.run(0.4)
        #expect(rig["M.tripped"] == 1)
        #expect(rig["M.running"] == 0)
        rig["M.fault_mode"] = 0
        rig.run(10)
        #expect(rig["M.running"] == 0)
        rig["M.reset"] = 1
        rig.run(1)
        #expect(rig["M.running"] == 1)
    }

    @Test("each motor fault does what it says", arguments: [(1, 0.0, 0.0, 0.0), (3, 1, 1, 1), (4, 0, 1, 0)])
    func faults(mode: Int, feedback: Double, speed: Double, afterStop: Double) throws {
        let rig = try Rig(Self.motor, step: 0.1)
        rig["M.fault_mode"] = Double(mode)
        rig["M.run"] = 1
        rig.run(10)
        #expect(rig["M.running"] == feedback)
        #expect(rig["M.speed"] == speed)
        rig["M.run"] = 0
        rig.run(10)
        #expect(rig["M.speed"] == afterStop)
    }

    @Test("a drive follows its reference along its ramps, keeps its least speed and stops when told")
    func drive() throws {
        let rig = try Rig("D: { kind: vfd, ramp_up_s: 20, ramp_down_s: 10, least_pct: 30 }", step: 0.1)
        rig["D.run"] = 1
        rig["D.reference_pct"] = 80
        rig.run(10.1)
        #expect(isNear(rig["D.speed_pct"], 50, 1))
        rig.run(10)
        #expect(rig["D.speed"] == 0.8)
        rig["D.reference_pct"] = 5
        rig.run(20)
        #expect(isNear(rig["D.speed"], 0.3, 1e-12))
        rig["D.run"] = 0
        rig.run(1)
        #expect(rig["D.running"] == 0)
        #expect(isNear(rig["D.speed"], 0.2, 1e-9))
    }

    @Test("each drive fault does what it says")
    func driveFaults() throws {
        let rig = try Rig("D: { kind: vfd, ramp_up_s: 1, ramp_down_s: 1 }", step: 0.1)
        rig["D.run"] = 1
        rig["D.reference_pct"] = 60
        rig.run(5)
        rig["D.fault_mode"] = 5
        rig["D.reference_pct"] = 90
        rig.run(5)
        #expect(isNear(rig["D.speed"], 0.6, 1e-12))
        rig["D.fault_mode"] = 4
        rig.run(5)
        #expect(rig["D.running"] == 0)
        #expect(isNear(rig["D.speed"], 0.9, 1e-12))
        rig["D.fault_mode"] = 3
        rig.run(5)
        #expect(rig["D.tripped"] == 1)
        #expect(rig["D.speed"] == 0)
        rig["D.fault_mode"] = 1
        rig["D.reset"] = 1
        rig.run(5)
        #expect(rig["D.tripped"] == 0)
        #expect(rig["D.running"] == 0)
    }

    @Test("a valve takes its stroke time between its limit switches")
    func stroke() throws {
        let rig = try Rig("V: { kind: valve, kv_m3h: 10, stroke_s: 8 }", step: 0.1)
        #expect(rig["V.closed"] == 1)
        rig["V.open"] = 1
        rig.run(4)
        #expect(isNear(rig["V.position_pct"], 50, 1e-6))
        #expect(rig["V.closed"] == 0)
        #expect(rig["V.opened"] == 0)
        rig.run(4)
        #expect(rig["V.opened"] == 1)
    }

    @Test("a two-coil valve stops where it is when neither or both of its coils are on")
    func twoCoils() throws {
        let rig = try Rig("V: { kind: valve, kv_m3h: 10, stroke_s: 10, actuator: two_coil }", step: 0.1)
        rig["V.open"] = 1
        rig.run(5)
        rig["V.open"] = 0
        rig.run(20)
        #expect(isNear(rig["V.position_pct"], 50, 1e-6))
        rig["V.open"] = 1
        rig["V.close"] = 1
        rig.run(20)
        #expect(isNear(rig["V.position_pct"], 50, 1e-6))
        rig["V.open"] = 0
        rig.run(20)
        #expect(rig["V.closed"] == 1)
    }

    @Test("each valve fault does what it says")
    func valveFaults() throws {
        let rig = try Rig("V: { kind: valve, kv_m3h: 10, stroke_s: 10 }", step: 0.1)
        rig["V.open"] = 1
        rig["V.fault_mode"] = 1
        rig.run(20)
        #expect(rig["V.position_pct"] == 0)
        rig["V.fault_mode"] = 2
        rig["V.fault_severity"] = 1
        rig.run(10)
        #expect(isNear(rig["V.position_pct"], 50, 1e-6))
        rig["V.fault_mode"] = 5
        rig.run(20)
        #expect(rig["V.opened"] == 0)
        rig["V.fault_mode"] = 4
        rig["V.fault_severity"] = 0.15
        rig["V.open"] = 0
        rig.run(20)
        #expect(isNear(rig["V.position_pct"], 15, 1e-6))
    }

    @Test("a control valve follows its command, sticks within its band and leaks as told")
    func controlValve() throws {
        let rig = try Rig("V: { kind: control_valve, kv_m3h: 10, stroke_s: 10 }", step: 0.1)
        rig["V.command_pct"] = 40
        rig.run(20)
        #expect(isNear(rig["V.position_pct"], 40, 1e-9))
        rig["V.fault_mode"] = 5
        rig["V.fault_severity"] = 5
        rig["V.command_pct"] = 44
        rig.run(20)
        #expect(isNear(rig["V.position_pct"], 40, 1e-9))
        rig["V.command_pct"] = 46
        rig.run(20)
        #expect(isNear(rig["V.position_pct"], 46, 1e-9))
    }

    @Test("an actuator stuck at a position goes there whatever its command")
    func actuator() throws {
        let rig = try Rig("A: { kind: actuator, stroke_s: 10 }", step: 0.1)
        rig["A.command_pct"] = 100
        rig["A.fault_mode"] = 3
        rig["A.fault_severity"] = 45
        rig.run(30)
        #expect(isNear(rig["A.position_pct"], 45, 1e-9))
    }

    @Test("a run-up that lasts longer than the overload relay's delay trips nothing")
    func longRunUp() throws {
        let rig = try Rig("M: { kind: motor, run_up_s: 20, overload_s: 5 }", step: 0.1)
        rig["M.run"] = 1
        for _ in 0..<30 {
            rig.run(1)
            #expect(rig["M.tripped"] == 0)
        }
        #expect(rig["M.running"] == 1 && rig["M.speed"] == 1)
    }
}
