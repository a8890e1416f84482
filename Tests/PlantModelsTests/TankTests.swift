import Testing

@testable import PlantModels

@Suite("A tank", .timeLimit(.minutes(5)))
struct TankTests {
    private static let torricelli = """
        tank: { kind: tank, area_m2: 1.5, height_m: 2, initial_m: 1 }
        out: { kind: sink, head_m: 0 }
        hole: { kind: orifice, diameter_mm: 25, discharge: 0.61 }
        jet: { kind: line, from: tank, to: out, elements: [hole] }
        """

    @Test("empties through a hole as Torricelli says")
    func torricelli() throws {
        let rig = try Rig(Self.torricelli, step: 0.1)
        #expect(isNear(rig["jet.flow_Lps"], 1.3263, 0.0001))
        var elapsed = 0.0
        for (time, level) in [
            (300.0, 0.7523), (600, 0.5398), (900, 0.3625), (1200, 0.2204), (1500, 0.1135), (1800, 0.0417),
        ] {
            rig.run(time - elapsed)
            elapsed = time
            #expect(isNear(rig["tank.level_m"], level, 0.0002), "at \(time) s")
        }
    }

    @Test("reaches a quarter of its level, and empties, at Torricelli's times")
    func torricelliTimes() throws {
        let rig = try Rig(Self.torricelli, step: 0.1)
        let quarter = try #require(rig.time(limit: 3000) { $0["tank.level_m"] <= 0.25 })
        #expect(isNear(quarter, 1130.9, 0.5))
        let empty = try #require(rig.time(limit: 3000) { $0["tank.level_m"] <= 1e-6 })
        #expect(isNear(quarter + empty, 2261.9, 3))
        #expect(rig["tank.level_m"] >= 0)
    }

