import Foundation
import Testing

@Suite("The command line", .timeLimit(.minutes(10)))
struct CommandLineTests {
    @Test(
        "Every verb has help with an example",
        arguments: [
            ["serve"], ["soak"], ["run"], ["analyze"], ["report"], ["compare"], ["status"], ["export"], ["bench"],
            ["scenarios"], ["scenarios", "list"],
            ["scenarios", "show"], ["scenarios", "map"], ["scenarios", "check"], ["scenarios", "new"], ["ladder"],
            ["ladder", "check"], ["ladder", "print"], ["ladder", "instructions"], ["faults"], ["faults", "list"],
            ["faults", "show"], ["faults", "plan"], ["profiles"], ["profiles", "list"], ["components"], ["inject"],
        ])
    func help(verb: [String]) async throws {
        let outcome = try await Program.run(verb + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("Example: twinsim \(verb[0])"))
    }

    @Test(
        "A wrong command line ends with status 64",
        arguments: [
            ["frobnicate"], ["serve", "--port", "70000"], ["serve", "--speed", "0"], ["run"],
            ["run", "--hours", "1", "--duration", "1s"], ["soak", "--duration", "10s"], ["soak", "--", "true"],
            ["soak", "--duration", "ten", "--", "true"], ["analyze"], ["status"], ["compare", "one"],
            ["soak", "--resume", ".", "--hours", "1"],
            ["soak", "--resume", ".", "--", "true"], ["soak", "--resume", ".", "--profile=s7-1200"],
            ["export", ".", "--json"], ["serve", "--profile", "toaster"], ["serve", "--connection-limit", "0"],
            ["serve", "--requests-per-scan", "4"],
            ["export", ".", "--what", "everything"], ["faults", "show", "nonsense"],
        ])
    func usage(arguments: [String]) async throws {
        let outcome = try await Program.run(arguments)
        #expect(outcome.status == 64)
        #expect(!outcome.errors.isEmpty)
    }

    @Test(
        "Every listing verb has --json",
        arguments: [
            ["scenarios", "list"], ["scenarios", "map", "hvac"], ["ladder", "instructions"], ["faults", "list"],
            ["profiles", "list"],
        ])
    func listings(arguments: [String]) async throws {
        let outcome = try await Program.run(arguments + ["--json"])
        #expect(outcome.status == 0)
        #expect(try !Program.array(outcome.output).isEmpty)
    }

    @Test("A misspelt scenario or plan is answered with the one that was meant, and status 66")
    func nearestNames() async throws {
        let scenario = try await Program.run(["run", "--scenario", "water-treatmnt", "--hours", "1"])
        #expect(scenario.status == 66)
        #expect(scenario.errors.contains("did you mean 'water-treatment'?"))
        let plan = try await Program.run(["run", "--hours", "1", "--faults", "reconect-storm"])
        #expect(plan.status == 66)
        #expect(plan.errors.contains("did you mean 'reconnect-storm'?"))
    }

