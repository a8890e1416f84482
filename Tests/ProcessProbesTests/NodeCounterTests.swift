import Foundation
import ProcessProbes
import Testing

@Suite("the counters of a Node.js client", .timeLimit(.minutes(5)))
struct NodeCounterTests {
    /// A client in JavaScript that says words on its standard output, which is its log.
    final class LoggedClient {
        let process: ClientProcess
        let log: String

        init(
            _ script: String, arguments: [String] = [], environment: [String: String] = [:], ending: String = "cjs",
            directory: String? = nil
        ) throws {
            let file = Workshop.path("client") + "." + ending
            try script.write(toFile: file, atomically: true, encoding: .utf8)
            log = Workshop.path("log")
            process = try ClientProcess.launch(
                ClientLaunch(
                    arguments: arguments + ["node", file], environmentAdditions: environment, logPath: log,
                    tallyNative: false, countPython: false,
                    runtimeFiles: RuntimeFiles(
                        keeper: Workshop.runtime.keeper, tallyLibrary: "", pythonDirectory: "",
                        nodeDirectory: directory ?? Workshop.runtime.nodeDirectory)))
        }

        deinit { process.terminate(graceSeconds: 0) }

        /// The first reading, or a later one, that `isWanted`; nil when the client ends before.
        func reading(where isWanted: (NodeHeap) -> Bool = { _ in true }) -> NodeHeap? {
            let sampler = ProcessTreeSampler(client: process)
            while case .running = process.status {
                for sample in sampler.sample(at: 0) {
                    if let heap = sample.allocation.node.value, isWanted(heap) { return heap }
                }
                sched_yield()
            }
            return nil
        }

        /// Why there is no reading, once the program that `command` names runs.
        func reason(_ command: String = "node") -> String? {
            let sampler = ProcessTreeSampler(client: process)
            while case .running = process.status {
                let sample = sampler.sample(at: 0).first
                // Before the interpreter has come so far as to speak, its module may not have run yet.
                if process.recentOutput.contains("ready"), let sample { return sample.allocation.node.reason }
                sched_yield()
            }
            return nil
        }
    }

    private static let waiting = "setInterval(() => {}, 1000); console.log('ready');"

    @Test("the heap, buffers, contexts, workers and active resources are read, and they move")
    func moving() throws {
        let client = try LoggedClient(
            """
            const kept = [];
            const { Worker } = require('worker_threads');
            const vm = require('vm');
            setTimeout(() => {
              for (let i = 0; i < 200000; i += 1) kept.push({ at: i, of: [i] });
              kept.push(Buffer.alloc(8 << 20, 1));
              kept.push(vm.createContext({}));
              kept.push(new Worker('setInterval(() => {}, 1000)', { eval: true }));
              kept.push(require('net').createServer().listen(0, '127.0.0.1'));
            }, 1500);
            \(Self.waiting)
            """)
        let before = try #require(client.reading())
        let after = try #require(client.reading { $0.workers == 1 && $0.arrayBufferBytes > 8 << 20 })
        #expect(before.usedBytes > 1 << 20 && before.totalBytes >= before.usedBytes)
        #expect(before.oldBytes > 0 && before.oldBytes <= before.usedBytes)
        #expect(before.limitBytes > before.totalBytes)
        #expect(before.workers == 0)
        #expect(after.usedBytes - before.usedBytes > 10 << 20, "200,000 objects and lists of at least 60 bytes each")
        #expect(after.externalBytes - before.externalBytes >= 8 << 20)
        #expect(after.contexts > before.contexts)
        #expect(after.version.hasPrefix("v"))
        let first = try #require(before.resources)
        let second = try #require(after.resources)
        #expect(second > first)
        #expect(after.resourceKinds["TCPServerWrap"] == 1, "\(after.resourceKinds)")
    }

    @Test("a client that has nothing left to do ends by itself, and nothing is printed")
    func undisturbed() throws {
        let client = try LoggedClient(
            """
            console.log(process.listenerCount('exit'), Object.keys(require.cache).length,
              process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length);
            """)
        #expect(client.process.waitForEnd(seconds: 60) == .ended(.exited(0)))
        #expect(client.process.recentOutput == "0 1 0\n")
    }

