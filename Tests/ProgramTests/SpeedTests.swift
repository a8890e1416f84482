import Foundation
import Testing

/// Soaks that are compressed in time, with the real libfaketime and real clients.
@Suite("twinsim soak --speed and --event-rate", .serialized, .timeLimit(.minutes(10)))
struct SpeedTests {
    /// What CPython has and Debian's libfaketime hangs.
    private static let hanging = "event-wait,condition-wait,queue-get,timer"

    /// A finished soak.
    private struct Finished: Sendable {
        var outcome: Program.Outcome
        /// The text of each file of the evidence that is looked at, empty for one that is not there.
        var files: [String: String]
    }

    private func finished(_ arguments: [String], client: [String]) async throws -> Finished {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        let outcome = try await Program.run(
            ["soak", "--scenario", "pump-station", "--evidence", evidence] + arguments + ["--"] + client)
        var files: [String: String] = [:]
        for name in ["verdict.json", "report.md", "junit.xml"] {
            files[name] = (try? String(contentsOfFile: "\(evidence)/\(name)", encoding: .utf8)) ?? ""
        }
        return Finished(outcome: outcome, files: files)
    }

    private func soak(
        _ arguments: [String], client: [String],
        check: (Program.Outcome, [String: Any], _ evidence: String) throws -> Void
    ) async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        let outcome = try await Program.run(
            ["soak", "--scenario", "pump-station", "--evidence", evidence] + arguments + ["--"] + client)
        let text = (try? String(contentsOfFile: "\(evidence)/verdict.json", encoding: .utf8)) ?? "{}"
        try check(outcome, try Program.object(text), evidence)
    }

    /// A figure per 1000 requests with its interval, from a rate by the run's own hours.
    private func perThousand(_ verdict: [String: Any], _ keys: [String]) throws -> [Double] {
        let requests = try #require(verdict["polls"] as? Double)
        let hours = try #require(verdict["duration_seconds"] as? Double) / 3600
        return try keys.map { try #require(verdict[$0] as? Double) * hours / requests * 1000 }
    }

    @Test("A leak by the poll is found at ten times the speed, with the same growth by the operation as in real time")
    func sameByTheOperation() async throws {
        let client = [Program.python, Program.specimen("unbounded_list.py"), "{host}", "{port}"]
        // Side by side, since each wants little of the machine and much of the clock.
        async let slow = finished(["--duration", "16s", "--interval", "200ms"], client: client)
        async let fast = finished(
            [
                "--duration", "160s", "--speed", "10", "--interval", "200ms", "--plain-stretch", "2s", "--unused-waits",
                Self.hanging,
            ], client: client)
        let (plain, accelerated) = try await (slow, fast)
        #expect(plain.outcome.status == 1, Comment(rawValue: plain.outcome.output + plain.outcome.errors))
        let inRealTime = try Program.object(plain.files["verdict.json"] ?? "")
        #expect(inRealTime["accelerated"] as? Bool == false)
        #expect(inRealTime["compression"] is NSNull)
        let interval = try perThousand(inRealTime, ["interval_low", "interval_high"])

        let said = Comment(rawValue: accelerated.outcome.output + accelerated.outcome.errors)
        #expect(accelerated.outcome.status == 1, said)
        #expect(accelerated.outcome.output.contains("ACCELERATED ×10"), said)
        let verdict = try Program.object(accelerated.files["verdict.json"] ?? "")
        #expect(verdict["accelerated"] as? Bool == true)
        #expect(verdict["rate_mb_per_hour"] is NSNull)
        #expect(verdict["planned_seconds"] as? Double == 16)
        let compression = try #require(verdict["compression"] as? [String: Any])
        #expect(try #require(compression["speed_attained"] as? Double) > 1.5, said)
        let low = try #require(compression["mb_per_1000_requests_low"] as? Double)
        let high = try #require(compression["mb_per_1000_requests_high"] as? Double)
        #expect(low <= interval[1] && interval[0] <= high, "\(low) to \(high) beside \(interval)")
        let waits = try #require(compression["waits"] as? [[String: Any]])
        let event = try #require(waits.first { $0["kind"] as? String == "event-wait" })
        #expect(event["unused"] as? Bool == true)
        // The counters count under libfaketime too.
        let channels = try #require(verdict["channels"] as? [[String: Any]])
        for name in ["native_blocks", "python_blocks"] {
            let channel = try #require(channels.first { $0["channel"] as? String == name })
            #expect(channel["readings"] as? Int ?? 0 > 10, "\(name): \(channel)")
        }
        #expect(accelerated.files["report.md"]?.contains("Accelerated ×10") == true)
        #expect(accelerated.files["junit.xml"]?.contains("(accelerated ×10)") == true)
    }

    @Test("A runtime in which some kinds of waiting hang is refused with their names, and nothing is recorded")
    func hangingWaits() async throws {
        try await soak(
            ["--duration", "60s", "--speed", "10"], client: [Program.python, Program.specimen("clean.py")]
        ) { outcome, _, evidence in
            #expect(outcome.status == 69, Comment(rawValue: outcome.errors))
            for part in ["SPD004", "event-wait hangs", "queue-get hangs", "--unused-waits", "--event-rate"] {
                #expect(outcome.errors.contains(part), Comment(rawValue: outcome.errors))
            }
            #expect(!outcome.errors.contains("time-sleep"))
            #expect(!FileManager.default.fileExists(atPath: evidence))
        }
    }

    @Test("Waits of whole milliseconds that would be rounded to nothing are refused, with a factor at which they work")
    func spinningWaits() async throws {
        try await soak(
            ["--duration", "60s", "--speed", "100", "--unused-waits", Self.hanging],
            client: [Program.python, Program.specimen("clean.py")]
        ) { outcome, _, _ in
            #expect(outcome.status == 69, Comment(rawValue: outcome.errors))
            #expect(outcome.errors.contains("poll spins"), Comment(rawValue: outcome.errors))
            #expect(
                outcome.errors.contains("the highest factor tried at which they work is"),
                Comment(rawValue: outcome.errors))
        }
    }

    @Test("A missing library is refused with its package's name, an unknown kind of waiting with those that there are")
    func refusals() async throws {
        let client = [Program.python, Program.specimen("clean.py")]
        try await soak(
            ["--duration", "60s", "--speed", "10", "--faketime-library", "/nowhere/libfaketime.so.1"], client: client
        ) { outcome, _, _ in
            #expect(outcome.status == 69, Comment(rawValue: outcome.errors))
            #expect(outcome.errors.contains("SPD002") && outcome.errors.contains("package libfaketime"))
        }
        try await soak(
            ["--duration", "60s", "--speed", "10", "--unused-waits", "events"], client: client
        ) { outcome, _, _ in
            #expect(outcome.status == 64, Comment(rawValue: outcome.errors))
            #expect(outcome.errors.contains("event-wait"))
        }
        try await soak(
            ["--duration", "60s", "--speed", "10"], client: ["sh", "-c", "exec python3"]
        ) { outcome, _, _ in
            #expect(outcome.status == 69, Comment(rawValue: outcome.errors))
            #expect(outcome.errors.contains("sh starts the client"))
        }
        for arguments in [
            ["--unused-waits", "poll"], ["--speed", "1"], ["--event-rate", "1"],
        ] {
            let outcome = try await Program.run(["soak", "--duration", "60s"] + arguments + ["--", "true"])
            #expect(outcome.status == 64, Comment(rawValue: outcome.errors))
        }
    }

    @Test("At a higher event rate a leak by the reconnect is found in real time, and told by the storm")
    func eventRate() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let plan = folder.appendingPathComponent("storms.yaml").path
        try """
        name: two-storms
        description: Two reconnect storms in the middle.
        faults:
          - fault: reconnect-storm
            storms: 2
            gaps: fixed
            from: 10%
            until: 90%
        """.write(toFile: plan, atomically: true, encoding: .utf8)
        try await soak(
            ["--duration", "12s", "--interval", "200ms", "--faults", plan, "--event-rate", "6"],
            client: [Program.python, Program.specimen("socket_per_reconnect.py"), "{host}", "{port}"]
        ) { outcome, verdict, _ in
            let said = Comment(rawValue: outcome.output + outcome.errors)
            #expect(verdict["storms"] as? Int == 12, said)
            #expect((verdict["headline"] as? String)?.hasPrefix("Events ×6: ") == true, said)
            let compression = try #require(verdict["compression"] as? [String: Any])
            #expect(compression["event_rate"] as? Int == 6)
            #expect(abs(try #require(compression["events_equivalent_hours"] as? Double) - 72.0 / 3600) < 0.001)
            #expect(outcome.output.contains("as many events as 72 s of the plan"), said)
        }
        try await soak(
            ["--duration", "20s", "--event-rate", "6"], client: [Program.python, Program.specimen("clean.py")]
        ) { outcome, _, _ in
            #expect(outcome.status == 64, Comment(rawValue: outcome.errors))
            #expect(outcome.errors.contains("SPD006"))
        }
    }
}
