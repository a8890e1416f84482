import Foundation
import Glibc
import Testing

@Suite("A soak and what happens around it", .serialized, .timeLimit(.minutes(5)))
struct SoakSignalTests {
    /// A soak whose evidence folder is new.
    private struct Soak {
        let folder: URL
        let started: Started
        var evidence: String { folder.appendingPathComponent("evidence").path }

        init(_ arguments: [String], client: [String], through command: [String] = []) throws {
            folder = try Program.temporaryFolder()
            let own =
                [Program.executable.path, "soak", "--scenario", "hvac", "--evidence", folder.path + "/evidence"]
                + arguments + ["--"] + client
            started =
                command.isEmpty
                ? try Started(Array(own.dropFirst())) : try Started(executable: command[0], command.dropFirst() + own)
        }

        /// The first column of the rows that a query finds.
        func rows(_ query: String) async throws -> [String] {
            let script =
                "import sqlite3,sys\nfor row in sqlite3.connect('file:'+sys.argv[1]+'?mode=ro',uri=True)"
                + ".execute(sys.argv[2]): print(row[0])"
            let outcome = try await Program.runOther(
                "/usr/bin/env", ["python3", "-c", script, evidence + "/evidence.sqlite", query])
            return outcome.output.split(separator: "\n").map(String.init)
        }

        /// Waits until there are as many samples.
        func waitForSamples(_ count: Int) async throws {
            let deadline = Date(timeIntervalSinceNow: 60)
            while (Int(try await rows("SELECT COUNT(*) FROM second").first ?? "") ?? 0) < count, Date() < deadline {
                try await Task.sleep(for: .milliseconds(200))
            }
        }

        /// The process number of the client that was launched first.
        func clientPid() async throws -> Int32 {
            let started = try await rows("SELECT subject FROM event WHERE kind = 'client_started'")
            return try #require(started.compactMap { Int32($0) }.first)
        }

        func remove() { try? FileManager.default.removeItem(at: folder) }
    }

    private let steady = ["python3", Program.specimen("clean.py")]

    @Test("SIGHUP and SIGQUIT end a soak like SIGTERM: verdict, report, their own status, and it can go on")
    func endings() async throws {
        // A runner under nohup would hand on that SIGHUP is ignored.
        Glibc.signal(SIGHUP, SIG_DFL)
        for (signal, status) in [(SIGHUP, 129), (SIGQUIT, 131), (SIGTERM, 143)] as [(Int32, Int32)] {
            let soak = try Soak(["--duration", "30s", "--interval", "100ms"], client: steady)
            defer { soak.remove() }
            #expect(await soak.started.waitForErrors("polls/s"))
            try await soak.waitForSamples(3)
            soak.started.signal(signal)
            let outcome = await soak.started.wait()
            let said = Comment(rawValue: outcome.output + outcome.errors)
            #expect(outcome.status == status, said)
            #expect(outcome.output.contains("stopped by signal \(signal)"), said)
            #expect(FileManager.default.fileExists(atPath: soak.evidence + "/report.html"))
            guard signal == SIGHUP else { continue }
            let resumed = try await Program.run(["soak", "--resume", soak.evidence])
            #expect([0, 2].contains(resumed.status), Comment(rawValue: resumed.output + resumed.errors))
        }
    }

    @Test("a soak under nohup outlives its terminal")
    func nohup() async throws {
        let soak = try Soak(
            ["--duration", "10s", "--interval", "100ms"], client: steady, through: ["/usr/bin/env", "nohup"])
        defer { soak.remove() }
        #expect(await soak.started.waitForErrors("polls/s"))
        soak.started.signal(SIGHUP)
        let outcome = await soak.started.wait()
        #expect([0, 2].contains(outcome.status), Comment(rawValue: outcome.output + outcome.errors))
        #expect(try await soak.rows("SELECT reason FROM finish") == ["completed"])
    }

