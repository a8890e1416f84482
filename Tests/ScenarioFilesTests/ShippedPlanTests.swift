import Diagnostics
import FaultPlan
import Foundation
import ScenarioFiles
import Testing

private let scenarios = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Scenarios")

@Suite("The shipped fault plans", .timeLimit(.minutes(5)))
struct ShippedPlanTests {
    /// The plans, with the shares of a run that they promise to leave quiet at its beginning and at its end.
    static let quiet: [(name: String, beginning: Double, end: Double)] = [
        ("busy-plc", 1.0 / 5, 1.0 / 5), ("flaky-switch", 1.0 / 5, 1.0 / 5), ("flapping-link", 1.0 / 3, 1.0 / 3),
        ("half-open-firewall", 1.0 / 4, 1.0 / 4), ("quiet-storm-quiet", 1.0 / 2, 1.0 / 3),
        ("reconnect-storm", 1.0 / 3, 1.0 / 3), ("reconnect-storm-random", 1.0 / 10, 1.0 / 10),
        ("shift-change-restarts", 1.0 / 5, 1.0 / 5), ("slow-device", 1.0 / 5, 1.0 / 5),
        ("thundering-herd", 1.0 / 3, 1.0 / 3), ("week-in-a-bad-plant", 1.0 / 7, 1.0 / 7),
    ]

    private func plan(_ name: String) throws -> FaultPlan {
        let file = scenarios.appendingPathComponent("faults/\(name).yaml")
        return try FaultPlanFile.parse(try String(contentsOf: file, encoding: .utf8), file: file.path)
    }

    /// Seconds for which what strikes at one moment goes on by itself.
    private func after(_ fault: PlannedFault) -> Double {
        ["lasts", "off", "stopped", "linger", "by"].compactMap { key in
            if case .duration(let nanoseconds)? = fault.parameters[key] { Double(nanoseconds) * 1e-9 } else { nil }
        }.max() ?? 0
    }

    @Test("Every plan in the folder is in this test and in the documentation, under its own name, with a comment")
    func complete() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: scenarios.appendingPathComponent("faults").path)
        #expect(files.sorted() == Self.quiet.map { "\($0.name).yaml" }.sorted())
        let documentation = try String(
            contentsOf: scenarios.deletingLastPathComponent().appendingPathComponent("Docs/Faults.md"),
            encoding: .utf8)
        for (name, _, _) in Self.quiet {
            #expect(documentation.contains("| `\(name)` |"))
            #expect(try plan(name).name == name)
            let file = scenarios.appendingPathComponent("faults/\(name).yaml")
            #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("# "))
        }
    }

    @Test(
        "Every plan fits 90 s, 10 min, 48 h and 72 h, is quiet when it says so whatever the seed, and replays",
        arguments: [90.0, 600, 172_800, 259_200])
    func timetables(seconds: Double) throws {
        for (name, beginning, end) in Self.quiet {
            let plan = try plan(name)
            for seed in 0..<40 as Range<UInt64> {
                let timetable = try plan.timetable(inRunOf: seconds, seed: seed)
                #expect(timetable.waiting.isEmpty)
                let times = timetable.events.map(\.at.seconds)
                #expect(times.first ?? 0 >= seconds * beginning - 1e-6, "\(name) begins early")
                for event in timetable.events {
                    let fault = try #require(plan.faults.first { $0.label == event.fault })
                    let lasts: Double
                    if case .strike = event.action { lasts = after(fault) } else { lasts = 0 }
                    #expect(
                        event.at.seconds + lasts <= seconds * (1 - end) + 1e-6,
                        "\(name), seed \(seed): \(event.fault) at \(event.at.seconds) s")
                }
                #expect(try plan.timetable(inRunOf: seconds, seed: seed) == timetable)
            }
        }
    }

    @Test("Every plan in the documentation parses and has a timetable")
    func documented() throws {
        let file = scenarios.deletingLastPathComponent().appendingPathComponent("Docs/Faults.md")
        let parts = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "```yaml\n").dropFirst()
        #expect(parts.count >= 2)
        for part in parts {
            let text = try #require(part.components(separatedBy: "```").first)
            let plan = try FaultPlanFile.parse(text, file: "Docs/Faults.md")
            #expect(!(try plan.timetable(inRunOf: 172_800, seed: 1).events.isEmpty))
        }
    }

    @Test("In every plan what begins ends, in order, one occurrence at a time")
    func balanced() throws {
        for (name, _, _) in Self.quiet {
            var inForce: [Int: Int] = [:]
            for event in try plan(name).timetable(inRunOf: 600, seed: 3).events {
                switch event.action {
                case .begin(let fault, let occurrence):
                    #expect(inForce[fault] == nil, "\(name) \(event.fault)")
                    inForce[fault] = occurrence
                case .end(let fault, let occurrence):
                    #expect(inForce[fault] == occurrence, "\(name) \(event.fault)")
                    inForce[fault] = nil
                default: break
                }
            }
            #expect(inForce.isEmpty, "\(name)")
        }
    }
}

@Suite("A plan for a scenario", .timeLimit(.minutes(5)))
struct PlanSubjectTests {
    private func bundle(adding plan: String? = nil) throws -> ScenarioBundle {
        let folder = scenarios.appendingPathComponent("water-treatment")
        var files: [String: String] = [:]
        for name in ScenarioBundle.requiredFiles {
            files[name] = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        }
        files["faults/own.yaml"] = plan
        return ScenarioBundle(folder: "wt", files: files)
    }

    private static func plan(_ fault: String) -> String {
        "name: p\ndescription: d\nfaults:\n  - {\(fault)}\n"
    }

    static let mistakes = [
        ("fault: freeze, tag: LIT101x", "4:26: error FLT014: the scenario 'water-treatment' has no tag 'LIT101x'"),
        ("fault: component, component: P11, mode: 1", "4:35: error FLT014: the plant of 'water-treatment' has no comp"),
        (
            "fault: plant-input, component: P101, input: sped, value: 1",
            "FLT014: the component 'P101' has no free input"
        ),
    ]

    @Test("that names what the scenario does not have is refused with its place, in the folder and beside it")
    func unknown() throws {
        let subjects = FaultSubjects(try ScenarioReader.read(try bundle()).scenario)
        for (fault, finding) in Self.mistakes {
            let text = Self.plan(fault)
            #expect(throws: Never.self, "\(fault)") { try FaultPlanFile.parse(text, file: "p.yaml") }
            #expect {
                try FaultPlanFile.parse(text, file: "p.yaml", subjects: subjects)
            } throws: { error in
                if "\(error)".contains(finding) { return true }
                Issue.record("\(error)")
                return false
            }
            #expect {
                try ScenarioReader.read(try bundle(adding: text))
            } throws: {
                "\($0)".contains("wt/faults/own.yaml:") && "\($0)".contains("FLT014")
            }
        }
        #expect { try FaultWords.parse(["freeze", "tag=NO_SUCH"], subjects: subjects) } throws: {
            "\($0)".contains("inject:1:2: error FLT014")
        }
    }

    @Test("that names what the scenario has is read")
    func known() throws {
        let scenario = try ScenarioReader.read(try bundle()).scenario
        let tag = try #require(scenario.registerMap.entries.first).name
        let text = Self.plan("fault: freeze, tag: \(tag)")
        #expect(try ScenarioReader.read(try bundle(adding: text)).scenario.faultPlans["own"]?.faults.count == 1)
        #expect(
            try FaultPlanFile.parse(text, file: "p.yaml", subjects: FaultSubjects(scenario)).faults.count == 1)
    }
}
