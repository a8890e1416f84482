import Foundation
import ProcessProbes
import Testing

@Suite("the tracing modules of a Python client", .timeLimit(.minutes(5)))
struct PythonTraceTests {
    /// A client that is traced: a baseline after a second of warm-up, and snapshots when they are ordered.
    private final class Traced {
        let process: ClientProcess
        let folder = Workshop.path("trace")
        private var order = 0

        init(_ script: String, environment: [String: String] = [:]) throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let file = Workshop.path("traced") + ".py"
            try script.write(toFile: file, atomically: true, encoding: .utf8)
            process = try Workshop.launch(
                ["python3", file],
                environment: [
                    "TWINSIM_TRACE": folder, "TWINSIM_TRACE_WARM_UP": "1", "TWINSIM_TRACE_SETTLE": "1",
                    "TWINSIM_TRACE_LATEST": "60",
                ].merging(environment) { $1 }, python: true)
        }

        deinit { process.terminate(graceSeconds: 0) }

        /// The rows of the snapshot with this number, once it is there; empty when the client ends before.
        func rows(_ number: Int) throws -> [[String: Any]] {
            let path = "\(folder)/\(process.pid)-\(number).jsonl"
            while !FileManager.default.fileExists(atPath: path) {
                guard case .running = process.status else { return [] }
                sched_yield()
            }
            return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap {
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
            }
        }

        func ask(_ occasion: String) throws {
            order += 1
            try "\(order) \(occasion)\n".write(toFile: folder + "/command", atomically: true, encoding: .utf8)
        }

