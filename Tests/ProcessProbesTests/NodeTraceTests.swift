import Foundation
import ProcessProbes
import Testing

@Suite("the tracing module of a Node.js client", .timeLimit(.minutes(3)))
struct NodeTraceTests {
    /// The rows of the newest snapshot, once there is one of this number or a later one; empty when the client ends before.
    private static func rows(_ folder: String, from number: Int, _ client: ClientProcess) throws -> [[String: Any]] {
        while case .running = client.status {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let numbers = names.compactMap { name -> Int? in
                let parts = name.split(whereSeparator: { $0 == "-" || $0 == "." })
                return parts.count == 3 && parts[2] == "jsonl" ? Int(parts[1]) : nil
            }
            if let newest = numbers.max(), newest >= number {
                let name = "\(client.pid)-\(newest).jsonl"
                return try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n")
                    .compactMap {
                        try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
                    }
            }
            sched_yield()
        }
        return []
    }

    @Test(
        "a function that V8 would put into its caller keeps its name, what is freed has no row, and orders are obeyed")
    func optimised() throws {
        let folder = Workshop.path("trace")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let client = try NodeCounterTests.LoggedClient(
            """
            const kept = [];
            let freed = [];
            function keepOne(at) { kept.push({ at, of: [at] }); }
            function freeOne(at) { freed.push({ at, of: [at] }); }
            function both(at) { keepOne(at); freeOne(at); }
            setInterval(() => {
              for (let at = 0; at < 2000; at += 1) both(at);
              freed = [];
            }, 20);
            """,
            environment: [
                "TWINSIM_TRACE": folder, "TWINSIM_TRACE_WARM_UP": "1", "TWINSIM_TRACE_EVERY": "1",
                "TWINSIM_TRACE_MIDDLE": "1000",
            ])
        let rows = try Self.rows(folder, from: 3, client.process)
        let lines = rows.filter { $0["kind"] as? String == "line" }
        #expect(lines.map { $0["function"] as? String } == ["keepOne"], "\(rows)")
        #expect(lines.first?["line"] as? Int == 3)
        let calls = lines.first?["traceback"] as? [[Any]]
        #expect(calls?.dropFirst().first?.last as? String == "both")
        #expect(rows.first?["runtime"] as? String == "node")
        try "1 end\n".write(toFile: folder + "/command", atomically: true, encoding: .utf8)
        var occasion = ""
        while occasion != "end", case .running = client.process.status {
            let newest = try Self.rows(folder, from: 4, client.process)
            occasion = newest.first?["occasion"] as? String ?? ""
        }
        #expect(occasion == "end")
    }

    @Test("without a folder to write to the client runs on")
    func withoutFolder() throws {
        let client = try NodeCounterTests.LoggedClient(
            "setTimeout(() => console.log('done'), 3500);",
            environment: [
                "TWINSIM_TRACE": "/no/such", "TWINSIM_TRACE_WARM_UP": "1", "TWINSIM_TRACE_EVERY": "1",
            ])
        #expect(client.process.waitForEnd(seconds: 120) == .ended(.exited(0)))
        #expect(client.process.recentOutput == "done\n")
    }
}
