import FaultPlan
import Testing

@Suite("Plans that make no timetable", .timeLimit(.minutes(5)))
struct FaultPlanErrorTests {
    private static func lasting(
        _ label: String = "a", kind: String = "ignore", _ change: (inout FaultSchedule) -> Void = { _ in }
    ) -> PlannedFault {
        var schedule = FaultSchedule()
        change(&schedule)
        return PlannedFault(label: label, kind: kind, parameters: Made.parameters(kind), schedule: schedule)
    }

    private static func storm(from: Double, until: Double) -> PlannedFault {
        PlannedFault(
            label: "s", kind: "reconnect-storm",
            parameters: Made.parameters(
                "reconnect-storm",
                ["storms": .integer(50), "from": .time(.seconds(from)), "until": .time(.seconds(until))]))
    }

    /// What is refused, the run's length (nil: without an end), the code, and words of the sentence with its hint.
    private static let specimens: [(faults: [PlannedFault], runSeconds: Double?, code: String, words: String)] = [
        ([lasting { $0.at = .share(0.5) }], nil, "FLT101", "give --duration"),
        ([storm(from: 60, until: 30)], 100, "FLT102", "later 'until'"),
        (
            [
                lasting {
                    $0.every = .seconds(10)
                    $0.duration = .seconds(20)
                }
            ], 100, "FLT103", "longer 'every'"
        ),
        ([lasting { $0.every = .seconds(10) }], 100, "FLT104", "give it a 'for'"),
        (
            [
                lasting {
                    $0.every = .seconds(10)
                    $0.duration = .seconds(1)
                }
            ], nil, "FLT105", "give it 'times'"
        ),
        (
            [
                lasting {
                    $0.every = .seconds(0.001)
                    $0.duration = .seconds(0.0005)
                }
            ], 1000, "FLT106", "smaller 'times'"
        ),
        (
            (0..<11).map { number in
                lasting("a\(number)") {
                    $0.every = .seconds(1)
                    $0.duration = .seconds(0.5)
                }
            }, 90_000, "FLT107", "events"
        ),
        ([lasting("b") { $0.origin = .after("a") }], 100, "FLT108", "earlier fault"),
    ]

    @Test("Each has its code and says how to mend it", arguments: specimens.indices)
    func refused(index: Int) throws {
        let specimen = Self.specimens[index]
        let plan = FaultPlan(name: "p", summary: "s", faults: specimen.faults)
        let error = #expect(throws: FaultPlanError.self) {
            try plan.timetable(inRunOf: specimen.runSeconds, seed: 1)
        }
        #expect(error?.code == specimen.code)
        #expect(error?.description.contains(specimen.words) == true, "\(String(describing: error))")
    }

    @Test("Storms that come oftener than their window holds have a code of their own")
    func crowded() {
        let plan = FaultPlan(name: "p", summary: "s", faults: [Self.storm(from: 0, until: 10)])
        let error = #expect(throws: FaultPlanError.self) { try plan.checkRoom(inRunOf: 100) }
        #expect(error?.code == "FLT110")
    }
}
