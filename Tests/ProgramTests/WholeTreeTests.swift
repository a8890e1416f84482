import Foundation
import Glibc
import Testing

/// What a soak sees that is no single process's, or none of the client's own tree.
@Suite("twinsim soak on the whole tree and what is watched beside it", .serialized, .timeLimit(.minutes(5)))
struct WholeTreeTests {
    private func soak(
        _ arguments: [String], seconds: Int = 60, client: [String]
    ) async throws -> (outcome: Program.Outcome, verdict: [String: Any], folder: URL) {
        let folder = try Program.temporaryFolder()
        let evidence = folder.appendingPathComponent("evidence").path
        let outcome = try await Program.run(
            ["soak", "--scenario", "pump-station", "--duration", "\(seconds)s", "--evidence", evidence] + arguments
                + ["--"] + client)
        let text = try? String(contentsOfFile: "\(evidence)/verdict.json", encoding: .utf8)
        return (outcome, try text.map(Program.object) ?? [:], folder)
    }

    private func removeShared(_ prefix: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/dev/shm")) ?? []
        where name.hasPrefix(prefix) {
            unlink("/dev/shm/\(name)")
        }
    }

    @Test("What stays in /dev/shm is a leak of memory, and the report says of which kind")
    func sharedFiles() async throws {
        let prefix = "twinsim-test-\(UUID().uuidString)"
        defer { removeShared(prefix) }
        let (outcome, verdict, folder) = try await soak(
            [], client: ["python3", Program.specimen("tmpfs_leak.py"), "{host}", "{port}", prefix])
        defer { try? FileManager.default.removeItem(at: folder) }
        let said = Comment(rawValue: outcome.output + outcome.errors)
        // A minute may be what a buffer takes to fill: a doubt is as right as a conviction.
        #expect([1, 2].contains(outcome.status), said)
        #expect(outcome.output.contains("files in memory"), said)
        let parts = try #require(verdict["memory_parts"] as? [[String: Any]])
        let files = try #require(parts.first { $0["part"] as? String == "shared_files" })
        // 15 polls a second of 0.26 MB, for less than a minute.
        #expect((100...240).contains(files["last_mb"] as? Double ?? 0), said)
        #expect(try #require(parts.first)["grown_mb"] as? Double ?? 99 < 5, said)
        let report = try String(contentsOfFile: folder.path + "/evidence/report.md", encoding: .utf8)
        #expect(report.contains("Memory by kind"))
    }

    @Test("Files in /dev/shm that come and go are no leak")
    func boundedSharedFiles() async throws {
        let prefix = "twinsim-test-\(UUID().uuidString)"
        defer { removeShared(prefix) }
        let (outcome, _, folder) = try await soak(
            [], seconds: 90,
            client: ["python3", Program.specimen("tmpfs_leak.py"), "{host}", "{port}", prefix, "--bounded"])
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(outcome.status != 1, Comment(rawValue: outcome.output + outcome.errors))
    }

    @Test("A log that only grows is told with its disk, and fails a criterion that limits it")
    func disk() async throws {
        let log = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: log) }
        let criteria = log.appendingPathComponent("criteria.yaml")
        try "growth_per_hour: {disk: 100}\n".write(to: criteria, atomically: true, encoding: .utf8)
        let (outcome, verdict, folder) = try await soak(
            ["--criteria", criteria.path],
            client: ["python3", Program.specimen("disk_logger.py"), "{host}", "{port}", log.path + "/grows.csv"])
        defer { try? FileManager.default.removeItem(at: folder) }
        let said = Comment(rawValue: outcome.output + outcome.errors)
        #expect(outcome.output.contains("The client writes files: +"), said)
        #expect(outcome.output.contains("grows.csv grows most"), said)
        let files = try #require(verdict["files"] as? [String: Any])
        // 15 polls a second of 0.2 MB are 10.8 GB an hour.
        #expect((7000...12_000).contains(files["mb_per_hour"] as? Double ?? 0), said)
        #expect(files["hours_to_full"] as? Double ?? 0 > 0, said)
        let channels = try #require(verdict["channels"] as? [[String: Any]])
        #expect(channels.first { $0["channel"] as? String == "memory" }?["verdict"] as? String != "leak", said)
        #expect(channels.first { $0["channel"] as? String == "disk" }?["verdict"] is NSNull, said)
        let criterion = try #require((verdict["criteria"] as? [[String: Any]])?.first)
        #expect(criterion["name"] as? String == "disk_per_hour" && criterion["met"] as? Bool == false, said)
    }

    @Test("A process that is none of the client's is measured when it is watched")
    func watchedProcess() async throws {
        // The poller is a child of this test; what is launched is a front end that only waits.
        let port = Int.random(in: 20_000..<30_000)
        let poller = try Started(
            executable: "/usr/bin/env", ["python3", Program.specimen("unbounded_list.py"), "127.0.0.1", "\(port)"])
        defer { poller.signal(SIGKILL) }
        let (outcome, verdict, folder) = try await soak(
            ["--port", "\(port)", "--watch", "pid:\(poller.pid)"], seconds: 90, client: ["sleep", "1000"])
        defer { try? FileManager.default.removeItem(at: folder) }
        let said = Comment(rawValue: outcome.output + outcome.errors)
        #expect(outcome.status == 1, said)
        #expect(verdict["verdict"] as? String == "leak", said)
        #expect(poller.isRunning, "what is watched goes on after the soak")
        let report = try String(contentsOfFile: folder.path + "/evidence/report.md", encoding: .utf8)
        #expect(report.contains("Measured besides the client: pid:\(poller.pid)"))
    }

    @Test("What cannot be watched ends the soak with status 66 and a sentence; what cannot be read with 64")
    func refusals() async throws {
        let ended = try await Program.runOther("/bin/sh", ["-c", "echo $$"])
        let number = ended.output.trimmingCharacters(in: .whitespacesAndNewlines)
        let process = try await soak(["--watch", "pid:\(number)"], client: ["sleep", "1000"])
        #expect(process.outcome.status == 66)
        #expect(process.outcome.errors.contains("there is no process \(number) to watch"))
        let group = try await soak(
            ["--watch", "cgroup:/no-such-group"], seconds: 3, client: ["sleep", "1000"])
        #expect(group.outcome.status == 66, Comment(rawValue: group.outcome.errors))
        #expect(group.outcome.errors.contains("/no-such-group"))
        let nonsense = try await soak(["--watch", "unit:x"], client: ["sleep", "1000"])
        #expect(nonsense.outcome.status == 64)
        for run in [process, group, nonsense] { try? FileManager.default.removeItem(at: run.folder) }
    }
}
