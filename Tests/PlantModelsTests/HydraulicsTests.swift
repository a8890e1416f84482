import Testing

@testable import PlantModels

@Suite("Water in lines", .timeLimit(.minutes(5)))
struct HydraulicsTests {
    private func liftMain(speed: Double) -> String {
        """
        river: { kind: source, head_m: 0 }
        tank: { kind: tank, area_m2: \(Double.pi * 6.25), height_m: 6, bottom_m: 10, initial_m: 1 }
        main: { kind: pipe, length_m: 500, diameter_mm: 150, roughness_C: 130, minor_K: 5 }
        P1: { kind: pump, curve: [[0, 30], [20, 25], [35, 15]], speed: \(speed) }
        lift: { kind: line, from: river, to: tank, elements: [P1, main] }
        """
    }

    @Test(
        "the lift main of the EPANET reference at three speeds",
        arguments: [
            (1.0, 27.83, 20.43, [3.47, 5.75, 6.0]), (0.9, 23.12, 17.68, [3.03, 4.89, 6.0]),
            (0.8, 17.97, 15.18, [2.56, 3.96, 5.18]),
        ])
    func liftMain(speed: Double, flow: Double, head: Double, levels: [Double]) throws {
        let rig = try Rig(liftMain(speed: speed), step: 1)
        #expect(isNear(rig["lift.flow_Lps"], flow, 0.01))
        #expect(isNear(rig["P1.head_m"], head, 0.01))
        for level in levels {
            rig.run(1800)
            #expect(isNear(rig["tank.level_m"], level, 0.01))
        }
        #expect(rig.worstConservationError < 1e-9)
    }

    @Test("a pipe's loss is Hazen-Williams, and the flow that loses it gives it back")
    func hazenWilliams() {
        let pipe = Resistance(friction: 10.67 * 100 / (8222.06 * 9.70e-5))
        let loss = pipe.loss(0.02)
        #expect(isNear(pipe.flow(losing: loss), 0.02, 1e-12))
        #expect(isNear(pipe.flow(losing: -loss), -0.02, 1e-12))
        var mixed = pipe
        mixed += Resistance(linear: 30, quadratic: 500)
        for flow in [1e-6, 1e-3, 0.02, 1.5] {
            #expect(isNear(mixed.flow(losing: mixed.loss(flow)) / flow, 1, 1e-9))
        }
    }

    @Test("100 m of 150 mm pipe with C 130 loses 0.955 m at 20 L/s")
    func hazenWilliamsFigure() throws {
        // 10.67 · 100 · 0.02^1.852 / (130^1.852 · 0.15^4.8704) = 0.9549 m
        let rig = try Rig(
            """
            a: { kind: source, head_m: 0.95493 }
            b: { kind: sink, head_m: 0 }
            main: { kind: pipe, length_m: 100, diameter_mm: 150, roughness_C: 130 }
            run: { kind: line, from: a, to: b, elements: [main] }
            """)
        #expect(isNear(rig["run.flow_Lps"], 20, 0.02))
    }

    @Test("a valve passes its Kv at one bar when open")
    func valveFlow() throws {
        let rig = try Rig(
            """
            a: { kind: source, head_m: 10.193680 }
            b: { kind: sink }
            V: { kind: valve, kv_m3h: 36, initial_pct: 100, open: 1 }
            run: { kind: line, from: a, to: b, elements: [V] }
            """)
        #expect(isNear(rig["run.flow_m3h"], 36, 0.001))
    }

    @Test("two pumps in parallel give more than one and less than twice as much")
    func parallel() throws {
        func flow(_ first: Double, _ second: Double) throws -> Double {
            let rig = try Rig(
                """
                well: { kind: source, head_m: 1 }
                works: { kind: sink, head_m: 12 }
                main: { kind: pipe, length_m: 350, diameter_mm: 150, minor_K: 4 }
                P1: { kind: pump, curve: [[0, 24], [15, 19], [28, 9]], speed: \(first) }
                P2: { kind: pump, curve: [[0, 24], [15, 19], [28, 9]], speed: \(second) }
                lift: { kind: line, from: well, to: works, elements: [[P1, P2], main] }
                """)
            #expect(isNear(rig["P1.flow_Lps"] + rig["P2.flow_Lps"], rig["lift.flow_Lps"], 1e-9))
            return rig["lift.flow_Lps"]
        }
        let one = try flow(1, 0)
        let both = try flow(1, 1)
        #expect(both > 1.1 * one)
        #expect(both < 2 * one)
        #expect(try flow(0, 0) == 0)
        // A pump too slow for the common head is held shut by its check valve and takes nothing.
        #expect(isNear(try flow(1, 0.5), one, 1e-9))
    }

