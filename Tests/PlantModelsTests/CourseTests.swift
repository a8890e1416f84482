import Determinism
import Testing

@testable import PlantModels

@Suite("The course of a plant", .timeLimit(.minutes(5)))
struct CourseTests {
    private static let works = """
        sewage: { kind: inflow, to: well, mean_Lps: 9, noise_pct: 20, storm_start_h: 1, storm_peak_Lps: 40, storm_duration_h: 3,
          chlorine_mgL: 0.5, pattern: [0.4, 0.3, 0.3, 0.3, 0.4, 0.7, 1.3, 1.7, 1.6, 1.3, 1.2, 1.1, 1.2, 1.1, 1, 1, 1.1, 1.3, 1.5, 1.5, 1.3, 1.1, 0.8, 0.5] }
        well: { kind: tank, area_m2: 6, height_m: 3, initial_m: 0.8, decay_per_day: 2 }
        tower: { kind: tank, area_m2: 12, height_m: 4, bottom_m: 10, initial_m: 1, decay_per_day: 1, initial_chlorine_mgL: 1 }
        town: { kind: demand, from: tower, mean_Lps: 10, noise_pct: 30 }
        main: { kind: pipe, length_m: 350, diameter_mm: 150, minor_K: 4 }
        P1: { kind: pump, curve: [[0, 24], [15, 19], [28, 9]], speed: M1.speed }
        P2: { kind: pump, curve: [[0, 24], [15, 19], [28, 9]], speed: D2.speed, check_valve: 0 }
        M1: { kind: motor, load: P1.load }
        D2: { kind: vfd, load: P2.load }
        lift: { kind: line, from: well, to: tower, elements: [[P1, P2], main] }
        back_valve: { kind: control_valve, kv_m3h: 80 }
        back: { kind: line, from: tower, to: well, elements: [back_valve], outlet_m: 2.5 }
        dose: { kind: dosing_pump, to: lift, chemical: chlorine, capacity_Lph: 10, stock: 20, run: 1 }
        LIT: { kind: sensor, input: well.level_m, high: 3, noise: 0.01 }
        """

    // A run in which a stream of random commands shakes every drive.
    private func shaken(seed: UInt64, steps: Int, extra: String = "") throws -> (rig: Rig, trace: Fingerprint) {
        let rig = try Rig(Self.works + "\n" + extra, seed: seed)
        var stream = RandomStream(seed: 7, name: "commands")
        var trace = Fingerprint()
        for step in 0..<steps {
            if step % 60 == 0 {
                rig["M1.run"] = stream.uniform() < 0.5 ? 1 : 0
                rig["D2.run"] = stream.uniform() < 0.7 ? 1 : 0
                rig["D2.reference_pct"] = 100 * stream.uniform()
                rig["back_valve.command_pct"] = stream.uniform() < 0.3 ? 100 * stream.uniform() : 0
                rig["P1.fault_mode"] = (4 * stream.uniform()).rounded()
                rig["P1.fault_severity"] = stream.uniform()
                rig["town.scale"] = stream.uniform() < 0.2 ? 8 : 1
                rig["tower.leak_Lps"] = stream.uniform() < 0.1 ? 5 : 0
                rig["dose.fault_mode"] = (3 * stream.uniform()).rounded()
            }
            rig.plant.step()
            rig.plant.measure()
            for path in ["well.level_m", "tower.level_m", "tower.chlorine_mgL", "lift.flow_Lps", "LIT.measured"] {
                trace.combine(rig[path])
            }
        }
        return (rig, trace)
    }

    @Test("water and chlorine are conserved to 1e-9 over long random runs with faults", arguments: 1...4)
    func conservation(seed: Int) throws {
        let (rig, _) = try shaken(seed: UInt64(seed), steps: 15_000)
        #expect(rig.plant.conservationErrors().count == 5)
        #expect(rig.worstConservationError < 1e-9)
        #expect(rig["sewage.total_m3"] > 100)
        #expect(rig["well.overflow_m3"] + rig["tower.overflow_m3"] > 0)
    }

    @Test("the balance of the plant notices a millionth that appears from nowhere")
    func balanceDetects() {
        final class Ledger: WaterLedger {
            let storedChange: Double
            let entered: Double
            init(stored: Double, entered: Double) { (storedChange, self.entered) = (stored, entered) }
        }
        let honest = [Ledger(stored: 40, entered: 0), Ledger(stored: 0, entered: 100), Ledger(stored: 0, entered: -60)]
        #expect(waterBalanceError(honest) == 0)
        #expect(waterBalanceError(honest + [Ledger(stored: 0.0002, entered: 0)]) > 9e-7)
    }

