import FaultPlan
import Testing

@Suite("Faults of the plant, the controller and values, and strikes", .timeLimit(.minutes(5)))
struct ValueFaultTests {
    @Test("Values are spoilt in seven ways")
    func tags() throws {
        let tag = ParameterValue.word("Level")
        let cases: [(String, [String: ParameterValue], TagEffect)] = [
            ("freeze", [:], .freeze), ("stale", ["scans": .integer(600)], .lag(scans: 600)),
            ("stale", [:], .lag(scans: 10)), ("value", ["value": .number(-40)], .value(-40)),
            ("offset", ["by": .number(3_600)], .offset(3_600)), ("nan", [:], .notANumber), ("torn", [:], .tear),
            ("word-swap", [:], .swapWords),
        ]
        for (kind, given, effect) in cases {
            let planned = Made.planned(kind, given.merging(["tag": tag]) { $1 })
            let fault = try #require(planned.fault as? any TagFault)
            #expect(fault.tag == "Level" && fault.effect == effect)
        }
    }

    @Test("Components break through their fault inputs, or have an input held")
    func plant() throws {
        let broken = try #require(
            Made.planned(
                "component", ["component": .word("P1"), "mode": .integer(2), "severity": .number(0.5)]
            ).fault as? any PlantFault)
        #expect(broken.component == "P1")
        #expect(broken.drives.map(\.port) == ["fault_mode", "fault_severity"])
        #expect(broken.drives.map(\.value) == [2, 0.5])
        let held = try #require(
            Made.planned(
                "plant-input", ["component": .word("weather"), "input": .word("outdoor_degC"), "value": .number(35)]
            ).fault as? any PlantFault)
        #expect(held.component == "weather")
        #expect(held.drives.map(\.port) == ["outdoor_degC"] && held.drives.map(\.value) == [35])
    }

    @Test("The controller restarts, stops, is given a program, or its scan stands still")
    func controller() throws {
        let cases: [(String, [String: ParameterValue], ControllerEffect)] = [
            ("restart", [:], .restart(offNanoseconds: 5_000_000_000, .reset)),
            (
                "restart", ["off": .duration(0), "close": .word("orderly")],
                .restart(offNanoseconds: 0, .orderly)
            ),
            ("stop", [:], .stop), ("scan-freeze", [:], .freezeScan),
            (
                "program-change", [:],
                .programChange(stoppedNanoseconds: 2_000_000_000, dropsConnections: true)
            ),
            (
                "program-change", ["stopped": .duration(7), "drops": .word("no")],
                .programChange(stoppedNanoseconds: 7, dropsConnections: false)
            ),
        ]
        for (kind, given, effect) in cases {
            #expect(try #require(Made.planned(kind, given).fault as? any ControllerFault).effect == effect)
        }
    }

    @Test("Strikes close, half close, vanish, linger and speak without being asked")
    func strikes() throws {
        let cases: [(String, [String: ParameterValue], Strike)] = [
            ("reset-idle", [:], .close(.reset)), ("reset-idle", ["close": .word("orderly")], .close(.orderly)),
            ("half-close", [:], .halfClose), ("half-open", [:], .vanish(forNanoseconds: 600_000_000_000)),
            ("slow-close", ["linger": .duration(1_000_000)], .lingeringClose(afterNanoseconds: 1_000_000)),
            ("unsolicited", [:], .unsolicited(transaction: 65_535)),
            ("unsolicited", ["transaction": .integer(0)], .unsolicited(transaction: 0)),
        ]
        for (kind, given, strike) in cases {
            #expect(try #require(Made.planned(kind, given).fault as? any StrikeFault).strike == strike)
        }
    }

    private func chosen(
        _ target: FaultTarget, occurrence: Int = 1, of connections: [UInt64] = Array(1...20)
    ) -> [UInt64] {
        var choice = StrikeChoice(
            Made.armed("reset-idle", target: target), occurrence: occurrence, newestConnection: 20)
        let chosen = connections.filter { choice.hits(connection: $0) }
        #expect(choice.hits == chosen.count)
        return chosen
    }

    @Test(
        "A strike hits the connections that its target chooses: by number, the newest, every so-many-th, at most so many"
    )
    func choices() {
        #expect(chosen(.everything) == Array(1...20))
        #expect(chosen(Made.target { $0.connections = .numbered([3, 99]) }) == [3])
        #expect(chosen(Made.target { $0.connections = .newest }) == [20])
        #expect(chosen(Made.target { $0.connections = .every(6) }) == [6, 12, 18])
        #expect(chosen(Made.target { $0.limit = 2 }) == [1, 2])
        #expect(chosen(Made.target { $0.limit = 2 }, of: [9, 4, 7]) == [9, 4])
    }

    @Test("A share of the connections is drawn for each occurrence, whatever the order in which they are asked about")
    func share() {
        let half = Made.target { $0.probability = 0.5 }
        let first = chosen(half)
        #expect((3...17).contains(first.count))
        #expect(chosen(half, of: Array((1...20).reversed())) == first.reversed())
        #expect(chosen(half, occurrence: 2) != first)
    }
}