    @Test("a check valve holds the water back, and a stuck one lets it run back")
    func checkValve() throws {
        let rig = try Rig(
            """
            well: { kind: tank, area_m2: 4, height_m: 3, initial_m: 1 }
            tower: { kind: tank, area_m2: 4, height_m: 3, bottom_m: 12, initial_m: 2 }
            main: { kind: pipe, length_m: 350, diameter_mm: 150, minor_K: 4 }
            P1: { kind: pump, curve: [[0, 24], [15, 19], [28, 9]] }
            P2: { kind: pump, curve: [[0, 24], [15, 19], [28, 9]] }
            lift: { kind: line, from: well, to: tower, elements: [[P1, P2], main] }
            """)
        rig.run(5)
        #expect(rig["lift.flow_Lps"] == 0)
        #expect(isNear(rig["lift.discharge_kPa"], 14 * 9.801, 0.1))
        rig["P2.fault_mode"] = 3
        rig.run(5)
        #expect(rig["lift.flow_Lps"] < -1)
        rig["P1.speed"] = 1
        rig.run(5)
        #expect(rig["P1.flow_Lps"] > 5)
        #expect(rig["P2.flow_Lps"] < -1)
        #expect(rig.worstConservationError < 1e-9)
    }

    @Test("a pump against a shut valve holds its shutoff head and moves nothing")
    func deadHead() throws {
        let rig = try Rig(
            """
            a: { kind: source, head_m: 0 }
            b: { kind: sink, head_m: 5 }
            V: { kind: valve, kv_m3h: 100 }
            P: { kind: pump, curve: [[20, 15]], speed: 1 }
            run: { kind: line, from: a, to: b, elements: [P, V] }
            """)
        #expect(rig["run.flow_Lps"] == 0)
        #expect(isNear(rig["P.head_m"], 20, 1e-6))
        #expect(isNear(rig["run.discharge_kPa"], 20 * 9.801, 0.1))
    }

    @Test("affinity: flow goes with speed, head with its square, power with its cube")
    func affinity() throws {
        // Without static lift and with a purely quadratic system the operating point slides along the affinity curve.
        func point(_ speed: Double) throws -> (flow: Double, head: Double, power: Double) {
            let rig = try Rig(
                """
                a: { kind: source, head_m: 0 }
                b: { kind: sink, head_m: 0 }
                hole: { kind: orifice, diameter_mm: 60 }
                P: { kind: pump, curve: [[0, 30], [20, 25], [35, 15]], speed: \(speed) }
                run: { kind: line, from: a, to: b, elements: [P, hole] }
                """)
            return (rig["run.flow_Lps"], rig["P.head_m"], rig["P.power_kW"])
        }
        let full = try point(1)
        for speed in [0.3, 0.7, 1.2] {
            let slow = try point(speed)
            #expect(isNear(slow.flow / full.flow, speed, 1e-9))
            #expect(isNear(slow.head / full.head, speed * speed, 1e-9))
            #expect(isNear(slow.power / full.power, speed * speed * speed, 1e-9))
        }
    }

    @Test("a curve goes through its points, and one point means a shutoff head of 4/3")
    func curves() throws {
        let three = try #require(FlowCurve(points: [(0, 30), (20, 25), (35, 15)]))
        let pump = { (flow: Double) in three.shutoff - three.factor * power(flow, three.exponent) }
        #expect(isNear(pump(0), 30, 1e-12))
        #expect(isNear(pump(20), 25, 1e-9))
        #expect(isNear(pump(35), 15, 1e-9))
        let one = try #require(FlowCurve(points: [(20, 15)]))
        #expect(one.shutoff == 20)
        #expect(isNear(one.shutoff - one.factor * 400, 15, 1e-12))
        #expect(FlowCurve(points: [(0, 30), (20, 31), (35, 15)]) == nil)
        #expect(FlowCurve(points: [(5, 30), (20, 25), (35, 15)]) == nil)
    }

    @Test("the root finder finds the root of steep, flat and kinked functions, also at an end")
    func roots() {
        #expect(isNear(rootOfIncreasing(from: 0, to: 10) { $0 * $0 * $0 - 2 }, 1.2599210498948732, 1e-12))
        #expect(isNear(rootOfIncreasing(from: 0, to: 1) { $0.squareRoot() - 1e-3 }, 1e-6, 1e-15))
        #expect(isNear(rootOfIncreasing(from: -5, to: 5) { $0 < 1 ? -1e-9 : 1e9 * ($0 - 1) }, 1, 1e-12))
        #expect(rootOfIncreasing(from: 3, to: 5) { $0 - 3 } == 3)
        #expect(rootOfIncreasing(from: 3, to: 5) { $0 - 9 } == 5)
        #expect(isNear(rootOfIncreasing(from: 0, to: 1) { power($0, 9) - 1e-18 }, 0.01, 1e-12))
    }

