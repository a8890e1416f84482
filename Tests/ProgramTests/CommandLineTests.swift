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
            ["faults", "show"], ["faults", "plan"], ["profiles"], ["profiles", "list"],
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
        #expect(check.status == 0, "\(check.errors)")
        let run = try await Program.run(["run", "--scenario", path, "--hours", "2", "--json"])
        #expect(run.status == 0)
        #expect(try Program.object(run.output)["mode"] as? String == "run")
        #expect(try await Program.run(["scenarios", "new", path]).status == 73)
    }
}
