import FaultPlan
import Testing
import TwinCore

@Suite("Faults of the plant", .timeLimit(.minutes(5)))
struct PlantFaultTests {
    private func leak(_ litres: Double) -> PlannedFault {
        Bench.fault(
            "plant-input", ["component": .word("wet_well"), "input": .word("leak_Lps"), "value": .number(litres)],
            label: "leak-\(litres)")
    }

    @Test("A leak lowers the level, ends exactly and leaves the balance of water closed")
    func leakage() throws {
        var bench = try Bench(Bench.timetable([(leak(10), 10, 40)]))
        var healthy = try Bench()
        bench.run(until: 40)
        healthy.run(until: 40)
        #expect(bench.port("wet_well.leak_Lps") == 10)
        // 300 L from 7.07 m².
        #expect(abs(healthy.port("wet_well.level_m") - bench.port("wet_well.level_m") - 0.3 / 7.07) < 0.001)
        bench.scan()
        #expect(bench.port("wet_well.leak_Lps") == 0)
        bench.run(until: 7200)
        #expect(bench.twin.plant.conservationErrors().allSatisfy { $0.relativeError < 1e-9 })
    }

    @Test("Two faults on one port: the later one holds, then the earlier one, then what was before")
    func overlapping() throws {
        var bench = try Bench(Bench.timetable([(leak(1), 10, 30), (leak(2), 20, 40)]))
        var seen: [Double] = []
        for moment in [15.0, 25, 35, 45] {
            bench.run(until: moment)
            seen.append(bench.port("wet_well.leak_Lps"))
        }
        #expect(seen == [1, 2, 2, 0])
        bench = try Bench(Bench.timetable([(leak(1), 10, 40), (leak(2), 20, 30)]))
        seen = []
        for moment in [15.0, 25, 35, 45] {
            bench.run(until: moment)
            seen.append(bench.port("wet_well.leak_Lps"))
        }
        #expect(seen == [1, 2, 1, 0])
    }

    @Test("A broken wire shows at the controller's input, and the program raises its alarm")
    func wireBreak() throws {
        let fault = Bench.fault("component", ["component": .word("LIT101"), "mode": .integer(5)])
        var bench = try Bench(Bench.timetable([(fault, 10, 20)]))
        bench.run(until: 15)
        #expect(bench.value("LIT101_MA") < 3.8)
        #expect(bench.value("ALM_LIT101") == 1)
        #expect(bench.port("wet_well.level_m") > 0.5)
        bench.run(until: 30)
        #expect(bench.value("LIT101_MA") > 3.8)
    }

    @Test("What cannot act on the scenario is refused with its reason")
    func refusals() throws {
        let scenario = try Bench.scenario()
        func code(_ kind: String, _ parameters: [String: ParameterValue]) -> String {
            do {
                _ = try Twin(scenario, seed: 1, timetable: Bench.timetable([(Bench.fault(kind, parameters), 0, nil)]))
                return "accepted"
            } catch {
                return error.diagnostics.first?.code ?? "none"
            }
        }
        func input(_ component: String, _ port: String, _ value: Double) -> String {
            code("plant-input", ["component": .word(component), "input": .word(port), "value": .number(value)])
        }
        #expect(code("freeze", ["tag": .word("HEARTBEET")]) == "FLT201")
        #expect(code("freeze", ["tag": .word("TICK")]) == "FLT202")
        #expect(code("freeze", ["tag": .word("P101_STARTS")]) == "FLT202")
        #expect(code("nan", ["tag": .word("HEARTBEAT")]) == "FLT203")
        #expect(code("torn", ["tag": .word("HEARTBEAT")]) == "FLT204")
        #expect(code("word-swap", ["tag": .word("LEVEL_HR")]) == "FLT204")
        #expect(code("component", ["component": .word("LIT999"), "mode": .integer(1)]) == "FLT205")
        #expect(code("component", ["component": .word("wet_well"), "mode": .integer(1)]) == "FLT206")
        #expect(input("P101", "speed", 0) == "FLT207")
        #expect(input("P101_motor", "run", 1) == "FLT208")
        #expect(input("wet_well", "leak_Lps", -1) == "FLT209")
        #expect(input("wet_well", "leak_Lps", 1) == "accepted")
    }
}
