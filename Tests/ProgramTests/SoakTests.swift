import Foundation
import Testing

@Suite("twinsim soak on specimens of known truth", .timeLimit(.minutes(10)))
struct SoakTests {
    /// A specimen with what the program must say of it.
    struct Specimen: CustomTestStringConvertible, Sendable {
        var file: String
        var seconds: Int
        var storms: Bool
        var verdict: String
        var status: Int32
        /// Channels that must answer leak, and channels that must not.
        var leaking: Set<String> = []
        var innocent: Set<String> = []
        /// Time between samples; a sawtooth wants several a tooth's flank.
        var interval = "1s"
        var testDescription: String { file }
    }

    private static let all: Set<String> = ["memory", "descriptors", "sockets", "threads", "children"]

    static let specimens: [Specimen] = [
        Specimen(file: "clean.py", seconds: 90, storms: true, verdict: "expected", status: 0, innocent: all),
        Specimen(
            file: "unbounded_list.py", seconds: 90, storms: false, verdict: "leak", status: 1, leaking: ["memory"],
            innocent: all.subtracting(["memory"])),
        Specimen(
            file: "socket_per_reconnect.py", seconds: 90, storms: true, verdict: "leak", status: 1,
            leaking: ["descriptors", "sockets"], innocent: ["threads", "children"]),
        Specimen(
            file: "thread_per_retry.py", seconds: 90, storms: true, verdict: "leak", status: 1, leaking: ["threads"],
            innocent: ["descriptors", "sockets", "children"]),
        Specimen(file: "bounded_cache.py", seconds: 120, storms: false, verdict: "expected", status: 0, innocent: all),
        Specimen(
            file: "sawtooth.py", seconds: 120, storms: false, verdict: "expected", status: 0, innocent: all,
            interval: "200ms"),
        Specimen(
            file: "forked_worker_leak.py", seconds: 90, storms: false, verdict: "leak", status: 1, leaking: ["memory"],
            innocent: ["threads", "children"]),
        Specimen(
            file: "daemonising.py", seconds: 90, storms: false, verdict: "leak", status: 1, leaking: ["memory"],
            innocent: ["threads", "children"]),
    ]

