import Testing

@testable import PlantModels

@Suite("Water quality", .timeLimit(.minutes(5)))
struct QualityTests {
    @Test("dosing 2 L/h of 36 g/L into 10 L/s gives 2 mg/L, and a standing line passes the dose on")
    func dosing() throws {
        let rig = try Rig(
            """
            a: { kind: source, head_m: 10 }
            b: { kind: tank, area_m2: 1000, height_m: 10 }
            h: { kind: orifice, diameter_mm: 50 }
            l: { kind: line, from: a, to: b, elements: [h], check_valve: 1 }
            d: { kind: dosing_pump, to: l, chemical: chlorine, capacity_Lph: 4, stock: 36, stroke_pct: 50, drum_L: 100 }
            """)
        rig["d.run"] = 1
        rig.run(60)
        let flow = rig["l.flow_Lps"]
        #expect(isNear(rig["l.chlorine_mgL"], 2 * 36 / 3600 / flow * 1000, 1e-6))
        #expect(isNear(rig["d.flow_Lph"], 2, 1e-9))
        let before = rig["b.chlorine_mgL"] * rig["b.volume_m3"]
        rig["a.head_m"] = -5
        rig.run(1)
        #expect(rig["l.flow_Lps"] == 0)
        rig.run(3600)
        // 2 L of 36 g/L in an hour.
        #expect(isNear(rig["b.chlorine_mgL"] * rig["b.volume_m3"] - before, 72, 0.1))
        #expect(rig.worstConservationError < 1e-9)
    }

    @Test("a dosing pump stops at the end of its drum and doses on after a refill")
    func drum() throws {
        let rig = try Rig(
            """
            t: { kind: tank, area_m2: 1, height_m: 2, initial_m: 1 }
            d: { kind: dosing_pump, to: t, chemical: chlorine, capacity_Lph: 3600, stock: 1, drum_L: 10, run: 1 }
            """)
        rig.run(60)
        #expect(isNear(rig["t.chlorine_mgL"], 10, 1e-9))
        #expect(rig["d.drum_L"] == 0)
        #expect(rig["d.flow_Lph"] == 0)
        rig["d.refill"] = 1
        rig.run(1)
        rig["d.refill"] = 0
        rig["d.fault_mode"] = 1
        rig.run(30)
        #expect(rig["d.drum_L"] > 7)
        #expect(rig.worstConservationError < 1e-9)
    }

    @Test(
        "pH of the neutralisation reference",
        arguments: [
            (12.0, 5.74), (14, 6.43), (15, 6.76), (15.6, 7.03), (16, 7.28), (17, 8.99), (18, 9.56),
        ])
    func neutralisation(base: Double, ph: Double) throws {
        let (q1, q2) = (16.6, 0.55)
        let whole = q1 + q2 + base
        let acid = (q1 * 3e-3 + q2 * -3e-2 + base * -3.05e-3) / whole
        let carbonate = (q2 * 3e-2 + base * 5e-5) / whole
        let rig = try Rig("p: { kind: ph, acid_molL: \(acid), carbonate_molL: \(carbonate) }")
        #expect(isNear(rig["p.ph"], ph, 0.006))
    }

    @Test("soda ash raises the pH of a soft acid water, acid lowers it")
    func chemicals() throws {
        let rig = try Rig(
            """
            t: { kind: tank, area_m2: 1, height_m: 2, initial_m: 1, initial_acid_molL: 0.0001, initial_carbonate_molL: 0.0002 }
            s: { kind: dosing_pump, to: t, chemical: soda_ash, capacity_Lph: 1, stock: 0.9 }
            a: { kind: dosing_pump, to: t, chemical: acid, capacity_Lph: 1, stock: 2 }
            p: { kind: ph, acid_molL: t.acid_molL, carbonate_molL: t.carbonate_molL }
            """)
        let raw = rig["p.ph"]
        rig["s.run"] = 1
        rig.run(1800)
        let soft = rig["p.ph"]
        #expect(soft > raw + 1)
        rig["s.run"] = 0
        rig["a.run"] = 1
        rig.run(1800)
        #expect(rig["p.ph"] < soft - 1)
    }

