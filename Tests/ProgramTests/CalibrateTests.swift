import Foundation
import Testing

@Suite("twinsim soak --calibrate", .timeLimit(.minutes(10)))
struct CalibrateTests {
    @Test("A short calibration finds the known leaks, accuses no good client, and says what it could detect")
    func short() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("calibration").path
        let outcome = try await Program.run([
            "soak", "--calibrate", "--scenario", "pump-station", "--duration", "90s", "--interval", "200ms", "--faults",
            "reconnect-storm", "--evidence", evidence, "--json",
        ])
        let said = Comment(rawValue: outcome.output + outcome.errors)
        #expect(outcome.status == 0, said)
        let report = try Program.object(outcome.output)
        #expect(report["calibration"] as? String == "fit", said)
        #expect(report["rate_factor"] as? Double == 960)
        let references = try #require(report["references"] as? [[String: Any]])
        #expect(references.count == 8)
        for reference in references {
            let isGood = reference["known_good"] as? Bool == true
            #expect(reference["finding"] as? String == (isGood ? "held" : "found"), "\(reference)")
            // The client's own count is what it was asked for: exact to the last record.
            guard let nominal = reference["nominal_mb_per_hour"] as? Double else { continue }
            let truth = try #require(reference["truth"] as? Double)
            #expect(abs(truth - nominal * 960) < 0.01 * nominal * 960, "\(reference)")
        }
        let detectable = try #require(report["detectable"] as? [[String: Any]])
        #expect(detectable.contains { $0["how"] as? String == "measured" && $0["like"] as? String == "steady" })
        #expect(detectable.contains { $0["how"] as? String == "extrapolated" && $0["hours"] as? Double == 72 })
        for name in [
            "calibration.json", "calibration.md", "steady.log", "steady/evidence.sqlite", "memory-0.25/report.html",
            "thread-per-retry/client.log",
        ] {
            #expect(FileManager.default.fileExists(atPath: "\(evidence)/\(name)"), "\(name) is missing")
        }
        let leak = try await Program.run(["report", "\(evidence)/memory-2.4", "--format", "json"])
        #expect(leak.status == 1, "each folder is a soak's evidence like any other")
        let again = try await Program.run(["soak", "--calibrate", "--duration", "90s", "--evidence", evidence])
        #expect(again.status == 73, "a calibration is never overwritten")
    }

    @Test("Reference clients that lie, a good one that leaks and leaks that keep nothing, are answered with status 70")
    func lies() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let home = folder.appendingPathComponent("home")
        let clients = home.appendingPathComponent("calibration")
        try FileManager.default.createDirectory(at: clients, withIntermediateDirectories: true)
        for (name, place) in [("Scenarios", "Scenarios"), ("python", "Resources/python")] {
            try FileManager.default.createSymbolicLink(
                at: home.appendingPathComponent(name), withDestinationURL: Program.root.appendingPathComponent(place))
        }
        let honest = try String(
            contentsOf: Program.root.appendingPathComponent("Resources/calibration/reference_client.py"),
            encoding: .utf8)
        let lying =
            honest
            .replacingOccurrences(of: #"self.records[self.count] = b"r" * RECORD_PAYLOAD_BYTES"#, with: "pass")
            .replacingOccurrences(
                of: #"        """Called at each turn, so many seconds after the start.""""#,
                with: "        self.__dict__.setdefault('secret', []).extend(bytearray(463) for _ in range(20))")
        #expect(lying.contains("pass") && lying.contains("secret"))
        try lying.write(
            to: clients.appendingPathComponent("reference_client.py"), atomically: true, encoding: .utf8)
        let outcome = try await Program.run(
            [
                "soak", "--calibrate", "--scenario", "pump-station", "--duration", "60s", "--interval", "200ms",
                "--evidence", folder.appendingPathComponent("calibration").path, "--json",
            ], environment: ["TWINSIM_HOME": home.path])
        let said = Comment(rawValue: outcome.output + outcome.errors)
        #expect(outcome.status == 70, said)
        let references = try #require(try Program.object(outcome.output)["references"] as? [[String: Any]])
        var findings: [String: String] = [:]
        for reference in references {
            findings[reference["reference"] as? String ?? ""] = reference["finding"] as? String
        }
        #expect(findings["steady"] == "false_alarm", said)
        #expect(findings["memory-2.4"] == "missed", said)
        #expect(findings["thread-per-retry"] == "false_alarm" || findings["thread-per-retry"] == "not_tried", said)
    }

    @Test("SIGINT ends a calibration with status 130, no conclusion and nothing left running")
    func interrupted() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("calibration").path
        let calibration = try Started([
            "soak", "--calibrate", "--scenario", "hvac", "--hours", "1", "--evidence", evidence,
        ])
        #expect(await calibration.waitForErrors("8 soaks run"))
        let begun = "until test -f '\(evidence)/thread-per-retry/evidence.sqlite'; do sleep 0.1; done"
        #expect(try await Program.runOther("/usr/bin/env", ["timeout", "60", "sh", "-c", begun]).status == 0)
        calibration.signal(SIGINT)
        let outcome = await calibration.wait()
        #expect(outcome.status == 130, Comment(rawValue: outcome.output + outcome.errors))
        #expect(outcome.errors.contains("nothing is concluded"))
        #expect(!FileManager.default.fileExists(atPath: "\(evidence)/calibration.json"))
        #expect(try Self.processes(with: evidence).isEmpty)
    }

    @Test(
        "A client's command, or an option that one soak needs for itself, does not go with --calibrate: status 64",
        arguments: [
            (["--", "true"], "leave out the client's command"), (["--panel", "0"], "leave out --resume"),
            (["--restart", "on-exit"], "leave out --resume"), (["--port", "5020"], "leave out --resume"),
            (["--unit", "7"], "leave out --resume"), (["--trace"], "leave out --resume"),
        ])
    func usage(extra: [String], sentence: String) async throws {
        let outcome = try await Program.run(["soak", "--calibrate", "--duration", "90s"] + extra)
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains(sentence), Comment(rawValue: outcome.errors))
    }

    @Test("Without a client and without --calibrate the soak says what to give")
    func missingCommand() async throws {
        let outcome = try await Program.run(["soak", "--duration", "90s"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("--calibrate to soak reference clients"))
    }

    @Test("A misspelt plan is told once, before anything runs, with its own status")
    func misspelt() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("calibration").path
        let outcome = try await Program.run([
            "soak", "--calibrate", "--duration", "90s", "--faults", "reconect-storm", "--evidence", evidence,
        ])
        #expect(outcome.status == 66)
        #expect(!FileManager.default.fileExists(atPath: evidence))
    }

    /// The processes whose command line holds this text.
    private static func processes(with text: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { pid in
            guard let number = Int32(pid), number != getpid(),
                let data = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline")
            else { return false }
            return String(decoding: data, as: UTF8.self).contains(text)
        }
    }
}