    @Test("Each specimen gets the right verdict, channel and exit status", arguments: specimens)
    func verdict(_ specimen: Specimen) async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        var arguments = [
            "soak", "--scenario", "pump-station", "--duration", "\(specimen.seconds)s", "--interval", specimen.interval,
            "--evidence", evidence,
        ]
        if specimen.storms { arguments += ["--faults", "reconnect-storm"] }
        // The specimens read two arguments; the third one marks this run's processes.
        let mark = UUID().uuidString
        let outcome = try await Program.run(
            arguments + ["--", "python3", Program.specimen(specimen.file), "{host}", "{port}", mark])
        let said = Comment(rawValue: outcome.output + outcome.errors)
        #expect(outcome.status == specimen.status, said)
        let verdict = try Program.object(try String(contentsOfFile: "\(evidence)/verdict.json", encoding: .utf8))
        #expect(verdict["verdict"] as? String == specimen.verdict, said)
        let channels = try #require(verdict["channels"] as? [[String: Any]])
        let leaking = Set(
            channels.filter { $0["verdict"] as? String == "leak" }.compactMap { $0["channel"] as? String })
        #expect(leaking.isSuperset(of: specimen.leaking), said)
        #expect(leaking.isDisjoint(with: specimen.innocent), said)
        for name in ["report.html", "report.md", "junit.xml", "evidence.sqlite", "client.log", "scenario/tags.csv"] {
            #expect(FileManager.default.fileExists(atPath: "\(evidence)/\(name)"), "\(name) is missing")
        }
        if specimen.storms {
            #expect(verdict["storms"] as? Int ?? 0 >= 12, "storms must reach the client, proven on our side")
        }
        #expect(try Self.survivors(named: mark).isEmpty, "nothing may be left running")
        let again = try await Program.run(["report", evidence, "--format", "json"])
        #expect(again.status == specimen.status, "the verdict follows from the folder alone")
    }

    @Test("A client that crashes ends the soak with status 3, its exit status on the record")
    func crasher() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        let outcome = try await Program.run([
            "soak", "--scenario", "hvac", "--duration", "90s", "--evidence", evidence, "--", "python3",
            Program.specimen("crasher.py"),
        ])
        #expect(outcome.status == 3, Comment(rawValue: outcome.output + outcome.errors))
        #expect(outcome.output.contains("before the planned end"))
        let log = try String(contentsOfFile: "\(evidence)/client.log", encoding: .utf8)
        let last = try #require(log.split(separator: "\n").last)
        #expect(outcome.output.contains("The client's last words\n"))
        #expect(outcome.output.contains("  \(last)\n"))
        #expect(outcome.output.contains("client  \(evidence)/client.log"))
    }

    @Test("A client that ignores SIGTERM is ended all the same, and the report says so")
    func ignoresTermination() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        let mark = UUID().uuidString
        let outcome = try await Program.run([
            "soak", "--scenario", "hvac", "--duration", "60s", "--evidence", evidence, "--", "python3",
            Program.specimen("ignores_sigterm.py"), "{host}", "{port}", mark,
        ])
        #expect(outcome.status == 0, Comment(rawValue: outcome.output + outcome.errors))
        #expect(try Self.survivors(named: mark).isEmpty)
        let report = try String(contentsOfFile: "\(evidence)/report.md", encoding: .utf8)
        #expect(report.contains("did not heed SIGTERM"))
    }

    @Test("SIGINT ends a soak with a verdict on what there is and status 130")
    func interrupted() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        let soak = try Started([
            "soak", "--scenario", "hvac", "--hours", "1", "--evidence", evidence, "--", "python3",
            Program.specimen("clean.py"),
        ])
        #expect(await soak.waitForErrors("polls/s"))
        soak.signal(SIGINT)
        let outcome = await soak.wait()
        #expect(outcome.status == 130, Comment(rawValue: outcome.output + outcome.errors))
        #expect(FileManager.default.fileExists(atPath: "\(evidence)/report.html"))
        #expect(outcome.output.contains("stopped by signal 2"))
    }

    @Test("kill -9 of the harness loses at most the last second, leaves nothing running, and a report can be made")
    func killed() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        let mark = UUID().uuidString
        let soak = try Started([
            "soak", "--scenario", "hvac", "--hours", "1", "--interval", "100ms", "--evidence", evidence, "--",
            "python3",
            Program.specimen("clean.py"), "{host}", "{port}", mark,
        ])
        #expect(await soak.waitForErrors("polls/s"))
        let database = "\(evidence)/evidence.sqlite"
        let samples = { try await Self.rows(database, "SELECT COUNT(*) FROM second") }
        while try await samples() < 30 {}
        let before = try await samples()
        soak.signal(SIGKILL)
        #expect(await soak.wait().status == 137)
        let report = try await Program.run(["report", evidence, "--format", "json"])
        #expect(report.status == 2, Comment(rawValue: report.output + report.errors))
        #expect(try await samples() >= before)
        // The keeper ends the client when its harness is gone; it is asked for, not slept for.
        let deadline = Date(timeIntervalSinceNow: 20)
        while try !Self.survivors(named: mark).isEmpty, Date() < deadline {}
        #expect(try Self.survivors(named: mark).isEmpty)
    }

    private static func rows(_ database: String, _ query: String) async throws -> Int {
        let script =
            "import sqlite3,sys; print(sqlite3.connect('file:'+sys.argv[1]+'?mode=ro',uri=True).execute(sys.argv[2]).fetchone()[0])"
        let outcome = try await Program.runOther("/usr/bin/env", ["python3", "-c", script, database, query])
        return Int(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    /// The processes, other than twinsim's own, whose command line holds this word.
    private static func survivors(named mark: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { pid in
            guard Int32(pid) != nil, let data = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else {
                return false
            }
            let words = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return words.first?.contains("python") == true && words.contains(mark)
        }
    }
}
