import Evidence
import EvidenceStore
import Foundation
import Testing

@Suite("The verbs that read an evidence folder", .timeLimit(.minutes(10)))
struct EvidenceVerbTests {
    /// Evidence of a client whose memory grows by `megabytesPerHour`, one sample a minute over 24 h, with nine storms.
    static func write(
        _ path: String, megabytesPerHour: Double, hours: Int = 24, planned: Int? = nil, note: String = "",
        ending: FinishRecord.Reason? = .completed
    ) throws {
        let run = RunRecord(
            uuid: UUID().uuidString, startedAt: "2026-03-01T14:05:00Z", programVersion: "0.1.0",
            host: HostDescription(operatingSystem: "Debian", kernel: "6.1", processors: 2, memoryBytes: 8 << 30),
            scenario: "hvac", seed: 7, plannedSeconds: Double(planned ?? hours) * 3600, intervalSeconds: 60,
            clientArguments: ["python3", "poll.py"], note: note)
        let writer = try EvidenceWriter(creating: EvidenceFolder(path), run: run)
        let client = ProcessKey(pid: 4711, startTicks: 900)
        for minute in 0...(hours * 60) {
            // Off the whole second, as a real sampler is.
            let time = Double(minute) * 60 + 0.007
            var batch = EvidenceBatch(timeSeconds: time)
            let ripple = Double((minute * 7919) % 13 - 6) * 8
            let kibibytes = 40_000 + megabytesPerHour * Double(minute) / 60 * 1e6 / 1024 + ripple
            var readings: [SampledQuantity: Reading<Int64>] = [
                .anonymousKibibytes: .value(Int64(kibibytes)), .descriptors: .value(9), .threads: .value(3),
                .nativeBlocks: .unavailable("static program"),
            ]
            for state in SampledQuantity.socketStates {
                readings[state] = .value(state == .socketsEstablished ? 1 : 0)
            }
            // Two minutes at which memory could not be read.
            if minute == 30 || minute == 31 { readings[.anonymousKibibytes] = .unavailable("no, \"denied\"") }
            batch.samples = [
                SampleRecord(process: client, parent: 1, command: "python3 poll.py", tier: 0, readings: readings)
            ]
            batch.second = [
                .requests: Int64(minute * 1200), .replies: Int64(minute * 1200), .exceptions: 0, .openConnections: 1,
            ]
            if minute > 0, minute.isMultiple(of: hours * 6) {
                let number = minute / (hours * 6)
                batch.storms = [
                    StormRecord(
                        number: number, timeSeconds: time - 20, close: .reset,
                        connectionsClosed: number == 2 ? 0 : 1)
                ]
                batch.reconnects = [ReconnectRecord(storm: number, timeSeconds: time - 18.5, delaySeconds: 1.5)]
            }
            if minute == 5 {
                batch.events = [
                    EvidenceEvent(
                        timeSeconds: time, kind: .mark, subject: "me", summary: "lunch, \"late\"",
                        detail: ["dish": "soup"])
                ]
            }
            try writer.append(batch)
        }
        if let ending {
            try writer.finish(
                FinishRecord(endedAt: "2026-03-02T14:05:00Z", timeSeconds: Double(hours) * 3600 + 1, reason: ending))
        }
    }