    @Test("ten signals in a row cost no sample")
    func signals() async throws {
        let soak = try Soak(["--duration", "15s", "--interval", "500ms"], client: steady)
        defer { soak.remove() }
        #expect(await soak.started.waitForErrors("polls/s"))
        try await soak.waitForSamples(2)
        for signal in [SIGCHLD, SIGWINCH, SIGUSR1, SIGUSR2, SIGCONT] {
            for _ in 0..<10 {
                soak.started.signal(signal)
                usleep(5000)
            }
        }
        let outcome = await soak.started.wait()
        #expect([0, 2].contains(outcome.status), Comment(rawValue: outcome.output + outcome.errors))
        #expect(try await soak.rows("SELECT reason FROM gap").isEmpty)
        // Half a second apart from the first one on, the last one at the planned end.
        let times = try await soak.rows("SELECT t_ms FROM second WHERE t_ms < 14900").compactMap(Int.init)
        // A busy machine may cost a sample of its own.
        #expect(times.count >= 28, "\(times)")
        for time in times { #expect(time % 500 < 250, "\(times)") }
    }

    @Test("a twinsim that was stopped leaves a gap that says so, and the samples after it keep their times")
    func stopped() async throws {
        let soak = try Soak(["--duration", "120s", "--interval", "100ms"], client: steady)
        defer { soak.remove() }
        #expect(await soak.started.waitForErrors("polls/s"))
        try await soak.waitForSamples(3)
        soak.started.signal(SIGSTOP)
        usleep(1_500_000)
        soak.started.signal(SIGCONT)
        let deadline = Date(timeIntervalSinceNow: 60)
        var reasons: [String] = []
        while reasons.isEmpty, Date() < deadline {
            try await Task.sleep(for: .milliseconds(200))
            reasons = try await soak.rows("SELECT reason FROM gap WHERE to_ms - from_ms >= 1400")
        }
        soak.started.signal(SIGINT)
        _ = await soak.started.wait()
        // The news of the signal may come after the sample that notices the gap; then only the standstill itself is known.
        let known = [
            "twinsim was stopped by a signal and went on.",
            "The machine did not run twinsim for 2 s: it was frozen, or its machine was.",
        ]
        #expect(reasons.count == 1 && known.contains(reasons[0]), "\(reasons)")
    }

    @Test("a signal that reaches client and twinsim together, the client first, is an interruption")
    func together() async throws {
        let soak = try Soak(["--duration", "60s", "--interval", "100ms"], client: steady)
        defer { soak.remove() }
        #expect(await soak.started.waitForErrors("polls/s"))
        try await soak.waitForSamples(3)
        let client = try await soak.clientPid()
        kill(client, SIGTERM)
        usleep(50_000)
        soak.started.signal(SIGTERM)
        let outcome = await soak.started.wait()
        #expect(outcome.status == 143, Comment(rawValue: outcome.output + outcome.errors))
        #expect(try await soak.rows("SELECT reason FROM finish") == ["interrupted"])
    }

    @Test("a client that is ended by a signal alone ended early")
    func clientAlone() async throws {
        let soak = try Soak(["--duration", "60s", "--interval", "100ms"], client: steady)
        defer { soak.remove() }
        #expect(await soak.started.waitForErrors("polls/s"))
        try await soak.waitForSamples(3)
        let client = try await soak.clientPid()
        kill(client, SIGSEGV)
        let outcome = await soak.started.wait()
        #expect(outcome.status == 3, Comment(rawValue: outcome.output + outcome.errors))
        #expect(outcome.output.contains("signal 11 (SIGSEGV)"))
    }

    @Test("a client that crashes and is launched anew is sampled in between; its ends are counted and named")
    func restarted() async throws {
        let soak = try Soak(
            ["--duration", "12s", "--interval", "250ms", "--restart", "on-exit"],
            client: ["sh", "-c", "sleep 1.2; kill -SEGV $$"])
        defer { soak.remove() }
        let outcome = await soak.started.wait()
        let said = Comment(rawValue: outcome.output + outcome.errors)
        let verdict = try Program.object(try String(contentsOfFile: soak.evidence + "/verdict.json", encoding: .utf8))
        let ends = try #require(verdict["client_ends"] as? [[String: Any]])
        #expect(ends.map { $0["end"] as? String } == ["signal 11 (SIGSEGV)"], said)
        let count = try #require(ends.first?["count"] as? Int)
        #expect(count >= 4, said)
        #expect((verdict["reason"] as? String)?.contains("\(count) × signal 11 (SIGSEGV)") == true, said)
        #expect(try await soak.rows("SELECT reason FROM gap").isEmpty)
        let sampled = try await soak.rows("SELECT DISTINCT t_ms FROM sample")
        #expect(sampled.count >= 30, "of 48 samples a client was there in \(sampled.count)")
    }

    @Test("a client that ends at once is launched once a sample, and the time is put down to it and not to the machine")
    func endsAtOnce() async throws {
        let soak = try Soak(
            ["--duration", "4s", "--interval", "250ms", "--restart", "on-exit"], client: ["sh", "-c", "exit 3"])
        defer { soak.remove() }
        _ = await soak.started.wait()
        let starts = try await soak.rows("SELECT COUNT(*) FROM event WHERE kind = 'client_started'")
        #expect((8...18).contains(Int(starts.first ?? "") ?? 0), "\(starts)")
        let reasons = Set(try await soak.rows("SELECT reason FROM gap"))
        #expect(reasons.isSubset(of: ["The client was not running."]), "\(reasons)")
    }

    @Test("a file size limit on twinsim is told, status 74, and the soak goes on without it")
    func fileSizeLimit() async throws {
        let soak = try Soak(
            ["--duration", "20s", "--interval", "100ms"], client: steady,
            through: ["/bin/bash", "-c", "ulimit -S -f 300; exec \"$@\"", "bash"])
        defer { soak.remove() }
        let outcome = await soak.started.wait()
        let said = Comment(rawValue: outcome.output + outcome.errors)
        #expect(outcome.status == 74, said)
        #expect(outcome.errors.contains("error EVI00"), said)
        #expect(try await soak.rows("SELECT COUNT(*) > 3 FROM second") == ["1"], said)
        let resumed = try await Program.run(["soak", "--resume", soak.evidence])
        #expect([0, 2].contains(resumed.status), Comment(rawValue: resumed.output + resumed.errors))
    }

    @Test("a full disk is told, status 74, and the soak can be judged and goes on when there is room", .needsRoot)
    func fullDisk() async throws {
        let disk = try Program.temporaryFolder()
        #expect(
            try await Program.runOther("/bin/mount", ["-t", "tmpfs", "-o", "size=600k", "none", disk.path]).status == 0)
        let evidence = disk.path + "/evidence"
        let outcome = try await Program.run(
            ["soak", "--scenario", "hvac", "--duration", "20s", "--interval", "100ms", "--evidence", evidence, "--"]
                + steady)
        let said = Comment(rawValue: outcome.output + outcome.errors)
        #expect(outcome.status == 74, said)
        #expect(outcome.errors.contains("error EVI003"), said)
        #expect(
            try await Program.runOther("/bin/mount", ["-o", "remount,size=60m", disk.path]).status == 0)
        let resumed = try await Program.run(["soak", "--resume", evidence])
        #expect([0, 2].contains(resumed.status), Comment(rawValue: resumed.output + resumed.errors))
        _ = try await Program.runOther("/bin/umount", [disk.path])
        try FileManager.default.removeItem(at: disk)
    }
}

extension Trait where Self == ConditionTrait {
    /// Runs the test only as root, and says so where it does not.
    static var needsRoot: Self { .enabled(if: geteuid() == 0, "only root may mount a small disk") }
}
