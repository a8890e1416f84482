import Testing

@testable import PlantModels

@Suite("Instruments", .timeLimit(.minutes(5)))
struct InstrumentTests {
    private static let plain = "S: { kind: sensor, low: 0, high: 10 }"

    @Test(
        "4-20 mA spans the range and saturates at 3.8 and 20.5 mA",
        arguments: [
            (0.0, 4.0), (5, 12), (10, 20), (-0.1, 3.84), (-5, 3.8), (10.3, 20.48), (99, 20.5),
        ])
    func loop(value: Double, milliamps: Double) throws {
        let rig = try Rig(Self.plain)
        rig["S.input"] = value
        rig.run(1)
        #expect(isNear(rig["S.milliamps"], milliamps, 1e-9))
        #expect(isNear(rig["S.measured"], (milliamps - 4) / 1.6, 1e-9))
        #expect(rig["S.true"] == value)
    }

    @Test("each fault says something wrong while the true value goes on")
    func faults() throws {
        let rig = try Rig(Self.plain)
        rig["S.input"] = 5
        func read(_ mode: SensorFault, _ severity: Double, after seconds: Double = 1) -> Double {
            rig["S.fault_mode"] = Double(mode.rawValue)
            rig["S.fault_severity"] = severity
            rig.run(seconds)
            return rig["S.measured"]
        }
        #expect(read(.none, 0) == 5)
        #expect(read(.bias, -1.5) == 3.5)
        #expect(read(.drift, 2) == 5)
        #expect(isNear(read(.drift, 2, after: 1800), 6, 1e-9))
        #expect(read(.none, 0) == 5)
        rig["S.input"] = 7
        #expect(read(.frozen, 0) == 5)
        #expect(rig["S.true"] == 7)
        #expect(read(.none, 0) == 7)
        _ = read(.dropout, 0)
        #expect(rig["S.milliamps"] == 3.5)
        _ = read(.wireBreak, 0)
        #expect(rig["S.milliamps"] == 0)
        let noisy = (0..<100).map { _ in read(.noise, 0.5) }
        #expect(noisy.contains { $0 > 7.2 })
        #expect(noisy.contains { $0 < 6.8 })
        #expect(read(.none, 0) == 7)
    }

    @Test("a lag passes 63 % of a step after its time")
    func lag() throws {
        let rig = try Rig("S: { kind: sensor, high: 10, lag_s: 20 }", step: 0.1)
        rig["S.input"] = 5
        rig.run(20)
        #expect(isNear(rig["S.measured"], 5 * 0.63212, 1e-4))
    }

    @Test("noise has the standard deviation that it says, and resolution rounds")
    func noise() throws {
        let rig = try Rig(
            "S: { kind: sensor, high: 10, noise: 0.2, input: 5 }\nR: { kind: sensor, high: 10, resolution: 0.25, input: 5.1 }"
        )
        var (sum, squares) = (0.0, 0.0)
        for _ in 0..<5000 {
            rig.run(1)
            let error = rig["S.measured"] - 5
            sum += error
            squares += error * error
        }
        #expect(isNear(sum / 5000, 0, 0.015))
        #expect(isNear((squares / 5000).squareRoot(), 0.2, 0.01))
        #expect(rig["R.measured"] == 5)
    }

    @Test("a level switch makes and breaks at its two levels")
    func levelSwitch() throws {
        let rig = try Rig("L: { kind: process_switch, on_at: 2.5, off_at: 2 }")
        func contact(_ level: Double) -> Double {
            rig["L.input"] = level
            rig.run(1)
            return rig["L.contact"]
        }
        #expect([1, 2.4, 2.5, 2.2, 2.01, 2, 2.4, 2.6].map(contact) == [0, 0, 1, 1, 1, 0, 0, 1])
    }

    @Test("a freezestat trips below its limit after its delay, latches, and opens a normally closed contact")
    func freezestat() throws {
        let rig = try Rig(
            "F: { kind: process_switch, on_at: 3, off_at: 5, delay_s: 5, latching: 1, normally_closed: 1, input: 20 }")
        #expect(rig["F.contact"] == 1)
        func after(_ seconds: Int, _ celsius: Double) -> Double {
            rig["F.input"] = celsius
            for _ in 0..<seconds { rig.run(1) }
            return rig["F.contact"]
        }
        #expect(after(4, 2) == 1)
        #expect(after(1, 10) == 1)
        #expect(after(5, 2) == 1)
        #expect(after(1, 2) == 0)
        #expect(after(5, 20) == 0)
        rig["F.reset"] = 1
        #expect(after(1, 20) == 1)
        rig["F.fault_mode"] = 1
        #expect(after(1, 20) == 0)
        rig["F.fault_mode"] = 2
        #expect(after(1, 20) == 1)
    }

    @Test("a fault's noise is drawn apart: after it a sensor goes on with the noise that it would have had")
    func faultNoise() throws {
        let text = "S: { kind: sensor, high: 10, noise: 0.2, input: 5 }"
        let (spoilt, healthy) = (try Rig(text), try Rig(text))
        spoilt["S.fault_mode"] = Double(SensorFault.noise.rawValue)
        spoilt["S.fault_severity"] = 0.5
        for _ in 0..<7 {
            spoilt.run(1)
            healthy.run(1)
            #expect(spoilt["S.measured"] != healthy["S.measured"])
        }
        spoilt["S.fault_mode"] = 0
        for _ in 0..<7 {
            spoilt.run(1)
            healthy.run(1)
            #expect(spoilt["S.measured"] == healthy["S.measured"])
        }
    }

    @Test("a drift counts from the beginning of its fault, also the second time")
    func driftAgain() throws {
        let rig = try Rig("S: { kind: sensor, high: 10, input: 5 }")
        for _ in 0..<2 {
            rig["S.fault_mode"] = Double(SensorFault.drift.rawValue)
            rig["S.fault_severity"] = 2
            rig.run(1)
            #expect(isNear(rig["S.measured"], 5, 0.01))
            rig.run(1800)
            #expect(isNear(rig["S.measured"], 6, 0.01))
            rig["S.fault_mode"] = 0
            rig.run(1)
            #expect(rig["S.measured"] == 5)
        }
    }
}
