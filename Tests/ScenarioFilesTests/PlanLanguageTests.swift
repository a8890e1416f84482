import Diagnostics
import FaultPlan
import ScenarioFiles
import Testing

/// A plan around these lines of `faults`, which begin at line 4.
private func plan(_ lines: String...) -> String {
    "name: p\ndescription: d\nfaults:\n" + lines.map { "  \($0)\n" }.joined()
}

private func first(_ lines: String...) throws -> PlannedFault {
    let text = "name: p\ndescription: d\nfaults:\n" + lines.map { "  \($0)\n" }.joined()
    return try #require(try FaultPlanFile.parse(text, file: "p.yaml").faults.first)
}

@Suite("The plan language", .timeLimit(.minutes(5)))
struct PlanLanguageTests {
    @Test("A schedule reads as it is written")
    func schedule() throws {
        let fault = try first(
            "- fault: delay", "  name: slow", "  by: 500ms", "  at: 10min", "  for: 1/100", "  every: 10%",
            "  times: 6", "  gaps: random")
        #expect(fault.label == "slow")
        #expect(fault.schedule.at == .seconds(600))
        #expect(fault.schedule.duration == .share(0.01))
        #expect(fault.schedule.every == .share(0.1))
        #expect(fault.schedule.times == 6)
        #expect(fault.schedule.gaps == .random)
        #expect(fault.target == .everything)
        let plain = try first("- fault: delay", "  by: 1s")
        #expect(plain.schedule == FaultSchedule())
        #expect(plain.label == "delay#1")
        #expect(try first("- fault: drop", "  after_polls: 1000").schedule.origin == .polls(1000))
    }

    @Test("A target reads as it is written")
    func target() throws {
        let fault = try first(
            "- fault: exception", "  code: 6", "  probability: 0.25", "  unit: [1, 255]", "  function: [3, 4]",
            "  address: 100-120", "  quantity: 2", "  connection: every 3", "  request: 5 every 10", "  limit: 3")
        #expect(fault.target.probability == 0.25)
        #expect(fault.target.units == [1, 255])
        #expect(fault.target.functions == [3, 4])
        #expect(fault.target.addresses == 100...120)
        #expect(fault.target.quantity == 2)
        #expect(fault.target.connections == .every(3))
        #expect([fault.target.first, fault.target.every, fault.target.limit] == [5, 10, 3])
        #expect(try first("- fault: drop", "  function: writes").target.functions == [5, 6, 15, 16, 21, 22, 23])
        #expect(try first("- fault: drop", "  function: reads").target.functions == [1, 2, 3, 4, 20, 24])
        #expect(try first("- fault: drop", "  address: 7").target.addresses == 7...7)
        #expect(try first("- fault: drop", "  connection: newest").target.connections == .newest)
        #expect(try first("- fault: drop", "  connection: [2, 4]").target.connections == .numbered([2, 4]))
        let fifth = try first("- fault: drop", "  request: 5").target
        #expect([fifth.first, fifth.every] == [5, .max])
        let tenths = try first("- fault: drop", "  request: every 10").target
        #expect([tenths.first, tenths.every] == [10, 10])
    }