    private static let filter = """
        raw: { kind: source, head_m: 8, turbidity_NTU: 10, coagulant_mgL: 20 }
        clean: { kind: source, head_m: 12 }
        well: { kind: tank, area_m2: 500, height_m: 5, initial_m: 1 }
        box: { kind: sink, head_m: 0 }
        F: { kind: filter, area_m2: 4, wash_line: wash, capacity_kg_m2: 1 }
        V: { kind: valve, kv_m3h: 60, initial_pct: 100, open: 1, stroke_s: 0 }
        W: { kind: valve, kv_m3h: 170, stroke_s: 0 }
        run: { kind: line, from: raw, to: well, elements: [F, V] }
        wash: { kind: line, from: clean, to: box, elements: [W] }
        """

    @Test("a clean bed removes its share, loses head by Kozeny-Carman, and removes less at a wrong dose")
    func cleanBed() throws {
        let rig = try Rig(Self.filter)
        #expect(isNear(rig["F.filtrate_NTU"], 0.2, 1e-9))
        // 180 · 1.14e-3 · v · 0.58² · 0.7 / (999.1 · 9.81 · 0.42³ · 0.0008²)
        let velocity = rig["F.rate_mh"] / 3600
        let wanted = 180 * 1.14e-3 * velocity * 0.58 * 0.58 * 0.7 / (999.1 * 9.81 * power(0.42, 3) * 0.64e-6)
        #expect(isNear(rig["F.head_loss_m"], wanted, 1e-9))
        rig["raw.coagulant_mgL"] = 0
        rig.run(1)
        #expect(isNear(rig["F.filtrate_NTU"], 6, 1e-9))
        rig["raw.coagulant_mgL"] = 60
        rig.run(1)
        #expect(rig["F.filtrate_NTU"] > 2)
    }

    @Test("deposit raises the head loss, breaks through, and a scoured wash clears it faster than an unscoured one")
    func filterRun() throws {
        func washed(scoured: Bool) throws -> Double {
            let rig = try Rig(Self.filter, step: 10)
            let (clean, flow) = (rig["F.head_loss_m"], rig["run.flow_Lps"])
            rig.run(40 * 3600)
            #expect(rig["F.deposit_kg_m2"] > 1)
            #expect(rig["F.head_loss_m"] / rig["run.flow_Lps"] > 5 * clean / flow)
            #expect(rig["F.filtrate_NTU"] > 2)
            rig["V.open"] = 0
            rig["F.air_scour"] = scoured ? 1 : 0
            rig.run(300)
            rig["F.air_scour"] = 0
            rig["W.open"] = 1
            rig.run(600)
            #expect(rig["F.wash_rate_mh"] > 40)
            return rig["F.deposit_kg_m2"]
        }
        let (scoured, unscoured) = (try washed(scoured: true), try washed(scoured: false))
        #expect(scoured < 0.05)
        #expect(unscoured > 3 * scoured)
    }

    @Test("a washed bed ripens: its filtrate is worse at first and better later")
    func ripening() throws {
        let rig = try Rig(Self.filter)
        rig["V.open"] = 0
        rig["W.open"] = 1
        rig.run(900)
        rig["W.open"] = 0
        rig["V.open"] = 1
        rig.run(10)
        let first = rig["F.filtrate_NTU"]
        rig.run(3600)
        #expect(first > 2)
        #expect(rig["F.filtrate_NTU"] < 0.5)
    }

    @Test("what the wash lifts arrives at the end of the wash line")
    func washWater() throws {
        let rig = try Rig(
            """
            clean: { kind: source, head_m: 12 }
            box: { kind: tank, area_m2: 4, height_m: 50, initial_m: 1 }
            F: { kind: filter, area_m2: 4, wash_line: wash, initial_kg_m2: 1, solids_per_NTU: 2 }
            W: { kind: valve, kv_m3h: 170, initial_pct: 100, open: 1 }
            wash: { kind: line, from: clean, to: box, elements: [W] }
            """)
        rig.run(300)
        // Solids in the box: NTU · mg/L per NTU · m³ = g.
        let solids = rig["box.turbidity_NTU"] * 2 * rig["box.volume_m3"] / 1000
        #expect(rig["F.deposit_kg_m2"] < 0.9)
        #expect(isNear(solids, 4 * (1 - rig["F.deposit_kg_m2"]), 1e-9))
    }
}
