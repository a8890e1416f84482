import Evidence
import EvidenceStore
import Foundation
import Testing

@Suite("twinsim soak by a definition of correct", .timeLimit(.minutes(10)))
struct CriteriaTests {
    /// Two storms, early enough that a client has time to be back.
    private static let plan = """
        name: two-storms
        description: Two disconnections.
        faults:
          - {fault: reconnect-storm, storms: 2, drops: 1, from: 30%, until: 45%}
        """

    /// What came of a soak with these criteria and this plan.
    private func soak(
        _ criteria: String, client: [String], seconds: Int, storms: Bool
    ) async throws -> (status: Int32, said: String, verdict: [String: Any], evidence: URL, folder: URL) {
        let folder = try Program.temporaryFolder()
        let file = folder.appendingPathComponent("correct.yaml")
        try criteria.write(to: file, atomically: true, encoding: .utf8)
        let plan = folder.appendingPathComponent("plan.yaml")
        try Self.plan.write(to: plan, atomically: true, encoding: .utf8)
        let evidence = folder.appendingPathComponent("evidence")
        let outcome = try await Program.run(
            [
                "soak", "--scenario", "pump-station", "--duration", "\(seconds)s", "--interval", "500ms", "--criteria",
                file.path, "--evidence", evidence.path,
            ] + (storms ? ["--faults", plan.path] : []) + ["--", "python3"] + client)
        let said = outcome.output + outcome.errors
        let text = try String(contentsOf: evidence.appendingPathComponent("verdict.json"), encoding: .utf8)
        return (outcome.status, said, try Program.object(text), evidence, folder)
    }

    private func criterion(_ name: String, in verdict: [String: Any]) throws -> [String: Any] {
        let criteria = try #require(verdict["criteria"] as? [[String: Any]])
        return try #require(criteria.first { $0["name"] as? String == name })
    }

    @Test("A client that takes too long to reconnect: status 4, with the seconds it took; report says the same")
    func slowReconnect() async throws {
        let result = try await soak(
            "reconnect_within: 2s\n",
            client: [Program.specimen("careless.py"), "{host}", "{port}", "slow-reconnect"], seconds: 30, storms: true)
        defer { try? FileManager.default.removeItem(at: result.folder) }
        #expect(result.status == 4, Comment(rawValue: result.said))
        let found = try criterion("reconnect_seconds", in: result.verdict)
        #expect(found["met"] as? Bool == false)
        #expect((found["measured"] as? String ?? "").contains("the slowest of"))
        let again = try await Program.run(["report", result.evidence.path, "--format", "junit"])
        #expect(again.status == 4)
        #expect(again.output.contains("<failure type=\"criterion\""))
        // The same evidence by other criteria: what was recorded does not change.
        let lenient = result.folder.appendingPathComponent("lenient.yaml")
        try "reconnect_within: 20s\n".write(to: lenient, atomically: true, encoding: .utf8)
        let other = try await Program.run(["report", result.evidence.path, "--criteria", lenient.path])
        #expect(other.status != 4, Comment(rawValue: other.output))
        #expect(other.output.contains("| reconnect\\_seconds | met |"), Comment(rawValue: other.output))
    }

    @Test("A tag that the client forgets: status 4, with the tag and since when")
    func forgottenTag() async throws {
        let result = try await soak(
            "tags:\n  unread_at_most: 4s\n",
            client: [Program.specimen("careless.py"), "{host}", "{port}", "forgets-tag"], seconds: 24, storms: false)
        defer { try? FileManager.default.removeItem(at: result.folder) }
        #expect(result.status == 4, Comment(rawValue: result.said))
        let found = try criterion("tag_unread_seconds", in: result.verdict)
        #expect(found["met"] as? Bool == false)
        #expect((found["measured"] as? String ?? "").contains("unread for"))
    }

    @Test("A poll rate that is not held: status 4, with the slowest stretch")
    func tiring() async throws {
        let result = try await soak(
            "polls:\n  per_second_at_least: 0.1\n  share_of_start_at_least: 0.6\n",
            client: [Program.specimen("careless.py"), "{host}", "{port}", "tires"], seconds: 60, storms: false)
        defer { try? FileManager.default.removeItem(at: result.folder) }
        #expect(result.status == 4, Comment(rawValue: result.said))
        #expect(try criterion("polls_share_of_start", in: result.verdict)["met"] as? Bool == false)
        #expect(try criterion("polls_per_second", in: result.verdict)["met"] as? Bool == true)
    }

