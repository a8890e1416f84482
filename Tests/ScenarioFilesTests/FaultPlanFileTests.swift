import Diagnostics
import FaultPlan
import ScenarioFiles
import Testing

@Suite("Fault plan files", .timeLimit(.minutes(5)))
struct FaultPlanFileTests {
    @Test("A plan reads with its defaults")
    func defaults() throws {
        let plan = try FaultPlanFile.parse(
            "name: p\ndescription: d\nfaults:\n  - fault: reconnect-storm\n    storms: 12\n", file: "p.yaml")
        let planned = try #require(plan.faults.first)
        #expect(planned.kind == "reconnect-storm")
        #expect(planned.label == "reconnect-storm#1")
        let storm = try #require(planned.fault as? ReconnectStorm)
        #expect(storm.storms == 12)
        #expect(storm.drops == 1)
        #expect(storm.spacingSeconds == 0.5)
        #expect(storm.gaps == .random)
        #expect(storm.manner == .reset)
        #expect(storm.from == .share(1.0 / 3))
        #expect(storm.until == .share(2.0 / 3))
    }

    @Test(
        "Times are durations or shares",
        arguments: [
            ("90s", PlanTime.seconds(90)), ("2h", .seconds(7200)), ("25%", .share(0.25)), ("1/4", .share(0.25)),
        ])
    func times(text: String, time: PlanTime) throws {
        let plan = try FaultPlanFile.parse(
            "name: p\ndescription: d\nfaults:\n  - fault: reconnect-storm\n    storms: 1\n    from: \(text)\n",
            file: "p.yaml")
        let storm = try #require(plan.faults[0].fault as? ReconnectStorm)
        #expect(storm.from == time)
    }

    @Test(
        "Every mistake has its place and code",
        arguments: [
            ("- a\n- b\n", "p.yaml:1:1: error YML010"), ("name: [\n", "p.yaml:"), ("", "p.yaml:1:1: error YML002"),
            ("name: p\nname: q\n", "error YML003"),
            ("name: p\ndescription: d\nfaults: 3\n", "p.yaml:3:9: error FLT001"),
            ("name: p\ndescription: d\nfaults:\n  - fault: storm\n", "p.yaml:4:12: error YML016"),
            (
                "name: p\ndescription: d\nfaults:\n  - fault: reconnect-storm\n    storms: 0\n",
                "p.yaml:5:13: error FLT002"
            ),
            (
                "name: p\ndescription: d\nfaults:\n  - fault: reconnect-storm\n    storms: 5\n    spacing: 1\n",
                "p.yaml:6:14: error FLT002"
            ),
            (
                "name: p\ndescription: d\nfaults:\n  - fault: reconnect-storm\n    storms: 5\n    from: 120%\n",
                "p.yaml:6:11: error FLT002"
            ),
            (
                "name: p\ndescription: d\nfaults:\n  - fault: reconnect-storm\n    storms: 5\n    gabs: fixed\n",
                "p.yaml:6:5: error YML013"
            ),
            ("name: p\nfaults: []\n", "error YML012"),
        ])
    func mistakes(text: String, finding: String) {
        #expect { try FaultPlanFile.parse(text, file: "p.yaml") } throws: { "\($0)".contains(finding) }
    }

    @Test("All mistakes of a file come at once")
    func together() {
        #expect {
            try FaultPlanFile.parse(
                "nam: p\nfaults:\n  - fault: reconnect-storm\n    storms: x\n    close: hard\n", file: "p.yaml")
        } throws: { error in
            (error as? InvalidInput)?.diagnostics.count == 5
        }
    }

    @Test(
        "Durations have a unit",
        arguments: [("100ms", 0.1), ("1.5s", 1.5), ("10min", 600), ("48h", 172_800), ("3d", 259_200)])
    func durations(text: String, seconds: Double) {
        #expect(DurationText.seconds(text) == seconds)
    }

    @Test("What is no duration is none", arguments: ["", "10", "s", "-1s", "1e400s", "nans", "1 s", "5 parsecs"])
    func noDurations(text: String) {
        #expect(DurationText.seconds(text) == nil)
    }
}
