import Determinism
import FaultPlan
import Testing

@Suite("Storms that refuse connecting", .timeLimit(.minutes(5)))
struct StormTests {
    private func timetable(
        _ kind: String, _ given: [String: ParameterValue], inRunOf seconds: Double? = 300, seed: UInt64 = 1
    ) throws -> FaultTimetable {
        try FaultPlan(name: "p", summary: "s", faults: [Made.planned(kind, given)])
            .timetable(inRunOf: seconds, seed: seed)
    }

    @Test("A thundering herd is refused, dropped and let in again, storm by storm, within the window")
    func herd() throws {
        let given: [String: ParameterValue] = [
            "storms": .integer(3), "down": .duration(2_000_000_000), "gaps": .word("fixed"),
            "close": .word("alternate"),
            "from": .time(.seconds(0)), "until": .time(.seconds(40)),
        ]
        let events = try timetable("thundering-herd", given).events
        #expect(events.map(\.at.seconds) == [10, 10, 12, 20, 20, 22, 30, 30, 32])
        #expect(
            events.map(\.action) == [
                .refuseConnections(storm: 1), .dropConnections(.reset, storm: 1, drop: 1), .acceptConnections(storm: 1),
                .refuseConnections(storm: 2), .dropConnections(.orderly, storm: 2, drop: 1),
                .acceptConnections(storm: 2),
                .refuseConnections(storm: 3), .dropConnections(.reset, storm: 3, drop: 1), .acceptConnections(storm: 3),
            ])
    }

    @Test("Whatever the seed, one herd is let in before the next is dropped")
    func herdsDoNotOverlap() throws {
        for seed in 0..<200 as Range<UInt64> {
            let events = try timetable(
                "thundering-herd", ["storms": .integer(10), "down": .duration(6_000_000_000)], seed: seed
            ).events
            #expect(events.count == 30)
            for (place, event) in events.enumerated() {
                #expect(event.action.storm == place / 3 + 1)
                #expect(event.at.seconds > 100 && event.at.seconds < 200)
            }
        }
    }

    @Test("Flapping is down for the first part of each period and up for the rest")
    func flapping() throws {
        let given: [String: ParameterValue] = [
            "cycles": .integer(2), "period": .duration(10_000_000_000), "duty": .number(0.75),
            "from": .time(.seconds(5)),
            "until": .time(.share(0.5)),
        ]
        let events = try timetable("flapping", given).events
        #expect(events.map(\.at.seconds) == [5, 5, 7.5, 15, 15, 17.5])
        #expect(
            events.map(\.action) == [
                .refuseConnections(storm: 1), .dropConnections(.reset, storm: 1, drop: 1), .acceptConnections(storm: 1),
                .refuseConnections(storm: 2), .dropConnections(.reset, storm: 2, drop: 1), .acceptConnections(storm: 2),
            ])
    }

    @Test("Storms for which the window is too narrow are refused, with what they need")
    func crowded() {
        #expect(throws: FaultPlanError.crowdedWindow(fault: "flapping", neededSeconds: 110, availableSeconds: 100)) {
            try timetable("flapping", ["cycles": .integer(11)])
        }
        #expect(
            throws: FaultPlanError.crowdedWindow(fault: "thundering-herd", neededSeconds: 140, availableSeconds: 100)
        ) {
            try timetable("thundering-herd", ["storms": .integer(20)])
        }
        #expect(throws: FaultPlanError.needsDuration) {
            try timetable("flapping", ["cycles": .integer(1)], inRunOf: nil)
        }
    }

    @Test("A herd fits into a window that it fills but for the rounding of binary fractions")
    func exactFit() throws {
        let parameters: [String: ParameterValue] = [
            "storms": .integer(1), "down": .duration(300_000_000), "from": .time(.seconds(0)),
            "until": .time(.seconds(0.8)),
        ]
        #expect(try timetable("thundering-herd", parameters, inRunOf: nil).events.count == 3)
    }

    @Test("Storms are numbered through the faults of a plan")
    func numbers() throws {
        let plan = FaultPlan(
            name: "p", summary: "s",
            faults: [
                Made.planned("reconnect-storm", ["storms": .integer(2)]),
                Made.planned("thundering-herd", ["storms": .integer(3)]),
                Made.planned("flapping", ["cycles": .integer(4), "period": .duration(100_000_000)]),
            ])
        let storms = try plan.timetable(inRunOf: 300, seed: 1).events.compactMap(\.action.storm)
        #expect(Set(storms) == Set(1...9))
    }
}