    @Test(
        "fills and empties at the times of the SWaT raw water tank",
        arguments: [
            (0.5, 0.8, true, 635.3), (0.5, 1.2, true, 1482.4), (0.8, 0.5, false, 661.2), (0.5, 0.25, false, 551.0),
        ])
    func swat(from: Double, to: Double, isFilling: Bool, seconds: Double) throws {
        // The times are those of the one flow alone: 0.3 m · 1.5 m² / 2.55 m³/h = 635.3 s.
        let rig = try Rig(
            """
            tank: { kind: tank, area_m2: 1.5, height_m: 1.6, initial_m: \(from) }
            in: { kind: inflow, to: tank, mean_Lps: \(2.55 / 3.6), scale: \(isFilling ? 1 : 0) }
            out: { kind: demand, from: tank, mean_Lps: \(2.45 / 3.6), scale: \(isFilling ? 0 : 1) }
            """, step: 0.1)
        let took = try #require(
            rig.time(limit: 5000) { isFilling ? $0["tank.level_m"] >= to : $0["tank.level_m"] <= to })
        #expect(isNear(took, seconds, 0.2))
    }

    @Test("never rises above its brim, and accounts for the overflow")
    func overflow() throws {
        let rig = try Rig(
            """
            tank: { kind: tank, area_m2: 2, height_m: 1, initial_m: 0.9 }
            in: { kind: inflow, to: tank, mean_Lps: 10, chlorine_mgL: 2 }
            """)
        rig.run(100)
        #expect(rig["tank.level_m"] == 1)
        #expect(isNear(rig["tank.overflow_m3"], 0.8, 1e-9))
        #expect(isNear(rig["tank.overflow_Lps"], 10, 1e-9))
        #expect(rig.worstConservationError < 1e-9)
    }

    @Test("never falls below empty, however much is asked of it")
    func empty() throws {
        let rig = try Rig(
            """
            tank: { kind: tank, area_m2: 2, height_m: 1, initial_m: 0.1 }
            in: { kind: inflow, to: tank, mean_Lps: 1 }
            a: { kind: demand, from: tank, mean_Lps: 50 }
            b: { kind: demand, from: tank, mean_Lps: 70 }
            """)
        rig.run(60)
        #expect(rig["tank.level_m"] >= 0)
        #expect(rig["tank.level_m"] < 0.002)
        #expect(isNear(rig["a.flow_Lps"] + rig["b.flow_Lps"], 1, 1e-9))
        #expect(isNear(rig["a.short_Lps"] + rig["b.short_Lps"], 119, 1e-9))
        #expect(rig.worstConservationError < 1e-9)
    }

    @Test("keeps 0.6065 of its chlorine after a day at kb = 0.5 per day", arguments: [0.1, 10, 600])
    func decay(step: Double) throws {
        let rig = try Rig(
            """
            tank: { kind: tank, area_m2: 2, height_m: 1, initial_m: 1, decay_per_day: 0.5, initial_chlorine_mgL: 1 }
            """, step: step)
        rig.run(86400)
        #expect(isNear(rig["tank.chlorine_mgL"], 0.60653066, 1e-7))
    }

    @Test("mixes an inflow towards its concentration with the tank's time constant")
    func mixing() throws {
        let rig = try Rig(
            """
            tank: { kind: tank, area_m2: 1, height_m: 2, initial_m: 1 }
            in: { kind: inflow, to: tank, mean_Lps: 1, chlorine_mgL: 2, turbidity_NTU: 10 }
            out: { kind: demand, from: tank, mean_Lps: 1 }
            """, step: 0.1)
        rig.run(1000)
        #expect(isNear(rig["tank.chlorine_mgL"], 2 * 0.63212, 0.001))
        #expect(isNear(rig["tank.turbidity_NTU"], 10 * 0.63212, 0.005))
        #expect(rig.worstConservationError < 1e-9)
    }

    @Test("loses a leak, which a fault may drive")
    func leak() throws {
        let rig = try Rig("tank: { kind: tank, area_m2: 1, height_m: 2, initial_m: 1 }")
        rig["tank.leak_Lps"] = 2
        rig.run(100)
        #expect(isNear(rig["tank.volume_m3"], 0.8, 1e-9))
        #expect(rig.worstConservationError < 1e-9)
    }

    @Test("settles to the level of a tank that it is joined with, and does not swing")
    func joined() throws {
        let rig = try Rig(
            """
            a: { kind: tank, area_m2: 1, height_m: 3, initial_m: 2 }
            b: { kind: tank, area_m2: 3, height_m: 3, initial_m: 0 }
            hose: { kind: pipe, length_m: 2, diameter_mm: 300 }
            join: { kind: line, from: a, to: b, elements: [hose] }
            """)
        rig.run(600)
        #expect(isNear(rig["a.level_m"], 0.5, 1e-6))
        #expect(isNear(rig["b.level_m"], 0.5, 1e-6))
        #expect(isNear(rig["join.flow_Lps"], 0, 1e-3))
    }

    @Test("an empty tank shows the last mix that it had, and one that never held water shows none")
    func emptyMix() throws {
        let rig = try Rig(
            """
            dry: { kind: tank, area_m2: 1, height_m: 2 }
            tank: { kind: tank, area_m2: 1, height_m: 2, initial_m: 0.5, initial_chlorine_mgL: 2 }
            out: { kind: demand, from: tank, mean_Lps: 100 }
            """)
        rig.run(60)
        #expect(rig["tank.volume_m3"] < 1e-9)
        #expect(isNear(rig["tank.chlorine_mgL"], 2, 1e-6))
        #expect(rig["dry.chlorine_mgL"] == 0)
    }

    @Test("settling takes turbidity and coagulant, not chlorine, each exactly", arguments: [0.1, 600])
    func settling(step: Double) throws {
        let rig = try Rig(
            """
            tank: { kind: tank, area_m2: 2, height_m: 1, initial_m: 1, settling_per_day: 2, initial_chlorine_mgL: 1, \
            initial_turbidity_NTU: 10, initial_coagulant_mgL: 5 }
            """, step: step)
        rig.run(86400)
        #expect(isNear(rig["tank.turbidity_NTU"], 1.35335283, 1e-6))
        #expect(isNear(rig["tank.coagulant_mgL"], 0.67667642, 1e-6))
        #expect(rig["tank.chlorine_mgL"] == 1)
    }
}