    @Test("report --fail-on leak lets a doubt pass, and nothing else")
    func failOnLeak() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let doubt = folder.appendingPathComponent("doubt").path
        // Certain, steady and below what a run of this length calls a leak.
        try Self.write(doubt, megabytesPerHour: 0.4, hours: 2)
        let strict = try await Program.run(["report", doubt, "--format", "json"])
        #expect(strict.status == 2, Comment(rawValue: strict.output))
        let lenient = try await Program.run(["report", doubt, "--fail-on", "leak", "--format", "json"])
        #expect(lenient.status == 0, Comment(rawValue: lenient.output))
        let verdict = try Program.object(lenient.output)
        #expect(verdict["verdict"] as? String == "suspicious")
        #expect(verdict["exit_status"] as? Int == 0)
        #expect(verdict["fail_on"] as? String == "leak")
        let leak = folder.appendingPathComponent("leak").path
        try Self.write(leak, megabytesPerHour: 5)
        #expect(try await Program.run(["report", leak, "--fail-on", "leak"]).status == 1)
        let comparison = try await Program.run(["compare", doubt, leak, "--format", "junit"])
        #expect(comparison.status == 1)
        #expect(comparison.output.contains("<failure type=\"leak\""))
        let page = try await Program.run(["compare", doubt, leak, "--format", "html"])
        #expect(page.output.contains("<figure id=\"memory\">"))
    }

    @Test("status: a run cut off says how far it came, what is left and what memory says so far")
    func statusOfCutOff() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        try Self.write(evidence, megabytesPerHour: 2.4, hours: 12, planned: 48, ending: nil)
        let status = try Program.object(try await Program.run(["status", evidence, "--json"]).output)
        #expect(status["state"] as? String == "killed")
        #expect(status["being_written"] as? Bool == false)
        #expect(abs((status["elapsed_seconds"] as? Double ?? 0) - 12 * 3600) < 1)
        #expect(abs((status["remaining_seconds"] as? Double ?? 0) - 36 * 3600) < 1)
        #expect(status["memory_verdict"] as? String == "leak")
        #expect(abs((status["rate_mb_per_hour"] as? Double ?? 0) - 2.4) < 0.1)
        #expect(status["polls_per_second"] as? Double == 20)
        #expect(status["storms"] as? Int == 10)
        #expect(status["storms_that_closed_connections"] as? Int == 9)
        let text = try await Program.run(["status", evidence])
        #expect(text.status == 0)
        #expect(text.output.contains("12 h of 48 h, 36 h left"))
        #expect(text.output.contains("10, 9 of them closed connections"))
    }

    @Test("status: a soak that is being written says so, and is complete after its end")
    func statusOfRunning() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        let soak = try Started([
            "soak", "--scenario", "hvac", "--duration", "15s", "--evidence", evidence, "--", "python3",
            Program.specimen("clean.py"),
        ])
        #expect(await soak.waitForErrors("polls/s"))
        let running = try Program.object(try await Program.run(["status", evidence, "--json"]).output)
        #expect(running["state"] as? String == "running")
        #expect(running["being_written"] as? Bool == true)
        #expect(running["remaining_seconds"] as? Double ?? 0 > 0)
        _ = await soak.wait()
        let ended = try Program.object(try await Program.run(["status", evidence, "--json"]).output)
        #expect(ended["state"] as? String == "completed")
        #expect(ended["being_written"] as? Bool == false)
        #expect(ended["remaining_seconds"] as? Double == 0)
        #expect(ended["polls"] as? Int ?? 0 > 0)
    }

    @Test(
        "export --what memory: analyze finds in it exactly what report finds in the folder",
        arguments: [0.0, 2.4])
    func memoryExport(megabytesPerHour: Double) async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        let file = folder.appendingPathComponent("memory.csv").path
        try Self.write(evidence, megabytesPerHour: megabytesPerHour)
        let written = try await Program.run([
            "export", evidence, "--what", "memory", "--output", file, "--json",
        ])
        #expect(written.status == 0, Comment(rawValue: written.errors))
        // 1441 samples less two that could not be read, and nine storms that closed a connection.
        #expect(try Program.object(written.output)["rows"] as? Int == 1439 + 9)
        let analyzed = try Program.object(try await Program.run(["analyze", "--json", file]).output)
        let report = try Program.object(
            try await Program.run(["report", evidence, "--format", "json"]).output)
        let memory = try #require(
            (report["channels"] as? [[String: Any]])?.first { $0["channel"] as? String == "memory" })
        #expect(memory["verdict"] as? String == (megabytesPerHour > 0 ? "leak" : "expected"))
        #expect(analyzed["verdict"] as? String == memory["verdict"] as? String)
        #expect(analyzed["reason"] as? String == memory["reason"] as? String)
        for key in [
            "rate_mb_per_hour", "interval_low", "interval_high", "detectable_mb_per_hour", "per_storm_mb",
        ] {
            #expect(analyzed[key] as? Double == report[key] as? Double, "\(key)")
        }
        #expect((report["storms_that_closed_connections"] as? Int ?? 0) >= 5, "the storms must be in the series")
    }

    @Test("export: samples keep an empty cell for what was not read, and say why")
    func sampleExport() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        try Self.write(evidence, megabytesPerHour: 0, hours: 1)
        let samples = try await Program.run(["export", evidence])
        let lines = samples.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 1 + 61)
        #expect(lines[0].hasPrefix("time_s,pid,start_ticks,parent,command,tier,rss_kib,anon_kib,"))
        #expect(lines[0].hasSuffix(",unavailable"))
        #expect(lines[1].hasPrefix("0.007,4711,900,1,python3 poll.py,0,,"))
        #expect(lines[1].hasSuffix(",native_blocks: static program"))
        #expect(lines[31].hasSuffix(",\"anon_kib: no, \"\"denied\"\"; native_blocks: static program\""))
        #expect(lines[32].contains("anon_kib: no"))
        #expect(!lines[33].contains("anon_kib: no"))
        let seconds = try await Program.run(["export", evidence, "--what", "seconds"])
        #expect(seconds.output.hasPrefix("time_s,requests,replies,exceptions,"))
        #expect(seconds.output.contains("\n60.007,1200,1200,0,,"))
        let events = try await Program.run(["export", evidence, "--what", "events"])
        #expect(
            events.output == "time_s,kind,subject,summary,detail\n"
                + "300.007,mark,me,\"lunch, \"\"late\"\"\",\"{\"\"dish\"\":\"\"soup\"\"}\"\n")
        let storms = try await Program.run(["export", evidence, "--what", "storms"])
        #expect(storms.output.contains("\n1,340.007,reset,1,1,1.500,1.500\n"))
        #expect(storms.output.contains("\n2,700.007,reset,0,"))
    }

    @Test("compare: a leak that is gone is fixed with status 0, one that stays is not, and both ways round")
    func compare() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let leaking = folder.appendingPathComponent("leaking").path
        let mended = folder.appendingPathComponent("mended").path
        let milder = folder.appendingPathComponent("milder").path
        let faint = folder.appendingPathComponent("faint").path
        let short = folder.appendingPathComponent("short").path
        try Self.write(leaking, megabytesPerHour: 2.4, note: "rev | 1")
        try Self.write(mended, megabytesPerHour: 0, note: "rev 2")
        try Self.write(milder, megabytesPerHour: 1.2)
        try Self.write(faint, megabytesPerHour: 0.15)
        try Self.write(short, megabytesPerHour: 0, hours: 1)
        func compared(_ before: String, _ after: String) async throws -> (status: Int32, object: [String: Any]) {
            let outcome = try await Program.run(["compare", before, after, "--json"])
            return (outcome.status, try Program.object(outcome.output))
        }
        let fixed = try await compared(leaking, mended)
        #expect(fixed.status == 0)
        #expect(fixed.object["answer"] as? String == "fixed")
        let memory = try #require(
            (fixed.object["channels"] as? [[String: Any]])?.first { $0["channel"] as? String == "memory" })
        #expect(memory["answer"] as? String == "fixed")
        let low = try #require(memory["change_low"] as? Double)
        let high = try #require(memory["change_high"] as? Double)
        #expect(low <= -2.4 && -2.4 <= high && high < 0)
        let worse = try await compared(mended, leaking)
        #expect(worse.status == 1)
        #expect(worse.object["answer"] as? String == "worse")
        let improved = try await compared(leaking, milder)
        #expect(improved.status == 1)
        #expect(improved.object["answer"] as? String == "improved")
        let same = try await compared(leaking, leaking)
        #expect(same.status == 1)
        #expect(same.object["answer"] as? String == "unchanged")
        #expect(try await compared(mended, mended).status == 0)
        // An hour clears what took a day to show only because its whole interval lies below that leak's.
        let measured = try await compared(faint, short)
        #expect(measured.object["answer"] as? String == "fixed", "\(measured.object)")
        let channels = try #require(measured.object["channels"] as? [[String: Any]])
        let judged = try #require(channels.first { $0["channel"] as? String == "memory" })
        let afterHigh = try #require((judged["after"] as? [String: Any])?["interval_high"] as? Double)
        let beforeLow = try #require((judged["before"] as? [String: Any])?["interval_low"] as? Double)
        #expect(afterHigh < beforeLow)
        let file = folder.appendingPathComponent("comparison.md").path
        #expect(try await Program.run(["compare", leaking, mended, "--output", file]).status == 0)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.hasPrefix("# Comparison: fixed\n"))
        #expect(text.contains("rev \\| 1"))
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| memory, MB, per hour |") }
        #expect(rows.count == 1 && rows[0].hasSuffix("| fixed |"))
    }

    @Test("soak --resume: a killed soak goes on in the same evidence to its planned end, and not a second time")
    func resume() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        let soak = try Started([
            "soak", "--scenario", "hvac", "--duration", "30s", "--interval", "500ms", "--seed", "5", "--faults",
            "reconnect-storm", "--evidence", evidence, "--unit", "9=pump-station", "--note", "rev 'A'", "--", "python3",
            Program.specimen("clean.py"), "{host}", "{port}",
        ])
        #expect(await soak.waitForErrors("polls/s"))
        func status() async throws -> [String: Any] {
            try Program.object(try await Program.run(["status", evidence, "--json"]).output)
        }
        while try await status()["elapsed_seconds"] as? Double ?? 0 < 3 {}
        // While it is being written nobody else may go on with it.
        #expect(try await Program.run(["soak", "--resume", evidence]).status == 69)
        soak.signal(SIGKILL)
        #expect(await soak.wait().status == 137)
        let before = try await status()
        #expect(before["state"] as? String == "killed")
        let resumed = try await Program.run(["soak", "--resume", evidence])
        #expect([0, 2].contains(resumed.status), Comment(rawValue: resumed.output + resumed.errors))
        let after = try await status()
        #expect(after["state"] as? String == "completed")
        #expect(after["sessions"] as? Int == 2)
        // The stretch without a harness; a busy machine may add others.
        #expect(after["gaps"] as? Int ?? 0 >= 1)
        #expect(after["run"] as? String == before["run"] as? String)
        #expect(after["seed"] as? Int == 5)
        let elapsed = try #require(after["elapsed_seconds"] as? Double)
        #expect(elapsed >= 30 && elapsed < 45)
        // The storms of the whole timetable that had not begun; the plan's window opens after a third of the run.
        #expect(after["storms"] as? Int ?? 0 > 0)
        #expect(after["storms_that_closed_connections"] as? Int ?? 0 > 0)
        #expect(FileManager.default.fileExists(atPath: "\(evidence)/client-2.log"))
        // The second stretch served what the first did, by the command line in the evidence.
        let events = try await Program.run(["export", evidence, "--what", "events"]).output.split(separator: "\n")
        #expect(events.count { $0.contains("pump-station") && $0.contains(",units,") } == 2)
        #expect(events.count { $0.contains("command_line") && $0.contains("--unit 9=pump-station --note 'rev '") } == 1)
        let again = try await Program.run(["soak", "--resume", evidence])
        #expect(again.status == 64)
        #expect(again.errors.contains("EVI010"))
        #expect(again.errors.contains("its planned time is over"))
    }

    @Test(
        "A folder without evidence is refused with its code and status 65, and no file is touched",
        arguments: [
            ["status"], ["export", "--output", "{file}"], ["compare", "{file}", "--output", "{file}"],
            ["soak", "--resume"],
        ])
    func noEvidence(verb: [String]) async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("kept.csv")
        try "kept".write(to: file, atomically: true, encoding: .utf8)
        let arguments = verb.map { $0 == "{file}" ? file.path : $0 }
        let outcome = try await Program.run(arguments + [folder.path])
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("EVI006"))
        #expect(try String(contentsOf: file, encoding: .utf8) == "kept")
    }
}