        /// The last snapshot, and all its text.
        func end() throws -> (rows: [[String: Any]], text: String) {
            _ = try rows(0)
            try ask("end")
            let rows = try rows(1)
            return (rows, "\(rows)")
        }
    }

    private static func rows(_ rows: [[String: Any]], _ kind: String) -> [[String: Any]] {
        rows.filter { $0["kind"] as? String == kind }
    }

    @Test("Sockets, files, threads and children that stay are named by line with their text; what is closed is not")
    func opened() throws {
        let client = try Traced(
            """
            import os, socket, subprocess, threading, time
            kept = []
            def keep():
                kept.append(socket.socket())
                kept.append(open(os.devnull))
                threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
                kept.append(subprocess.Popen(["sleep", "60"]))
            def give_back():
                socket.socket().close()
                open(os.devnull).close()
                threading.Thread(target=int).start()
                subprocess.run(["true"])
            while True:
                keep(); give_back(); time.sleep(0.2)
            """)
        let (rows, text) = try client.end()
        let found = Self.rows(rows, "resource").filter { $0["count_diff"] as? Int ?? 0 >= 2 }
        let lines = Dictionary(
            found.map { ($0["resource"] as? String ?? "", $0["line"] as? Int ?? 0) },
            uniquingKeysWith: { one, _ in one })
        #expect(lines == ["socket": 4, "descriptor": 5, "thread": 6, "child": 7], "\(text)")
        #expect(found.first { $0["line"] as? Int == 4 }?["source"] as? String == "kept.append(socket.socket())")
        #expect(!text.contains("twinsim_"), "nothing of twinsim's own is named")
    }

    @Test("Who holds it: one chain from the module through the container, for types and for lines")
    func held() throws {
        let client = try Traced(
            """
            import time
            LOCKS = {}
            class Lock:
                def __init__(self): self.file = bytearray(300)
            number = 0
            while True:
                for _ in range(40):
                    number += 1
                    LOCKS[number] = Lock()
                time.sleep(0.05)
            """)
        let (rows, text) = try client.end()
        let holders = Self.rows(rows, "holder")
        let lock = try #require(holders.first { $0["name"] as? String == "__main__.Lock" }, "\(text)")
        let chain = try #require(lock["chain"] as? [String])
        #expect(chain.count == 3, "\(chain)")
        #expect(chain.first == "module `__main__`" && chain.last == "Lock", "\(chain)")
        #expect(chain.dropFirst().first?.hasPrefix("dict `LOCKS`, ") == true, "\(chain)")
        let line = holders.first { $0["of"] as? String == "line" && $0["line"] as? Int == 4 }
        // Looked at a moment after the type, while the client goes on.
        let ofLine = try #require(line?["chain"] as? [String], "\(text)")
        #expect(ofLine.first == chain.first, "\(text)")
        #expect(ofLine.dropFirst().first?.hasPrefix("dict `LOCKS`, ") == true, "\(text)")
        #expect(!text.contains("twinsim_") && !text.contains("<frozen"))
    }

    @Test("Importing for long and late names nobody: neither the module's lines nor the machinery")
    func imports() throws {
        let folder = Workshop.path("modules")
        try FileManager.default.createDirectory(atPath: folder + "/site-packages", withIntermediateDirectories: true)
        // As generated code is: one large module, which imports no other while its body runs.
        let lines = (0..<60).map { "time.sleep(0.05); TABLE_\($0) = [str(i) for i in range(900)]" }
        try ("import time\n" + lines.joined(separator: "\n") + "\n").write(
            toFile: folder + "/site-packages/slow_module.py", atomically: true, encoding: .utf8)
        try "import time\nTABLE = [str(i) for i in range(90000)]\n".write(
            toFile: folder + "/site-packages/late_module.py", atomically: true, encoding: .utf8)
        let client = try Traced(
            """
            import sys, time
            sys.path.insert(0, '\(folder)/site-packages')
            import slow_module
            LATE = 'late' + '_module'
            kept = []
            began = time.monotonic()
            while True:
                kept.append(bytearray(2000))
                if began and time.monotonic() - began > 6:
                    __import__(LATE)
                    print('late module is there', flush=True)
                    began = 0
                time.sleep(0.02)
            """)
        let baseline = try #require(try client.rows(0).first)
        #expect((baseline["process_seconds"] as? Double ?? 0) > 3, "the module's body runs for three seconds")
        while !client.process.recentOutput.contains("late module is there"), case .running = client.process.status {
            sched_yield()
        }
        let (rows, text) = try client.end()
        let named = Self.rows(rows, "line").filter { $0["size_diff"] as? Int ?? 0 > 16384 }
        #expect(named.map { $0["line"] as? Int } == [8], "\(text)")
        for part in ["slow_module", "late_module", "importlib", "<frozen", "twinsim_"] {
            #expect(!text.contains(part), "\(part) is named in \(text)")
        }
    }

    @Test("A snapshot says how long it stopped the client, and stays below its bound with 200,000 objects")
    func pauses() throws {
        let client = try Traced(
            """
            import time
            kept = []
            while len(kept) < 200000:
                kept.append([len(kept)])
                if len(kept) % 2000 == 0: time.sleep(0.01)
            while True: time.sleep(0.05)
            """)
        _ = try client.rows(0)
        try client.ask("middle")
        let head = try #require(try client.rows(1).first)
        let longest = try #require(head["longest_pause_ms"] as? Double)
        let total = try #require(head["pause_ms"] as? Double)
        #expect(longest > 0 && longest <= total)
        #expect(total < 500, "a snapshot in between may stop the client for half a second at most: \(head)")
    }

    @Test("A client that is stopped before it has warmed up says so")
    func early() throws {
        let client = try Traced(
            "import time\nprint('started', flush=True)\nwhile True: time.sleep(0.05)\n",
            environment: ["TWINSIM_TRACE_SETTLE": "90"])
        // The tracing module has started when the counters have, and reads then which orders are old ones.
        while !client.process.recentOutput.contains("started"), case .running = client.process.status { sched_yield() }
        try client.ask("end")
        let head = try #require(try client.rows(0).first)
        #expect((head["problem"] as? String)?.contains("before the process had warmed up") == true, "\(head)")
    }
}
