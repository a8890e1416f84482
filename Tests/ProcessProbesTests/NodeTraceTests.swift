import Foundation
import ProcessProbes
import Testing

@Suite("the tracing module of a Node.js client", .timeLimit(.minutes(5)))
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
            const work = () => {
              for (let at = 0; at < 2000; at += 1) both(at);
              freed = [];
            };
            // What grows begins after the baseline, however slow the machine is.
            const waiting = setInterval(() => {
              if (!require('fs').readdirSync('\(folder)').some(name => name.endsWith('.jsonl'))) return;
              clearInterval(waiting);
              setInterval(work, 20);
            }, 50);
            """,
            environment: ["TWINSIM_TRACE": folder, "TWINSIM_TRACE_WARM_UP": "1", "TWINSIM_TRACE_SETTLE": "1"])
        #expect(try Self.rows(folder, from: 0, client.process).first?["occasion"] as? String == "baseline")
        // The first order may come while the client still stands still for the baseline.
        var rows: [[String: Any]] = []
        for order in 1...4 {
            try "\(order) middle\n".write(toFile: folder + "/command", atomically: true, encoding: .utf8)
            rows = try Self.rows(folder, from: order, client.process)
        }
        let lines = rows.filter { $0["kind"] as? String == "line" }
        #expect(lines.map { $0["function"] as? String } == ["keepOne"], "\(rows)")
        #expect(lines.first?["line"] as? Int == 3)
        #expect((lines.first?["source"] as? String)?.hasPrefix("function keepOne") == true)
        let calls = lines.first?["traceback"] as? [[Any]]
        #expect(calls?.dropFirst().first?.last as? String == "both")
        #expect(rows.first?["runtime"] as? String == "node")
        let packages = rows.filter { $0["kind"] as? String == "package" }.compactMap { $0["name"] as? String }
        #expect(packages.count { $0 != "Node.js itself" } == 1, "\(rows)")
        try "5 end\n".write(toFile: folder + "/command", atomically: true, encoding: .utf8)
        #expect(try Self.rows(folder, from: 5, client.process).first?["occasion"] as? String == "end")
    }

    @Test("sockets, files and timers that stay are named by the function that makes them, what is closed is not")
    func opened() throws {
        let folder = Workshop.path("trace")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let client = try NodeCounterTests.LoggedClient(
            """
            const net = require('net');
            const fs = require('fs');
            const server = net.createServer().listen(0, '127.0.0.1', () => {
              const port = server.address().port;
              function keepSocket() { new net.Socket().connect(port, '127.0.0.1'); }
              function closeSocket() { const one = net.connect(port, '127.0.0.1', () => one.destroy()); }
              function keepFile() { fs.createReadStream(process.execPath, { highWaterMark: 1 }); }
              function keepTimer() { setInterval(() => {}, 100000); }
              setInterval(() => { keepSocket(); closeSocket(); keepFile(); keepTimer(); }, 100);
            });
            """,
            environment: ["TWINSIM_TRACE": folder, "TWINSIM_TRACE_WARM_UP": "1", "TWINSIM_TRACE_SETTLE": "1"])
        _ = try Self.rows(folder, from: 0, client.process)
        try "1 end\n".write(toFile: folder + "/command", atomically: true, encoding: .utf8)
        let rows = try Self.rows(folder, from: 1, client.process).filter { $0["kind"] as? String == "resource" }
        func grown(_ function: String, _ kind: String) -> Int {
            rows.first { $0["function"] as? String == function && $0["resource"] as? String == kind }?["count_diff"]
                as? Int ?? 0
        }
        #expect(grown("keepSocket", "socket") >= 2, "\(rows)")
        #expect(grown("keepFile", "descriptor") >= 2, "\(rows)")
        #expect(grown("keepTimer", "timer") >= 2, "\(rows)")
        #expect(grown("closeSocket", "socket") <= 1, "\(rows)")
        #expect(!"\(rows)".contains("twinsim_"))
    }

    @Test("without a folder to write to the client runs on")
    func withoutFolder() throws {
        let client = try NodeCounterTests.LoggedClient(
            "setTimeout(() => console.log('done'), 3500);",
            environment: [
                "TWINSIM_TRACE": "/no/such", "TWINSIM_TRACE_WARM_UP": "1", "TWINSIM_TRACE_SETTLE": "1",
            ])
        #expect(client.process.waitForEnd(seconds: 120) == .ended(.exited(0)))
        #expect(client.process.recentOutput == "done\n")
    }
}