    @Test("a lift station's cycle takes V/(Qp-Qi) + V/Qi", arguments: [(5.0, 800.0), (10, 600), (15, 800)])
    func pumpCycle(inflow: Double, seconds: Double) throws {
        // A steep curve, so that the pump gives 20 L/s whatever the level.
        let rig = try Rig(
            """
            in: { kind: inflow, to: well, mean_Lps: \(inflow) }
            well: { kind: tank, area_m2: 30, height_m: 3, initial_m: 1 }
            works: { kind: sink, head_m: 300 }
            P: { kind: pump, curve: [[0, 100000], [20, 300], [20.001, 210]] }
            hole: { kind: orifice, diameter_mm: 2000 }
            lift: { kind: line, from: well, to: works, elements: [P, hole] }
            """, step: 0.1)
        rig["P.speed"] = 1
        let down = try #require(rig.time(limit: 4000) { $0["well.level_m"] <= 0.9 })
        rig["P.speed"] = 0
        let up = try #require(rig.time(limit: 4000) { $0["well.level_m"] >= 1.0 })
        #expect(isNear(down + up, seconds, seconds * 0.002))
    }

    @Test("a line takes no water from below its intake, and pours over a free outlet")
    func elevations() throws {
        let rig = try Rig(
            """
            a: { kind: tank, area_m2: 1, height_m: 3, initial_m: 2 }
            b: { kind: tank, area_m2: 1, height_m: 3, bottom_m: -5 }
            hose: { kind: pipe, length_m: 2, diameter_mm: 50 }
            over: { kind: line, from: a, to: b, elements: [hose], inlet_m: 0.5, outlet_m: -1 }
            """)
        rig.run(3600)
        #expect(isNear(rig["a.level_m"], 0.5, 1e-6))
        #expect(isNear(rig["b.level_m"], 1.5, 1e-6))
        #expect(rig["over.starved"] == 1)
    }

    @Test("each pump fault and a blocked pipe do what they say")
    func faults() throws {
        let rig = try Rig(liftMain(speed: 1))
        let healthy = rig["lift.flow_Lps"]
        func flow(_ mode: Double, _ severity: Double) -> Double {
            rig["P1.fault_mode"] = mode
            rig["P1.fault_severity"] = severity
            rig.run(1)
            return rig["lift.flow_Lps"]
        }
        #expect(flow(1, 0.2) < 0.95 * healthy)
        #expect(flow(1, 0.8) == 0)
        #expect(flow(2, 0.5) < 0.95 * healthy)
        #expect(flow(2, 0.5) > 0.5 * healthy)
        #expect(flow(4, 0) == 0)
        #expect(flow(0, 0) > 0.99 * healthy)
        rig["main.blockage"] = 0.5
        rig.run(1)
        #expect(rig["lift.flow_Lps"] < 0.9 * healthy)
        rig["main.blockage"] = 1
        rig.run(1)
        #expect(rig["lift.flow_Lps"] == 0)
    }

    @Test("a line's check valve and a sink let nothing run back")
    func oneWay() throws {
        func flow(_ from: String, _ check: Int) throws -> Double {
            let rig = try Rig(
                """
                low: { kind: tank, area_m2: 100, height_m: 3, initial_m: 1 }
                high: { kind: \(from) }
                h: { kind: orifice, diameter_mm: 50 }
                l: { kind: line, from: low, to: high, elements: [h], check_valve: \(check) }
                """)
            rig.run(1)
            return rig["l.flow_Lps"]
        }
        #expect(try flow("source, head_m: 5", 0) < -5)
        #expect(try flow("source, head_m: 5", 1) == 0)
        #expect(try flow("sink, head_m: 5", 0) == 0)
    }

    @Test("a worn pump adds its share of the healthy head at every flow, a clogged one passes its share of the flow")
    func wornAndClogged() throws {
        let curve = try #require(FlowCurve(points: [(0, 30), (20, 25), (35, 15)]))
        func head(at flow: Double) -> Double { curve.shutoff - curve.factor * power(flow, curve.exponent) }
        let rig = try Rig(liftMain(speed: 1))
        rig["P1.fault_mode"] = 1
        rig["P1.fault_severity"] = 0.2
        rig.run(1)
        #expect(rig["lift.flow_Lps"] > 1)
        #expect(isNear(rig["P1.head_m"], 0.8 * head(at: rig["P1.flow_Lps"]), 1e-6))
        rig["P1.fault_mode"] = 2
        rig["P1.fault_severity"] = 0.5
        rig.run(1)
        #expect(isNear(rig["P1.head_m"], head(at: rig["P1.flow_Lps"] / 0.5), 1e-6))
    }
}