    @Test("A client that keeps to everything: status 0, every criterion met, in all reports")
    func allMet() async throws {
        let result = try await soak(
            """
            growth_per_hour: {memory: 1000, descriptors: 1000, sockets: 1000, threads: 1000, children: 1000}
            reconnect_within: 5s
            polls: {per_second_at_least: 1, share_of_start_at_least: 0.2}
            tags: {unread_at_most: 15s}
            restarts_at_most: 0
            """, client: [Program.specimen("clean.py"), "{host}", "{port}"], seconds: 90, storms: true)
        defer { try? FileManager.default.removeItem(at: result.folder) }
        #expect(result.status == 0, Comment(rawValue: result.said))
        let criteria = try #require(result.verdict["criteria"] as? [[String: Any]])
        #expect(criteria.count == 10)
        #expect(criteria.allSatisfy { $0["met"] as? Bool == true }, Comment(rawValue: "\(criteria)"))
        #expect(result.said.contains("reconnect_seconds"))
        let html = try String(contentsOf: result.evidence.appendingPathComponent("report.html"), encoding: .utf8)
        #expect(html.contains("Criteria file") && html.contains("share_of_start_at_least: 0.2"))
        let junit = try String(contentsOf: result.evidence.appendingPathComponent("junit.xml"), encoding: .utf8)
        #expect(junit.contains("criterion tag_unread_seconds"))
        #expect(try await Program.run(["report", result.evidence.path]).status == 0)
    }

    @Test(
        "A criteria file with mistakes is refused with their places and status 65 before anything starts; none with 66")
    func refusals() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("correct.yaml")
        try "reconnect_within: soon\ntags:\n  unread_at_most: 5s\n  required: [NO_SUCH_TAG]\nrestart_at_most: 1\n"
            .write(
                to: file, atomically: true, encoding: .utf8)
        let evidence = folder.appendingPathComponent("evidence").path
        func run(_ criteria: String) async throws -> (status: Int32, errors: String) {
            let outcome = try await Program.run([
                "soak", "--scenario", "hvac", "--duration", "60s", "--criteria", criteria, "--evidence", evidence, "--",
                "true",
            ])
            return (outcome.status, outcome.errors)
        }
        let refused = try await run(file.path)
        #expect(refused.status == 65)
        #expect(refused.errors.contains("correct.yaml:1:19: error YML015"))
        #expect(refused.errors.contains("correct.yaml:4:14: error CRI002"))
        #expect(refused.errors.contains("correct.yaml:5:1: error YML013"))
        #expect(refused.errors.contains("did you mean 'restarts_at_most'?"))
        #expect(try await run(folder.appendingPathComponent("none.yaml").path).status == 66)
        #expect(!FileManager.default.fileExists(atPath: evidence))
    }

    @Test("--restart on-exit launches a client that ends anew: each life is judged alone, and the restarts count")
    func restarted() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence")
        let criteria = folder.appendingPathComponent("correct.yaml")
        try "restarts_at_most: 1\n".write(to: criteria, atomically: true, encoding: .utf8)
        // Each life polls for eight seconds and exits with status 7.
        let outcome = try await Program.run([
            "soak", "--scenario", "pump-station", "--duration", "24s", "--interval", "200ms", "--restart", "on-exit",
            "--criteria", criteria.path, "--evidence", evidence.path, "--", "python3",
            Program.specimen("careless.py"), "{host}", "{port}", "ends",
        ])
        let said = Comment(rawValue: outcome.output + outcome.errors)
        #expect(outcome.status == 4, said)
        let text = try String(contentsOf: evidence.appendingPathComponent("verdict.json"), encoding: .utf8)
        let verdict = try Program.object(text)
        let found = try criterion("restarts", in: verdict)
        #expect(found["met"] as? Bool == false)
        #expect((found["measured"] as? String ?? "").hasPrefix("started anew 2 times"), said)
        let channels = try #require(verdict["channels"] as? [[String: Any]])
        let memory = try #require(channels.first { $0["channel"] as? String == "memory" })
        #expect((memory["reason"] as? String ?? "").contains("started 2 times anew"))
        for name in ["client.log", "client-1-1.log", "client-1-2.log"] {
            #expect(FileManager.default.fileExists(atPath: evidence.appendingPathComponent(name).path), "\(name)")
        }
        let events = try await Program.run(["export", evidence.path, "--what", "events"])
        #expect(events.output.contains("exited with status 7"))
        let series = folder.appendingPathComponent("memory.csv").path
        #expect(try await Program.run(["export", evidence.path, "--what", "memory", "--output", series]).status == 0)
        let analyzed = try Program.object(try await Program.run(["analyze", "--json", series]).output)
        #expect((analyzed["reason"] as? String ?? "").contains("started 2 times anew"))
    }
}
