import Foundation
import Testing

@Suite("twinsim soak --stop-on leak", .timeLimit(.minutes(10)))
struct EarlyStopTests {
    @Test("A steep leak ends the soak past half of its plan, and every reader is told when and why")
    func steepLeak() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        let outcome = try await Program.run([
            "soak", "--scenario", "pump-station", "--duration", "2min", "--stop-on", "leak", "--evidence", evidence,
            "--", "python3", Program.specimen("steep_list.py"),
        ])
        let said = Comment(rawValue: outcome.output + outcome.errors)
        #expect(outcome.status == 1, said)
        #expect(outcome.output.contains("The run was stopped early: a look found that memory leaks for certain."), said)
        let verdict = try Program.object(try String(contentsOfFile: "\(evidence)/verdict.json", encoding: .utf8))
        #expect(verdict["verdict"] as? String == "leak", said)
        #expect(verdict["stop_on"] as? String == "leak")
        let end = try #require(verdict["client_end"] as? [String: Any])
        #expect(end["reason"] as? String == "stopped_early", said)
        #expect(end["channel"] as? String == "memory", said)
        let seconds = try #require(end["seconds"] as? Double)
        #expect(seconds >= 75 && seconds < 119, "two looks in a row past the half, before the end: \(seconds)")
        let report = try String(contentsOfFile: "\(evidence)/report.md", encoding: .utf8)
        #expect(report.contains("of 2 min planned, as --stop-on leak asked: memory leaked for certain"))
        let junit = try String(contentsOfFile: "\(evidence)/junit.xml", encoding: .utf8)
        #expect(junit.contains("stopped early by twinsim"))
        #expect(junit.contains("<failure type=\"leak\""))
        let status = try await Program.run(["status", evidence, "--json"])
        #expect(try Program.object(status.output)["state"] as? String == "stopped_early")
        let resumed = try await Program.run(["soak", "--resume", evidence])
        #expect(resumed.status == 64)
        #expect(resumed.errors.contains("memory leaked for certain"))
    }

    @Test("A clean client is soaked to the planned end")
    func cleanClient() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        let outcome = try await Program.run([
            "soak", "--scenario", "pump-station", "--duration", "60s", "--stop-on", "leak", "--evidence", evidence,
            "--", "python3", Program.specimen("clean.py"),
        ])
        #expect(outcome.status == 0, Comment(rawValue: outcome.output + outcome.errors))
        let verdict = try Program.object(try String(contentsOfFile: "\(evidence)/verdict.json", encoding: .utf8))
        #expect((verdict["client_end"] as? [String: Any])?["reason"] as? String == "completed")
        #expect(verdict["stop_on"] as? String == "leak")
    }

    @Test("What the option does not know is refused, and a resumed soak takes it from the evidence")
    func refusals() async throws {
        let unknown = try await Program.run(["soak", "--hours", "1", "--stop-on", "doubt", "--", "true"])
        #expect(unknown.status == 64)
        let resumed = try await Program.run(["soak", "--resume", "somewhere", "--stop-on", "leak"])
        #expect(resumed.status == 64)
        #expect(resumed.errors.contains("--resume takes"))
    }
}