    @Test("modules of ECMAScript are counted like those of CommonJS, and forked workers by themselves")
    func modulesAndForks() throws {
        let client = try LoggedClient("import 'node:net'; \(Self.waiting)", ending: "mjs")
        #expect(client.reading() != nil)
        let forking = try LoggedClient(
            """
            const { fork } = require('child_process');
            if (process.argv[2] !== 'child') fork(__filename, ['child']);
            \(Self.waiting)
            """)
        let sampler = ProcessTreeSampler(client: forking.process)
        var counted: Set<Int32> = []
        while counted.count < 2, case .running = forking.process.status {
            for sample in sampler.sample(at: 0) where sample.allocation.node.value != nil {
                counted.insert(sample.identity.pid)
            }
            sched_yield()
        }
        #expect(counted.count == 2)
    }

    @Test("NODE_OPTIONS of the user stay in force behind the module, in a folder with blanks and quotation marks too")
    func options() throws {
        let directory = Workshop.path("of \"Zoë\" \\ blank")
        try FileManager.default.copyItem(atPath: Workshop.runtime.nodeDirectory, toPath: directory)
        let own = Workshop.path("own") + ".cjs"
        try "globalThis.own = 'own';".write(toFile: own, atomically: true, encoding: .utf8)
        let client = try LoggedClient(
            "console.log(own, require('v8').getHeapStatistics().heap_size_limit >> 20); \(Self.waiting)",
            environment: ["NODE_OPTIONS": "--require \(own) --max-old-space-size=123"], directory: directory)
        #expect(client.reading() != nil)
        while !client.process.recentOutput.contains("ready"), case .running = client.process.status { sched_yield() }
        let words = client.process.recentOutput.split(whereSeparator: \.isWhitespace)
        #expect(words.first == "own")
        #expect((100...200).contains(Int(words.dropFirst().first ?? "") ?? 0), "\(words)")
    }

    @Test("what is not read has its reason: cleared options, switched off, restricted, another program, a blocked loop")
    func unavailable() throws {
        let cleared = try LoggedClient(Self.waiting, arguments: ["env", "-u", "NODE_OPTIONS"])
        #expect(cleared.reason()?.hasPrefix("NODE_OPTIONS was cleared") == true)
        let off = try LoggedClient(Self.waiting, environment: ["TWINSIM_NODE": "off"])
        #expect(off.reason() == "switched off")
        let restricted = try Workshop.launch(["sleep", "1000", "--permission"])
        defer { restricted.terminate(graceSeconds: 0) }
        #expect(restricted.probes.nodeRefusal == "--permission lets Node.js read only what it is granted")
        let missing = try LoggedClient(Self.waiting, directory: "/no/such")
        #expect(missing.reason() == "/no/such/twinsim_counters.cjs is missing")
        let other = try Workshop.launch(["sleep", "1000"])
        defer { other.terminate(graceSeconds: 0) }
        var reason: String?
        let sampler = ProcessTreeSampler(client: other)
        // Until then it is still the keeper's child on its way to `sleep`.
        repeat { reason = sampler.sample(at: 0).first?.allocation.node.reason } while reason?.contains("cannot") == true
        #expect(reason == "it is no Node.js process")
        let blocked = try LoggedClient("setTimeout(() => { console.log('ready'); for (;;); }, 100)")
        let late = ProcessTreeSampler(client: blocked.process)
        while !blocked.process.recentOutput.contains("ready"), case .running = blocked.process.status { sched_yield() }
        #expect(late.sample(at: 0).first?.allocation.node.value != nil)
        #expect(late.sample(at: 100).first?.allocation.node.reason == "its event loop has not come round for 100 s")
    }

    @Test("the cost of a reading, printed for the record")
    func cost() throws {
        // The cost is printed for Docs/Sampling.md; only what would be noticed in the client is a failure.
        let client = try LoggedClient(
            """
            const every = setInterval;
            let answer = null;
            global.setInterval = (what) => { answer = what; return every(() => {}, 1000); };
            require('\(Workshop.runtime.nodeDirectory)/twinsim_counters.cjs');
            for (let i = 0; i < 500; i += 1) answer();
            const before = process.cpuUsage();
            for (let i = 0; i < 2000; i += 1) answer();
            const used = process.cpuUsage(before);
            console.log('ready', (used.user + used.system) / 2000);
            every(() => {}, 1000);
            """)
        while !client.process.recentOutput.contains("\n"), case .running = client.process.status { sched_yield() }
        let words = client.process.recentOutput.split(whereSeparator: \.isWhitespace)
        let microseconds = try #require(words.count == 2 ? Double(words[1]) : nil, "\(client.process.recentOutput)")
        print("node reading: \(microseconds) µs of processor time")
        #expect(microseconds < 2000)
    }
}
