import Foundation
import Testing

@Suite("twinsim soak --trace and --explain of a native client", .timeLimit(.minutes(10)))
struct NativeTraceTests {
    /// A specimen in C, compiled without frame pointers.
    private static func compiled(_ name: String, _ flags: [String] = []) async throws -> URL {
        let folder = try Program.temporaryFolder()
        let path = folder.appendingPathComponent("client")
        let compiler = try await Program.runOther(
            "/usr/bin/env",
            ["cc", "-O1", "-fomit-frame-pointer"] + flags + [Program.specimen(name), "-o", path.path])
        #expect(compiler.status == 0, Comment(rawValue: compiler.errors))
        return path
    }

    private struct Soaked {
        var outcome: Program.Outcome
        var verdict: [String: Any]
        var markdown: String

        var said: Comment { Comment(rawValue: outcome.output + outcome.errors + markdown) }
        var sites: [[String: Any]] {
            let growth = verdict["where_it_grows"] as? [String: Any]
            return (growth?["native"] as? [String: Any])?["sites"] as? [[String: Any]] ?? []
        }
    }

    private static func soak(
        _ client: URL, _ arguments: [String], behind launcher: [String] = []
    ) async throws -> Soaked {
        let evidence = client.deletingLastPathComponent().appendingPathComponent("evidence").path
        let outcome = try await Program.run(
            ["soak", "--scenario", "hvac", "--evidence", evidence] + arguments + ["--"] + launcher + [client.path])
        return Soaked(
            outcome: outcome,
            verdict: try Program.object(String(contentsOfFile: "\(evidence)/verdict.json", encoding: .utf8)),
            markdown: try String(contentsOfFile: "\(evidence)/report.md", encoding: .utf8))
    }

    @Test(
        "A traced C client: the leaking function leads with its size, the churning one is not named; with -g its line too"
    )
    func traced() async throws {
        async let bare = Self.soak(
            try await Self.compiled("leak_site.c"), ["--duration", "20s", "--interval", "500ms", "--trace"])
        async let debug = Self.soak(
            try await Self.compiled("leak_site.c", ["-g"]),
            ["--duration", "20s", "--interval", "500ms", "--trace", "--trace-bytes", "4096"])

        let run = try await bare
        #expect(run.outcome.status == 0, run.said)
        #expect(run.verdict["rate_mb_per_hour"] is NSNull, "the memory of a traced run is not judged")
        let top = try #require(run.sites.first, run.said)
        #expect(run.sites.count == 1, run.said)
        #expect(top["function"] as? String == "keep_reading", run.said)
        #expect((top["traceback"] as? [String])?.dropFirst().first?.hasPrefix("main+0x") == true, run.said)
        // Blocks of 1,016 usable bytes; what is estimated lies near what was counted in the class of up to 1 KiB.
        let classes = try #require(run.verdict["native_size_classes"] as? [[String: Any]])
        let counted = try #require(classes.first { $0["largest_bytes"] as? Int == 1024 }?["bytes_grown"] as? Double)
        let estimated = try #require(top["bytes_grown"] as? Double)
        let error = try #require(top["bytes_error"] as? Double)
        #expect(counted > 1_000_000, run.said)
        #expect(abs(estimated - counted) < 5 * error, "\(estimated) ± \(error) of \(counted)")
        #expect(!run.markdown.contains("parse"), run.said)
        #expect(
            run.markdown.contains("addr2line \\-f \\-C \\-e") || run.markdown.contains("addr2line -f -C -e"), run.said)
        #expect(run.outcome.output.contains("keep_reading"), run.said)

        let lined = try await debug
        let line = try #require(lined.sites.first?["line"] as? String, lined.said)
        #expect(line.contains("leak_site.c:"), lined.said)
    }

    @Test("--explain auto traces a native client in a second run; the first run shows its size classes exactly")
    func explained() async throws {
        let run = try await Self.soak(
            try await Self.compiled("leak_site.c"),
            ["--duration", "20s", "--interval", "200ms", "--explain", "auto", "--explain-for", "10s"])
        #expect([1, 2].contains(run.outcome.status), run.said)
        #expect(run.verdict["traced"] as? Bool == false)
        #expect((run.verdict["where_it_grows"] as? [String: Any])?["from"] as? String == "explain", run.said)
        #expect(run.sites.first?["function"] as? String == "keep_reading", run.said)
        #expect(run.markdown.contains("Where native memory grows"), run.said)
        #expect(run.markdown.contains("Live native memory by size class"), run.said)
    }

    @Test("A traced Python client whose extension leaks: no line of Python, and the extension's function")
    func extensionModule() async throws {
        let library = try Program.temporaryFolder().appendingPathComponent("extension.so")
        let source = library.deletingPathExtension().appendingPathExtension("c")
        try "#include <stdlib.h>\nvoid *keep_block(int n) { char *p = malloc(n); *p = 1; return p; }\n".write(
            to: source, atomically: true, encoding: .utf8)
        let compiler = try await Program.runOther(
            "/usr/bin/env", ["cc", "-O1", "-shared", "-fPIC", source.path, "-o", library.path])
        #expect(compiler.status == 0, Comment(rawValue: compiler.errors))
        let script = """
            import ctypes, sys, time
            library = ctypes.CDLL(sys.argv[1])
            while True:
                library.keep_block(3000)
                time.sleep(0.02)
            """
        let run = try await Self.soak(
            library, ["--duration", "20s", "--interval", "500ms", "--trace"], behind: ["python3", "-c", script])
        let growth = try #require(run.verdict["where_it_grows"] as? [String: Any])
        #expect((growth["lines"] as? [Any])?.isEmpty == true, run.said)
        #expect(run.sites.first?["function"] as? String == "keep_block", run.said)
    }

    @Test("A static client stays blind, with the command that sees into it")
    func blind() async throws {
        let run = try await Self.soak(
            try await Self.compiled("leak_site.c", ["-static"]),
            ["--duration", "20s", "--interval", "200ms", "--explain", "auto", "--explain-for", "10s"])
        #expect([1, 2].contains(run.outcome.status), run.said)
        #expect(run.verdict["where_it_grows"] is NSNull, "nothing in it can be traced, so no second run is made")
        #expect(run.markdown.contains("massif"), run.said)
    }
}