    @Test("What a target chooses reads back from its words")
    func targetWords() throws {
        let lines = [
            "probability: 0.25", "unit: [1, 255]", "function: reads", "address: 100-120", "quantity: 2",
            "connection: every 3", "request: 5 every 10", "limit: 3",
        ]
        let fault = try #require(
            try FaultPlanFile.parse(plan("- fault: drop\n    " + lines.joined(separator: "\n    ")), file: "p").faults
                .first)
        #expect(FaultText.target(fault.target).map { "\($0.key): \($0.text)" } == lines)
        #expect(FaultText.target(.everything).isEmpty)
        for line in ["request: 5", "request: every 10", "address: 7", "connection: newest", "function: 43"] {
            let fault = try first("- fault: drop", "  \(line)")
            #expect(FaultText.target(fault.target).map { "\($0.key): \($0.text)" } == [line])
        }
    }

    @Test("A scene's faults stand in the plan once a call, named after it")
    func scenes() throws {
        let text = """
            name: p
            description: d
            scenes:
              brownout:
                - fault: delay
                  name: slow
                  by: 800ms
                  for: 20s
                - fault: exception
                  code: 6
                  after: slow
                  for: 10s
            faults:
              - scene: brownout
                at: 2h
              - scene: brownout
                name: again
                after: brownout
                every: 1min
                times: 2
              - fault: drop
                after: again
            """
        let plan = try FaultPlanFile.parse(text, file: "p.yaml")
        #expect(
            plan.faults.map(\.label)
                == ["brownout/slow", "brownout/exception#2", "again/slow", "again/exception#2", "drop#3"])
        #expect(plan.faults[3].schedule.origin == .after("again/slow"))
        #expect(plan.faults[2].call?.schedule.times == 2)
        let events = try plan.timetable(inRunOf: nil, seed: 1).events
        #expect(
            events.map(\.at.seconds) == [
                7200, 7220, 7220, 7230, 7230, 7250, 7250, 7260, 7290, 7310, 7310, 7320, 7320,
            ])
        #expect(events.last?.fault == "drop#3")
    }

    @Test(
        "Every mistake has its place, its code and how to mend it",
        arguments: [
            (
                ["- fault: delay", "  by: 1s", "  fro: 3s"],
                "6:5: error YML013: a fault knows no 'fro'; did you mean 'for'?"
            ),
            (["- fault: reset-idle", "  for: 3s"], "5:5: error FLT003: 'reset-idle' happens at a moment"),
            (["- fault: reset-idle", "  unit: 1"], "5:5: error FLT003: 'reset-idle' concerns connections"),
            (["- fault: refuse", "  probability: 0.5"], "5:5: error FLT003: 'refuse' concerns the whole"),
            (["- fault: reconnect-storm", "  storms: 3", "  at: 3s"], "6:5: error FLT003: 'reconnect-storm' keeps a"),
            (["- fault: drop", "  at: soon"], "5:9: error FLT002: 'at' is a duration"),
            (["- fault: drop", "  for: 0s"], "5:10: error FLT002: 'for' is a duration like 90s"),
            (["- fault: drop", "  every: 0%"], "5:12: error FLT002"),
            (["- fault: drop", "  times: 0"], "5:12: error YML014"),
            (["- fault: drop", "  times: 3"], "5:12: error FLT007: 'drop' has 'times' and no 'every'"),
            (["- fault: drop", "  gaps: random"], "5:11: error FLT007"),
            (["- fault: drop", "  every: 3s"], "5:12: error FLT009: 'drop' comes back and has no 'for'"),
            (["- fault: drop", "  for: 5s", "  every: 3s"], "6:12: error FLT008"),
            (["- fault: drop", "  for: 50%", "  every: 1/3"], "6:12: error FLT008"),
            (["- fault: drop", "  every: 9s", "  for: 1s", "  gaps: wild"], "7:11: error YML016"),
            (["- fault: drop", "  after_polls: -1"], "5:18: error YML014"),
            (["- fault: drop", "  after: x", "  after_polls: 1"], "6:18: error FLT013"),
            (["- fault: drop", "  after: nobody"], "5:12: error FLT005: there is no fault 'nobody' before it"),
            (
                ["- {fault: drop, name: lost, for: 1s}", "- {fault: drop, after: lots}"],
                "5:26: error FLT005: there is no fault 'lots' before it; did you mean 'lost'?"
            ),
            (
                ["- {fault: drop, after: b}", "- {fault: drop, name: b, for: 1s}"],
                "4:26: error FLT005: 'b' does not stand before 'drop#1'; move it up"
            ),
            (["- {fault: drop, name: a, after: a}"], "4:35: error FLT005: 'a' does not stand before 'a'"),
            (["- {fault: drop, name: a}", "- {fault: drop, after: a}"], "5:26: error FLT006"),
            (
                ["- {fault: drop, name: a, for: 1s, every: 2s}", "- {fault: drop, after: a}"],
                "5:26: error FLT006: nothing can come after 'a', which has no end"
            ),
            (
                ["- {fault: reconnect-storm, storms: 2, name: s}", "- {fault: drop, after: s}"],
                "5:26: error FLT006: nothing can come after 's', which has no end; a storm keeps a schedule"
            ),
            (
                ["- {fault: drop, name: a}", "- {fault: drop, name: a}"],
                "5:25: error FLT004: the name 'a' stands twice"
            ),
            (["- {fault: drop, name: a/b}"], "4:25: error FLT002: 'name' is a name of 1 to 80 characters"),
            (["- {fault: drop, probability: 1.5}"], "4:32: error FLT002: 'probability' is a number from 0 to 1"),
            (["- {fault: drop, probability: nan}"], "4:32: error FLT002"),
            (["- {fault: drop, unit: 256}"], "4:25: error FLT002: 'unit' is a whole number 0 to 255"),
            (["- {fault: drop, unit: [1, x]}"], "4:29: error FLT002: 'unit' is a whole number"),
            (["- {fault: drop, unit: []}"], "4:25: error FLT002: 'unit' is an empty list"),
            (["- {fault: drop, function: 0}"], "4:29: error FLT002: 'function' is a whole number 1 to 127"),
            (["- {fault: drop, function: read}"], "4:29: error FLT002"),
            (["- {fault: drop, address: 65536}"], "4:28: error FLT002: 'address' is an offset from 0 to 65535"),
            (["- {fault: drop, address: 9-5}"], "4:28: error FLT002: 'address' is a range from the lower"),
            (["- {fault: drop, quantity: 0}"], "4:29: error YML014"),
            (["- {fault: drop, connection: every 0}"], "4:31: error FLT002: 'connection'"),
            (["- {fault: drop, connection: 0}"], "4:31: error FLT002"),
            (["- {fault: drop, request: every}"], "4:28: error FLT002: 'request'"),
            (["- {fault: drop, request: 0}"], "4:28: error FLT002"),
            (["- {fault: drop, limit: 0}"], "4:26: error YML014"),
            (["- {scene: nowhere}"], "4:13: error FLT011: there is no scene 'nowhere'"),
            (["- {scene: nowhere, for: 3s}"], "4:22: error FLT003: a scene lasts as long as its faults"),
            (["- {scene: nowhere, unit: 1}"], "4:22: error YML013: a call of a scene knows no 'unit'"),
        ])
    func mistakes(lines: [String], finding: String) {
        let text = "name: p\ndescription: d\nfaults:\n" + lines.map { "  \($0)\n" }.joined()
        #expect {
            try FaultPlanFile.parse(text, file: "p.yaml")
        } throws: { error in
            if "\(error)".contains("p.yaml:\(finding)") { return true }
            Issue.record("\(error)")
            return false
        }
    }

    @Test("What comes back in the moment in which it ends is no mistake", arguments: ["3s", "1/3", "0.5ms"])
    func endToEnd(time: String) throws {
        let fault = try first("- fault: drop", "  for: \(time)", "  every: \(time)")
        #expect(fault.schedule.every == fault.schedule.duration)
    }

    @Test(
        "Mistakes in scenes have their place too",
        arguments: [
            ("  s: []", "4:6: error FLT015: the scene 's' has no fault"),
            ("  s: 3", "4:6: error FLT001"),
            ("  s:\n    - scene: s", "5:7: error FLT012: the scene 's' calls a scene"),
            (
                "  s:\n    - {fault: drop, after_polls: 3}",
                "5:21: error FLT003: the faults of a scene count from its call"
            ),
            ("  s:\n    - {fault: drop, after: x}", "5:28: error FLT005"),
            ("  s:\n    - {fault: drop}\nfaults:\n  - {scene: s, every: 3s, times: 2}", "7:23: error FLT009"),
            ("  s:\n    - {fault: drop}\nfaults:\n  - {scene: z}", "7:13: error FLT011: there is no scene 'z'"),
            ("  brown:\n    - {fault: drop}\nfaults:\n  - {scene: brwn}", "did you mean 'brown'?"),
            ("  a/b:\n    - {fault: drop}", "4:3: error FLT002: a scene's name"),
        ])
    func sceneMistakes(lines: String, finding: String) {
        let text = "name: p\ndescription: d\nscenes:\n\(lines)\n" + (lines.contains("faults:") ? "" : "faults: []\n")
        #expect {
            try FaultPlanFile.parse(text, file: "p.yaml")
        } throws: { error in
            if "\(error)".contains(finding) { return true }
            Issue.record("\(error)")
            return false
        }
    }

    @Test("No kind has a parameter of the schedule's or the target's names, storms' gaps apart")
    func names() {
        let taken = [
            "fault", "name", "scene", "at", "after", "after_polls", "for", "every", "times", "gaps", "probability",
            "unit", "function", "address", "quantity", "connection", "request", "limit",
        ]
        for entry in FaultCatalogue.entries {
            for parameter in entry.parameters where entry.extent != .ownSchedule || parameter.name != "gaps" {
                #expect(!taken.contains(parameter.name), "\(entry.kind): \(parameter.name)")
            }
        }
    }

    @Test("The example of every kind parses, and has a timetable", arguments: FaultCatalogue.entries.map(\.kind))
    func examples(kind: String) throws {
        let entry = try #require(FaultCatalogue.kind(kind)).entry
        let plan = try FaultPlanFile.parse(FaultExample.plan(entry), file: "example")
        #expect(plan.faults.map(\.kind) == [kind])
        #expect(!(try plan.timetable(inRunOf: 3600, seed: 1).events.isEmpty))
    }

    @Test("Every default of the catalogue reads back from its text", arguments: FaultCatalogue.entries.map(\.kind))
    func defaults(kind: String) throws {
        let entry = try #require(FaultCatalogue.kind(kind)).entry
        let read = try #require(try FaultPlanFile.parse(FaultExample.plan(entry), file: "example").faults.first)
        for parameter in entry.parameters {
            guard let standard = parameter.standard else { continue }
            #expect(read.parameters[parameter.name] == standard, "\(kind) \(parameter.name) \(standard.spelling)")
        }
    }

    @Test(
        "Durations and shares read back from their text",
        arguments: ["0s", "1ns", "90s", "1500ms", "10min", "48h", "1/3", "3/7", "33.5%", "7%", "100%", "0%"])
    func times(text: String) throws {
        let time = try first("- fault: drop", "  at: \(text)").schedule.at
        let written = ParameterValue.time(time).spelling
        #expect(try first("- fault: drop", "  at: \(written)").schedule.at == time, "\(written)")
    }
}
