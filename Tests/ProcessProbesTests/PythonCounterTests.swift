import Evidence
import Foundation
import ProcessProbes
import Testing

@Suite("the counters of a Python client", .timeLimit(.minutes(5)))
struct PythonCounterTests {
    /// The running number of the module's latest answer.
    private static func answers(_ client: ClientProcess, _ pid: Int32) -> Int {
        let text = try? String(contentsOfFile: "\(client.counterDirectory)/python-\(pid)", encoding: .utf8)
        return text?.split(separator: "\n").first?.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }

    /// Asks, waits until the module has answered, and reads the answer; the client must be running.
    private static func answer(
        _ sampler: ProcessTreeSampler, _ client: ClientProcess, _ pid: Int32? = nil
    ) -> Reading<PythonAllocations>? {
        let pid = pid ?? client.pid
        let before = answers(client, pid)
        _ = sampler.sample(at: 0)
        while answers(client, pid) == before, isAlive(pid) { sched_yield() }
        return sampler.sample(at: 0).first { $0.identity.pid == pid }?.allocation.python
    }

    @Test("a thousand leaked objects are a thousand blocks more")
    func exact() throws {
        let client = try LedClient(
            """
            class Reading: __slots__ = ()
            kept = [None] * 1000
            def leak():
                for i in range(1000): kept[i] = Reading()
            def nothing(): pass
            nothing(); say(1); wait(); leak(); say(2); wait()
            """, python: true)
        let sampler = ProcessTreeSampler(client: client.process)
        _ = client.hear()
        let before = try #require(Self.answer(sampler, client.process)?.value)
        client.goOn()
        _ = client.hear()
        let after = try #require(Self.answer(sampler, client.process)?.value)
        #expect((995...1010).contains(after.allocatedBlocks - before.allocatedBlocks))
        #expect(after.collectorCounts.count == 3)
        #expect(after.uncollectable == 0)
    }

    @Test("thread names are known, and the module adds no thread and no descriptor")
    func names() throws {
        let client = try LedClient(
            """
            import threading, sys
            stop = threading.Event()
            for name in ('poller', 'writer é'): threading.Thread(target=stop.wait, name=name, daemon=True).start()
            say([len(os.listdir('/proc/self/fd')), len(os.listdir('/proc/self/task')), 'Resources' in str(sys.path)])
            wait()
            """, python: true)
        #expect(client.hear() == "[6, 3, False]")
        let reading = try #require(Self.answer(ProcessTreeSampler(client: client.process), client.process)?.value)
        #expect(Set(reading.threadNames) == ["MainThread", "poller", "writer \\xe9"])
        #expect(reading.threadCount == 3)
    }

    @Test("a forked worker is counted by itself")
    func forked() throws {
        let client = try LedClient(
            """
            pid = os.fork()
            if pid == 0:
                kept = [bytearray(1) for _ in range(50000)]
                say(os.getpid()); wait(); os._exit(0)
            wait()
            """, python: true)
        let worker = try #require(Int32(client.hear()))
        let sampler = ProcessTreeSampler(client: client.process)
        let ofWorker = try #require(Self.answer(sampler, client.process, worker)?.value)
        let ofParent = try #require(Self.answer(sampler, client.process)?.value)
        #expect(ofWorker.allocatedBlocks - ofParent.allocatedBlocks > 90_000)
    }

    @Test("the client's own sitecustomize still runs, waits are not cut short and pause goes on")
    func undisturbed() throws {
        let directory = Workshop.path("site")
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try "own = 'client'\n".write(toFile: directory + "/sitecustomize.py", atomically: true, encoding: .utf8)
        let client = try LedClient(
            """
            import sitecustomize, signal, threading, time
            say(sitecustomize.own)
            began = time.monotonic()
            time.sleep(0.6)
            say(time.monotonic() - began >= 0.6)
            signal.signal(signal.SIGUSR1, lambda *_: None)
            say('pausing')
            signal.pause()
            say('resumed')
            wait()
            """, python: true,
            interpreter: ["env", "PYTHONPATH=\(Workshop.runtime.pythonDirectory):\(directory)", "python3"])
        let sampler = ProcessTreeSampler(client: client.process)
        #expect(client.hear() == "client")
        for _ in 0..<5 { #expect(Self.answer(sampler, client.process)?.value != nil) }
        #expect(client.hear() == "true".capitalized)
        #expect(client.hear() == "pausing")
        while sampler.sample(at: 0).first?.state != "S" {}
        // SIGURG stays pending while the client pauses, and the missing answer is noticed.
        let late = sampler.sample(at: PythonCounterTests.late).first?.allocation.python
        #expect(late?.reason?.contains("main thread") == true)
        kill(client.process.pid, SIGUSR1)
        #expect(client.hear() == "resumed")
    }

    private static let late = 100.0

    @Test("an interpreter that keeps the module out says why, and so does a process that is no Python")
    func unavailable() throws {
        for (arguments, reason) in [
            (["python3", "-S"], "started with -S"), (["python3", "-Iu"], "started with -I"),
        ] {
            let client = try LedClient("say(1); wait()", python: true, interpreter: arguments)
            _ = client.hear()
            let reading = ProcessTreeSampler(client: client.process).sample(at: 0).first?.allocation.python
            #expect(reading?.reason?.contains(reason) == true, "\(reading as Any)")
        }
        let client = try Workshop.launch(["sleep", "1000"], python: true)
        let reading = ProcessTreeSampler(client: client).sample(at: 0).first?.allocation.python
        #expect(reading == .unavailable("it is no Python process"))
        client.terminate(graceSeconds: 0)
    }
}
