import Foundation
import Testing

@Suite("twinsim soak of Node.js clients", .timeLimit(.minutes(10)))
struct NodeTests {
    /// What a soak of a specimen left.
    struct Soaked {
        var outcome: Program.Outcome
        var verdict: [String: Any]
        var markdown: String
        var samples: String

        var growth: [String: Any] { verdict["where_it_grows"] as? [String: Any] ?? [:] }
        var lines: [[String: Any]] { growth["lines"] as? [[String: Any]] ?? [] }
        var types: [String] { (growth["heap_types"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String } }
        var said: Comment { Comment(rawValue: outcome.output + outcome.errors) }
        func channel(_ name: String) -> [String: Any] {
            (verdict["channels"] as? [[String: Any]] ?? []).first { $0["channel"] as? String == name } ?? [:]
        }
    }

    static func soak(
        _ arguments: [String], _ client: [String], environment: [String: String] = [:]
    ) async throws -> Soaked {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let evidence = folder.appendingPathComponent("evidence").path
        let outcome = try await Program.run(
            ["soak", "--scenario", "hvac", "--evidence", evidence] + arguments + ["--"] + client,
            environment: environment)
        let verdict = try String(contentsOfFile: "\(evidence)/verdict.json", encoding: .utf8)
        return Soaked(
            outcome: outcome, verdict: try Program.object(verdict),
            markdown: try String(contentsOfFile: "\(evidence)/report.md", encoding: .utf8),
            samples: try await Program.run(["export", evidence, "--what", "samples"]).output)
    }

    static func node(_ specimen: String) -> [String] { ["node", Program.specimen(specimen)] }

    @Test("Traced clients: the function that keeps leads with its types, in both kinds of module; a clean one has none")
    func traced() async throws {
        // Side by side, since they only wait.
        async let leaking = Self.soak(["--duration", "30s", "--trace"], Self.node("node_leak.cjs"))
        async let module = Self.soak(["--duration", "30s", "--trace"], Self.node("node_leak.mjs"))
        async let clean = Self.soak(["--duration", "30s", "--trace"], Self.node("node_clean.cjs"))

        let leak = try await leaking
        #expect(leak.outcome.status == 0, leak.said)
        #expect(leak.verdict["traced"] as? Bool == true)
        let top = try #require(leak.lines.first, leak.said)
        #expect((top["file"] as? String)?.hasSuffix("node_leak.cjs") == true, "\(leak.lines)")
        #expect(top["line"] as? Int == 13)
        #expect(top["function"] as? String == "keep")
        #expect(top["count_per_hour"] is NSNull, "V8 samples bytes")
        #expect(leak.types.contains("PollRecord"), "\(leak.growth)")
        #expect(leak.outcome.output.contains("node_leak.cjs:13, function keep"), leak.said)
        let holders = leak.growth["holders"] as? [[String: Any]] ?? []
        let record = try #require(holders.first { $0["type"] as? String == "PollRecord" }, "\(leak.growth)")
        let chain = try #require(record["chain"] as? [String])
        #expect(chain.contains("Array `kept`") && chain.last == "PollRecord", "\(chain)")
        #expect(leak.markdown.contains("Objects that there are more and more of"))

        let ecma = try await module
        #expect((ecma.lines.first?["file"] as? String)?.hasSuffix("node_leak.mjs") == true, "\(ecma.lines)")
        #expect(ecma.lines.first?["line"] as? Int == 6)

        let nothing = try await clean
        #expect(nothing.outcome.status == 0, nothing.said)
        #expect(nothing.lines.isEmpty && nothing.types.isEmpty, "\(nothing.growth)")
        #expect(nothing.markdown.contains("No function of JavaScript kept growing"))
    }

    @Test("--explain auto: the heap tells objects from buffers, the leak's function stands in the first run's report")
    func explained() async throws {
        async let objects = Self.soak(
            ["--duration", "60s", "--interval", "500ms", "--explain", "auto", "--explain-for", "20s"],
            Self.node("node_leak.cjs"))
        async let buffers = Self.soak(["--duration", "60s", "--interval", "500ms"], Self.node("node_buffer_leak.cjs"))
        async let clean = Self.soak(["--duration", "60s", "--interval", "500ms"], Self.node("node_clean.cjs"))

        let leak = try await objects
        #expect([1, 2].contains(leak.outcome.status), leak.said)
        #expect(leak.growth["from"] as? String == "explain", leak.said)
        #expect(leak.lines.first?["line"] as? Int == 13, leak.said)
        #expect(leak.channel("node_heap")["verdict"] as? String != "expected", leak.said)
        #expect((leak.verdict["reason"] as? String)?.contains("JavaScript objects are kept") == true, leak.said)

        let buffer = try await buffers
        #expect((buffer.verdict["reason"] as? String)?.contains("buffers are kept") == true, buffer.said)
        #expect(buffer.outcome.output.contains("twinsim soak --duration 10min --trace"), buffer.said)

        let nothing = try await clean
        #expect(nothing.channel("node_heap")["verdict"] as? String == "expected", nothing.said)
        #expect(nothing.samples.split(separator: "\n").first?.contains("node_heap_kib,node_old_kib") == true)
    }

    @Test("A client whose NODE_OPTIONS were cleared is soaked without its heap, with the reason")
    func cleared() async throws {
        let run = try await Self.soak(
            ["--duration", "15s"], ["env", "-u", "NODE_OPTIONS"] + Self.node("node_clean.cjs"))
        let heap = run.channel("node_heap")
        #expect(heap["verdict"] is NSNull, run.said)
        #expect((heap["reason"] as? String)?.contains("NODE_OPTIONS was cleared") == true, run.said)
        #expect(run.samples.contains("node_heap_kib: NODE_OPTIONS was cleared"))
    }
}