    @Test("The dry run of a plan prints its seed and every disconnection, the same for the same seed")
    func timetable() async throws {
        let file = Program.root.appendingPathComponent("Scenarios/faults/reconnect-storm.yaml").path
        let first = try await Program.run(["faults", "plan", file, "--seed", "7", "--duration", "90s"])
        #expect(first.status == 0)
        #expect(first.output.hasPrefix("seed 7\n"))
        #expect(first.output.split(separator: "\n").count == 1 + 16 * 3)
        #expect(
            try await Program.run(["faults", "plan", file, "--seed", "7", "--duration", "90s"]).output == first.output)
        #expect(
            try await Program.run(["faults", "plan", file, "--seed", "8", "--duration", "90s"]).output != first.output)
        #expect(try await Program.run(["faults", "plan", file]).status == 64)
        let named = ["faults", "plan", "reconnect-storm", "--seed", "7", "--duration", "90s"]
        #expect(try await Program.run(named).output == first.output)
    }

    @Test("A ladder file with errors is told with line and column, as text and as JSON, and status 65")
    func ladderCheck() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("bad.ladder")
        try "XIC(a)OTE(b);\n\nXIK(a)OTE(b);\n".write(to: file, atomically: true, encoding: .utf8)
        let object = try Program.object(try await Program.run(["ladder", "check", file.path, "--json"]).output)
        let diagnostics = try #require(object["diagnostics"] as? [[String: Any]])
        #expect(diagnostics.contains { $0["line"] as? Int == 3 && $0["column"] as? Int == 1 })
    }

    @Test("A new scenario checks, runs and serves without touching Swift")
    func skeleton() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("my-plant").path
        #expect(try await Program.run(["scenarios", "new", path]).status == 0)
        let check = try await Program.run(["scenarios", "check", path])
        #expect(check.status == 0 && check.errors.isEmpty && check.output.contains("no error\n"), "\(check.errors)")
        let csv = folder.appendingPathComponent("run.csv").path
        let run = try await Program.run([
            "run", "--scenario", path, "--hours", "2", "--json", "--csv", csv, "--faults", "stuck-level",
        ])
        #expect(run.status == 0)
        #expect(try Program.object(run.output)["mode"] as? String == "run")
        let lines = try String(contentsOfFile: csv, encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let heartbeat = try #require(lines[0].firstIndex(of: "HEARTBEAT"))
        let alarm = try #require(lines[0].firstIndex(of: "LAL101"))
        // A second counts once: 60 a row, whole numbers.
        #expect(lines.dropFirst().prefix(5).map { $0[heartbeat] } == ["0", "60", "120", "180", "240"])
        #expect(Set(lines.dropFirst().map { $0[alarm] }).isSubset(of: ["0", "1"]))
        // The plan freezes the transmitter from 40 to 80 min of the two hours: ten seconds later it is told, until then.
        let stuck = try #require(lines[0].firstIndex(of: "LIT101_STUCK"))
        let told = lines.dropFirst().filter { $0[stuck] == "1" }.compactMap { Double($0[0]) }
        #expect(told.first == 2460 && told.last == 4740 && told.count == 39)
        // No plan of its own shadows one that serves every scenario.
        let shipped = try await Program.run([
            "faults", "plan", "reconnect-storm", "--scenario", path, "--duration", "90s",
        ])
        let plain = try await Program.run(["faults", "plan", "reconnect-storm", "--duration", "90s"])
        #expect(shipped.status == 0 && shipped.output == plain.output)
        #expect(try await Program.run(["scenarios", "new", path]).status == 73)
    }

    @Test(
        "A copy of a shipped scenario has its own name and checks without a warning",
        arguments: ["water-treatment", "pump-station", "hvac", "libmodbus-unit-test"])
    func copied(name: String) async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("my-works").path
        #expect(try await Program.run(["scenarios", "new", path, "--from", name]).status == 0)
        let check = try await Program.run(["scenarios", "check", path, "--json"])
        #expect(check.status == 0)
        let object = try Program.object(check.output)
        #expect(object["scenario"] as? String == "my-works")
        #expect((object["diagnostics"] as? [Any])?.isEmpty == true, Comment(rawValue: check.output))
        #expect(
            try await Program.run(["scenarios", "new", folder.appendingPathComponent("x").path, "--from", "nope"])
                .status
                == 66)
    }

    @Test("A folder whose name is not the scenario's is warned of")
    func otherName() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("mine").path
        _ = try await Program.run(["scenarios", "new", path])
        let moved = folder.appendingPathComponent("yours").path
        try FileManager.default.moveItem(atPath: path, toPath: moved)
        let check = try await Program.run(["scenarios", "check", moved])
        #expect(check.status == 0 && check.errors.contains("scenario.yaml:1:1: warning SCN030"), "\(check.errors)")
    }

    @Test("The kinds of component tell their ports, units and fault modes, and faults show lists what may be named")
    func components() async throws {
        let pump = try await Program.run(["components", "pump"])
        #expect(pump.status == 0)
        for words in ["flow_Lps", "in L/s", "2  clogged; share of flow lost", "curve"] {
            #expect(pump.output.contains(words), "\(words)\n\(pump.output)")
        }
        let all = try Program.array(try await Program.run(["components", "--json"]).output)
        #expect(all.count > 30 && all.contains { $0["kind"] as? String == "sensor" })
        #expect(try await Program.run(["components", "pmup"]).errors.contains("did you mean 'pump'?"))
        let shown = try await Program.run(["faults", "show", "component", "--scenario", "pump-station"]).output
        #expect(
            shown.contains("pump: 1 worn (severity = share of head lost)")
                && shown.contains("components of pump-station:"))
        #expect(
            try await Program.run(["faults", "show", "value", "--scenario", "hvac"]).output.contains("tags of hvac:"))
    }

    @Test(
        "A folder or file that is not there is status 66, whatever looks for it",
        arguments: [
            ["report"], ["status"], ["export"], ["compare", "/no/such"], ["scenarios", "check"], ["scenarios", "show"],
            ["scenarios", "map"], ["ladder", "check"], ["ladder", "print"], ["analyze"],
            ["run", "--hours", "1", "--scenario"], ["run", "--hours", "1", "--faults"], ["serve", "--scenario"],
            ["soak", "--resume"],
        ])
    func missing(verb: [String]) async throws {
        let outcome = try await Program.run(verb + ["/no/such/thing"])
        #expect(outcome.status == 66, "\(outcome.errors)")
        #expect(outcome.errors.contains("error "))
    }

    @Test("What is no regular file is refused at once, and no text is invalid data with its place")
    func foreignFiles() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let fifo = folder.appendingPathComponent("fifo.yaml").path
        #expect(mkfifo(fifo, 0o600) == 0)
        for verb in [["analyze"], ["ladder", "check"], ["faults", "plan"], ["run", "--hours", "1", "--faults"]] {
            let outcome = try await Program.run(verb + [fifo])
            #expect(outcome.status == 66 && outcome.errors.contains("RUN008"), "\(outcome.errors)")
        }
        #expect(try await Program.run(["analyze", "/dev/zero"]).status == 66)
        let plant = folder.appendingPathComponent("plant").path
        _ = try await Program.run(["scenarios", "new", plant])
        try FileManager.default.removeItem(atPath: "\(plant)/tags.csv")
        #expect(mkfifo("\(plant)/tags.csv", 0o600) == 0)
        #expect(try await Program.run(["scenarios", "check", plant]).status == 66)
        let latin = folder.appendingPathComponent("latin.csv")
        try Data("time_s,value_mb\n0,1\n1,\u{E9}".utf8.dropLast(1) + [0x0A]).write(to: latin)
        let wrong = try await Program.run(["analyze", latin.path])
        #expect(wrong.status == 65 && wrong.errors.contains("latin.csv:3:3: error RUN009"), "\(wrong.errors)")
    }

    @Test("A plan of 50,000 faults is read in a time that grows with its length alone, and an alias bomb is refused")
    func largePlans() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        func plan(_ name: String, _ count: Int) throws -> String {
            let path = folder.appendingPathComponent(name)
            let faults = (0..<count).map { "  - {fault: delay, name: d\($0), by: 5ms, at: \($0)s, for: 1s}\n" }.joined()
            try "name: big\ndescription: many\nfaults:\n\(faults)".write(to: path, atomically: true, encoding: .utf8)
            return path.path
        }
        func seconds(_ path: String) async throws -> Duration {
            let begin = ContinuousClock.now
            let outcome = try await Program.run(["faults", "plan", path, "--json"])
            #expect(outcome.status == 0, "\(outcome.errors.prefix(300))")
            return ContinuousClock.now - begin
        }
        let small = try plan("small.yaml", 5_000)
        let large = try plan("large.yaml", 50_000)
        let one = try await seconds(small)
        let ten = try await seconds(large)
        // A quadratic reader takes a hundred times as long.
        #expect(ten < one * 30, "\(one), \(ten)")
        let bomb = folder.appendingPathComponent("bomb.yaml")
        var text = "name: b\ndescription: x\nfaults: []\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        for level in 1...11 {
            text +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ",") + "]\n"
        }
        try (text + "? *a11\n: 1\n").write(to: bomb, atomically: true, encoding: .utf8)
        let outcome = try await Program.run(["faults", "plan", bomb.path])
        #expect(outcome.status == 65 && outcome.errors.contains("bomb.yaml:5:10: error YML004"), "\(outcome.errors)")
    }
}
