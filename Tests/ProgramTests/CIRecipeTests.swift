import Foundation
import Testing
import Yams

/// Each script runs a soak of some seconds.
@Suite("The recipes of Docs/CI.md", .timeLimit(.minutes(10)))
struct CIRecipeTests {
    /// Runs a script as a runner does, in `folder`, with the built program first on the path.
    private func run(_ text: String, in folder: URL) async throws -> Program.Outcome {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return try await Program.runOther(
            "/bin/bash", ["-e", "-c", "cd '\(folder.path)'\n\(text)"],
            environment: [
                "PATH": "\(Program.products.path):\(path)", "SOAK_FOR": "6s", "REVISION": "r1", "GIT_COMMIT": "r1",
                "GITHUB_SHA": "r1", "CI_COMMIT_SHORT_SHA": "r1",
                "GITHUB_STEP_SUMMARY": folder.appendingPathComponent("summary.md").path,
            ])
    }

    /// A project folder with a client where the recipes look for it.
    private func project() throws -> URL {
        let folder = try Program.temporaryFolder()
        for (file, name) in [("clean.py", "my_logger.py"), ("modbus_poller.py", "modbus_poller.py")] {
            try FileManager.default.copyItem(
                atPath: Program.specimen(file), toPath: folder.appendingPathComponent(name).path)
        }
        return folder
    }

    @Test("Every YAML recipe parses, and has the keys that its server wants")
    func yaml() throws {
        let recipes = try CIRecipes.blocks.filter { $0.language == "yaml" }.map {
            try #require(try Yams.load(yaml: $0.text) as? [String: Any])
        }
        #expect(recipes.count == 2)
        let steps = try #require(
            ((recipes[0]["jobs"] as? [String: Any])?["soak"] as? [String: Any])?["steps"] as? [[String: Any]])
        #expect(steps.allSatisfy { ($0["uses"] == nil) != ($0["run"] == nil) }, "a step runs or uses")
        let job = try #require(recipes[1]["soak"] as? [String: Any])
        let artifacts = try #require(job["artifacts"] as? [String: Any])
        #expect((artifacts["reports"] as? [String: Any])?["junit"] as? String == "evidence/junit.xml")
        #expect((job["allow_failure"] as? [String: Any])?["exit_codes"] as? [Int] == [2])
    }

    @Test("Every script that soaks runs as it stands, and leaves the files that the recipe uploads")
    func soaks() async throws {
        let scripts = try CIRecipes.scripts().filter { $0.text.contains("twinsim soak") }
        #expect(scripts.count == 4, "GitHub, GitLab, Jenkins, shell")
        for script in scripts {
            let folder = try project()
            defer { try? FileManager.default.removeItem(at: folder) }
            let outcome = try await run(script.text, in: folder)
            let said = Comment(rawValue: "\(script.name): \(outcome.status)\n\(outcome.output)\(outcome.errors)")
            #expect([0, 2].contains(outcome.status), said)
            let evidence = folder.appendingPathComponent("evidence")
            for name in ["junit.xml", "report.html", "report.md", "verdict.json", "evidence.sqlite", "client.log"] {
                #expect(FileManager.default.fileExists(atPath: evidence.appendingPathComponent(name).path), said)
            }
            let verdict = try Program.object(
                String(contentsOf: evidence.appendingPathComponent("verdict.json"), encoding: .utf8))
            #expect(verdict["note"] as? String == "r1", said)
            if script.text.contains("GITHUB_STEP_SUMMARY") {
                let summary = try String(contentsOf: folder.appendingPathComponent("summary.md"), encoding: .utf8)
                #expect(summary.hasPrefix("# Soak of pump-station"), said)
            }
        }
    }

    @Test("Every other script runs on the evidence of a soak, or installs by a target that exists")
    func others() async throws {
        let folder = try project()
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["baseline", "evidence"] {
            let path = folder.appendingPathComponent(name).path
            try EvidenceVerbTests.write(path, megabytesPerHour: 0, hours: 6)
        }
        for script in try CIRecipes.scripts() where !script.text.contains("twinsim soak") {
            if script.installs {
                // The network and minutes of building apart: the target must be there and take the prefix.
                let line = try #require(script.text.split(separator: "\n").first { $0.hasPrefix("make -C twinsim") })
                let words = line.split(separator: " ").dropFirst(3).map(String.init)
                let dry = try await Program.runOther(
                    "/usr/bin/make", ["-n", "-C", Program.root.path] + words)
                #expect(dry.status == 0, Comment(rawValue: dry.errors))
                #expect(dry.output.contains("/usr/local/bin"))
                continue
            }
            let outcome = try await run(script.text, in: folder)
            #expect(outcome.status == 0, Comment(rawValue: "\(script.name)\n\(outcome.output)\(outcome.errors)"))
        }
        let comparison = try String(contentsOf: folder.appendingPathComponent("comparison.md"), encoding: .utf8)
        #expect(comparison.hasPrefix("# Comparison: unchanged"))
    }

    @Test("Without a terminal the progress is whole lines, the first at the start and the last at the end")
    func progress() async throws {
        let folder = try project()
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcome = try await run(
            "twinsim soak --duration 5s --evidence evidence -- python3 my_logger.py {host} {port} || true", in: folder)
        #expect(!outcome.errors.contains("\r"))
        #expect(!outcome.errors.contains("\u{1B}"))
        let lines = outcome.errors.split(separator: "\n").filter { $0.contains(" left | ") }
        #expect(lines.count == 2, Comment(rawValue: outcome.errors))
        #expect(lines.first?.hasPrefix("0 s, 5 s left") == true)
        #expect(lines.last?.hasPrefix("5 s, 0 s left") == true)
    }
}
