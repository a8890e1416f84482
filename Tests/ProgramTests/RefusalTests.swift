import Foundation
import Testing

@Suite("What the program refuses", .timeLimit(.minutes(10)))
struct RefusalTests {
    private func scenario(in folder: URL, changing file: String, _ change: (String) -> String) throws -> String {
        let copy = folder.appendingPathComponent("plant")
        try FileManager.default.copyItem(at: Program.root.appendingPathComponent("Scenarios/hvac"), to: copy)
        try FileManager.default.copyItem(
            at: Program.root.appendingPathComponent("Scenarios/faults"), to: copy.appendingPathComponent("faults"))
        let path = copy.appendingPathComponent(file)
        try change(try String(contentsOf: path, encoding: .utf8)).write(to: path, atomically: true, encoding: .utf8)
        return copy.path
    }

    private func soak(_ arguments: [String], evidence: String, client: [String] = ["true"]) -> [String] {
        ["soak", "--duration", "5s", "--evidence", evidence] + arguments + ["--"] + client
    }

    @Test(
        "A bad scenario is answered with file, line, column and code, status 65, and no evidence folder is made",
        arguments: [
            ("scenario.yaml", "period:", "perod:", "YML013"), ("tags.csv", ",REAL,", ",REEL,", "TAG003"),
            ("tags.csv", "in:", "in:no_such_thing.", "TAG030"), ("program.ladder", "XIC(", "XIK(", ""),
            ("plant.yaml", "kind: weather", "kind: wether", ""),
            ("faults/reconnect-storm.yaml", "storms:", "strms:", "YML013"),
        ])
    func badScenario(file: String, right: String, wrong: String, code: String) async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try scenario(in: folder, changing: file) { text in
            guard let range = text.range(of: right) else { return text }
            return text.replacingCharacters(in: range, with: wrong)
        }
        let evidence = folder.appendingPathComponent("evidence").path
        let outcome = try await Program.run(soak(["--scenario", path], evidence: evidence))
        #expect(outcome.status == 65, Comment(rawValue: outcome.errors))
        let place = try Regex("/\(NSRegularExpression.escapedPattern(for: file)):[0-9]+:[0-9]+: error \(code)")
        #expect(outcome.errors.contains(place), Comment(rawValue: outcome.errors))
        #expect(!FileManager.default.fileExists(atPath: evidence))
    }

    @Test("A busy port is status 69, for serve and for soak")
    func busyPort() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = try Started(["serve", "--scenario", "hvac", "--port", "0"])
        let port = try #require(await first.announcedPort())
        let second = try await Program.run(["serve", "--scenario", "hvac", "--port", "\(port)"])
        #expect(second.status == 69)
        #expect(second.errors.contains("error SRV001"))
        let evidence = folder.appendingPathComponent("evidence").path
        #expect(
            try await Program.run(soak(["--scenario", "hvac", "--port", "\(port)"], evidence: evidence)).status == 69)
        first.signal(SIGTERM)
        #expect(await first.wait().status == 0)
    }

    @Test("A client that is not there is status 66, before an evidence folder is made")
    func missingClient() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        let outcome = try await Program.run(
            soak(["--scenario", "hvac"], evidence: evidence, client: ["/no/such/client"]))
        #expect(outcome.status == 66)
        #expect(outcome.errors.contains("error CLI002"))
        #expect(!FileManager.default.fileExists(atPath: evidence))
    }

    @Test("An evidence folder that cannot be made, or holds evidence already, is status 73")
    func evidenceFolder() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("file")
        try "in the way".write(to: file, atomically: true, encoding: .utf8)
        #expect(try await Program.run(soak(["--scenario", "hvac"], evidence: file.path)).status == 73)
        let evidence = folder.appendingPathComponent("evidence").path
        _ = try await Program.run(soak(["--scenario", "hvac"], evidence: evidence))
        let again = try await Program.run(soak(["--scenario", "hvac"], evidence: evidence))
        #expect(again.status == 73)
        #expect(again.errors.contains("never overwritten"))
    }

    @Test("A full disk is status 74 with a clear error, and nothing is left running")
    func fullDisk() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let disk = folder.appendingPathComponent("disk").path
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        // A file system of 700 kB that only this run sees.
        let script = """
            mount -t tmpfs -o size=700k tmpfs "$1" && shift && exec "$@"
            """
        let outcome = try await Program.runOther(
            "/usr/bin/env",
            ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", disk, Program.executable.path]
                + [
                    "soak", "--scenario", "hvac", "--duration", "120s", "--interval", "100ms", "--evidence",
                    "\(disk)/evidence", "--", "python3", Program.specimen("clean.py"),
                ])
        #expect(outcome.status == 74, Comment(rawValue: outcome.errors))
        #expect(outcome.errors.contains("disk is full"))
    }

    @Test("A folder without evidence is status 65 for report")
    func noEvidence() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(try await Program.run(["report", folder.path]).status == 65)
    }
}