    @Test("the books of the whole plant close: inflow less demand less overflow is what is stored")
    func wholePlant() throws {
        let rig = try Rig(Self.works)
        rig["M1.run"] = 1
        rig["D2.run"] = 1
        rig["D2.reference_pct"] = 90
        rig.run(40_000)
        let stored = rig["well.volume_m3"] + rig["tower.volume_m3"] - 6 * 0.8 - 12
        let net =
            rig["sewage.total_m3"] - rig["town.total_m3"] - rig["well.overflow_m3"] - rig["tower.overflow_m3"]
        #expect(abs(stored - net) / rig["sewage.total_m3"] < 1e-9)
    }

    @Test("the same seed gives the same trace, another seed another one")
    func determinism() throws {
        let first = try shaken(seed: 3, steps: 3000).trace
        #expect(try shaken(seed: 3, steps: 3000).trace == first)
        #expect(try shaken(seed: 4, steps: 3000).trace != first)
    }

    @Test("another consumer of random numbers does not shift the others")
    func streams() throws {
        let alone = try shaken(seed: 3, steps: 3000).trace
        let extra = """
            other: { kind: sensor, input: well.level_m, high: 3, noise: 0.5 }
            more: { kind: tank, area_m2: 1, height_m: 1 }
            noise: { kind: inflow, to: more, mean_Lps: 1, noise_pct: 50 }
            """
        #expect(try shaken(seed: 3, steps: 3000, extra: extra).trace == alone)
    }

    @Test("levels move by less than 0.1 % between steps of 1 s and 0.1 s")
    func stepSize() throws {
        func levels(_ step: Double) throws -> [Double] {
            let rig = try Rig(
                """
                sewage: { kind: inflow, to: well, mean_Lps: 18, noise_pct: 20 }
                well: { kind: tank, area_m2: 6, height_m: 3, initial_m: 1.5 }
                tower: { kind: tank, area_m2: 12, height_m: 4, bottom_m: 10, initial_m: 1 }
                main: { kind: pipe, length_m: 350, diameter_mm: 150, minor_K: 4 }
                P1: { kind: pump, curve: [[0, 24], [15, 19], [28, 9]], speed: 1 }
                lift: { kind: line, from: well, to: tower, elements: [P1, main] }
                hole: { kind: orifice, diameter_mm: 60 }
                back: { kind: line, from: tower, to: well, elements: [hole], outlet_m: 2.5 }
                """, step: step)
            var levels: [Double] = []
            for _ in 0..<12 {
                rig.run(120)
                levels += [rig["well.level_m"], rig["tower.level_m"]]
            }
            return levels
        }
        for (coarse, fine) in zip(try levels(1), try levels(0.1)) {
            #expect(isNear(coarse / fine, 1, 0.001))
        }
    }

    @Test("a storm rises to its peak, ends, and comes again when told")
    func storm() throws {
        let rig = try Rig(
            """
            in: { kind: inflow, to: t, mean_Lps: 1, storm_start_h: 1, storm_rise_h: 1, storm_duration_h: 3, storm_peak_Lps: 10,
              storm_every_h: 6 }
            t: { kind: tank, area_m2: 10, height_m: 100 }
            """, step: 60)
        var flows: [Double] = []
        for _ in 0..<9 {
            rig.run(3600)
            flows.append(rig["in.flow_Lps"])
        }
        for (flow, wanted) in zip(flows, [1.0, 11, 6, 1, 1, 1, 1, 11, 6]) { #expect(isNear(flow, wanted, 0.2)) }
    }

    @Test("noise keeps its mean and its standard deviation, and a demand follows its pattern")
    func noise() throws {
        let rig = try Rig(
            """
            in: { kind: inflow, to: t, mean_Lps: 10, noise_pct: 10, noise_period_s: 10 }
            t: { kind: tank, area_m2: 10, height_m: 100 }
            """, step: 10)
        var (sum, squares) = (0.0, 0.0)
        for _ in 0..<8000 {
            rig.run(10)
            let error = rig["in.flow_Lps"] - 10
            sum += error
            squares += error * error
        }
        #expect(isNear(sum / 8000, 0, 0.05))
        #expect(isNear((squares / 8000).squareRoot(), 1, 0.05))
    }
}
