import Foundation
import Testing

@Suite("Faults, from the plan to the report", .timeLimit(.minutes(10)))
struct FaultTests {
    @Test("A soak executes faults of values, controller, plant and network, and its report tells of each")
    func soak() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let plan = folder.appendingPathComponent("plan.yaml").path
        try """
        name: mixed
        description: One of each sort.
        faults:
          - { fault: freeze, name: stuck, tag: HEARTBEAT, at: 3s, for: 3s }
          - { fault: restart, name: power, off: 2s, at: 8s }
          - { fault: plant-input, name: leak, component: wet_well, input: leak_Lps, value: 5, at: 11s, for: 2s }
          - { fault: exception, name: busy, code: 6, at: 11s, for: 2s }
          - { fault: thundering-herd, name: herd, storms: 1, down: 500ms, from: 14s, until: 16s }
        """.write(toFile: plan, atomically: true, encoding: .utf8)
        let evidence = folder.appendingPathComponent("evidence").path
        let outcome = try await Program.run([
            "soak", "--scenario", "pump-station", "--duration", "18s", "--faults", plan, "--evidence", evidence,
            "--json", "--", "python3", Program.specimen("heartbeat_reader.py"),
        ])
        let verdict = try Program.object(outcome.output)
        let faults = try #require(verdict["faults"] as? [[String: Any]])
        #expect(faults.compactMap { $0["label"] as? String } == ["stuck", "power", "leak", "busy"])
        #expect(faults.allSatisfy { $0["occurrences"] as? Int == 1 })
        let inForce = faults.compactMap { $0["in_force_seconds"] as? Double }
        for (seconds, planned) in zip(inForce, [3.0, 2, 2, 2]) { #expect(abs(seconds - planned) < 0.5) }
        func counters(_ place: Int) -> [String: Int] { faults[place]["counters"] as? [String: Int] ?? [:] }
        #expect(counters(1)["resets"] == 1)
        #expect(counters(1)["reconnected"] == 1)
        #expect(counters(3)["exceptions"] ?? 0 > 0)
        // The herd is a storm, the restart is none.
        #expect(verdict["storms"] as? Int == 1)
        #expect(verdict["reconnects"] as? Int == 1)
        // The client's own eyes: the heartbeat stands still, goes on, and starts anew after the restart.
        let log = try String(contentsOfFile: "\(evidence)/client.log", encoding: .utf8)
        let beats = log.split(separator: "\n").compactMap { Int($0) }
        let values = Set(beats)
        let highest = beats.max() ?? 0
        #expect(zip(beats, beats.dropFirst()).contains { $1 >= $0 + 3 }, "a jump at the end of the freeze")
        #expect(zip(beats, beats.dropFirst()).contains { $0 >= 6 && $1 <= 1 }, "back to the start after the restart")
        // Of the values 0 to 11 the freeze hides two; a client that a busy machine starts late misses the first ones.
        #expect(values.count > 6 && highest < 12)
        let report = try String(contentsOfFile: "\(evidence)/report.md", encoding: .utf8)
        #expect(report.contains("| power | restart | off 2s, close reset | 1 |"))
    }

    @Test("A plan that cannot act on the scenario is refused at the place of the mistake")
    func refusal() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let plan = folder.appendingPathComponent("plan.yaml").path
        try """
        name: wrong
        description: Not a number where there is no float.
        faults:
          - fault: nan
            tag: HEARTBEAT
        """.write(toFile: plan, atomically: true, encoding: .utf8)
        let outcome = try await Program.run(["run", "--scenario", "pump-station", "--hours", "1", "--faults", plan])
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("plan.yaml:5:"), Comment(rawValue: outcome.errors))
        #expect(outcome.errors.contains("error FLT203"), Comment(rawValue: outcome.errors))
    }
}
