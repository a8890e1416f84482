import Foundation
import ProcessProbes
import Testing

@Suite("sampling a client from outside", .timeLimit(.minutes(5)))
struct SamplerTests {
    @Test("descriptors, threads and memory that a client takes are seen")
    func growth() throws {
        let client = try LedClient(
            """
            import threading
            say('ready'); wait()
            kept = [open('/dev/null') for _ in range(7)]
            stop = threading.Event()
            for _ in range(3): threading.Thread(target=stop.wait, daemon=True).start()
            memory = bytearray(b'x' * (20 << 20))
            say('grown'); wait()
            """)
        let sampler = ProcessTreeSampler(client: client.process)
        #expect(client.hear() == "ready")
        let before = try #require(sampler.sample(at: 0).first)
        client.goOn()
        #expect(client.hear() == "grown")
        let after = try #require(sampler.sample(at: 1).first)
        #expect(before.identity == after.identity)
        #expect(before.identity.pid == client.process.pid)
        #expect(try #require(after.descriptors.value) - #require(before.descriptors.value) == 7)
        #expect(before.threads == .value(1))
        #expect(after.threads == .value(4))
        for path in [\ProcessSample.residentBytes, \.anonymousBytes] {
            let grown = try Int(#require(after[keyPath: path].value)) - Int(#require(before[keyPath: path].value))
            #expect((20 << 20..<32 << 20).contains(grown))
        }
        #expect(after.command.hasPrefix("python3"))
        #expect(after.parent == client.process.keeperPid)
    }

    @Test("sockets are counted by TCP state")
    func socketStates() throws {
        let client = try LedClient(
            """
            import socket
            listener = socket.create_server(('127.0.0.1', 0))
            def connect():
                ours = socket.create_connection(listener.getsockname())
                return ours, listener.accept()[0]
            pairs = [connect() for _ in range(4)]
            pairs[0][1].shutdown(socket.SHUT_WR)
            # FIN-WAIT-1 until the acknowledgement comes, which the kernel may put off by 40 ms; 5 is FIN-WAIT-2.
            while pairs[0][1].getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != 5: pass
            loose = socket.socket()
            datagram = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            say('ready'); wait()
            pairs[1][0].close(); loose.close()
            say('fewer'); wait()
            """)
        let sampler = ProcessTreeSampler(client: client.process, socketStateInterval: 10)
        _ = client.hear()
        var expected = SocketStates()
        expected.established = 6
        expected.closeWait = 1
        expected.finWait2 = 1
        expected.listening = 1
        expected.unlisted = 2
        #expect(sampler.sample(at: 0).first?.sockets == .value(SocketCounts(total: 11, states: expected)))
        client.goOn()
        _ = client.hear()
        // Between two dumps only the total is known.
        #expect(sampler.sample(at: 5).first?.sockets == .value(SocketCounts(total: 9)))
        expected.established = 4
        expected.closeWait = 2
        expected.unlisted = 1
        #expect(sampler.sample(at: 10).first?.sockets == .value(SocketCounts(total: 9, states: expected)))
        #expect(sampler.sample(at: 11).first?.sockets.value?.states == nil)
        #expect(sampler.sample(at: 12, readSocketStates: true).first?.sockets.value?.states == expected)
    }

    @Test("processes that share a socket each have it in their counts")
    func sharedSockets() throws {
        let client = try LedClient(
            """
            import socket
            listener = socket.create_server(('127.0.0.1', 0))
            ours = [socket.create_connection(listener.getsockname()) for _ in range(3)]
            theirs = [listener.accept()[0] for _ in ours]
            listener.close()
            if os.fork() == 0:
                ours[0].close()
                say('child'); wait()
            else: wait()
            """)
        let sampler = ProcessTreeSampler(client: client.process, socketStateInterval: 10)
        _ = client.hear()
        let samples = sampler.sample(at: 0)
        #expect(samples.map { $0.sockets.value?.states?.established } == [6, 5])
        #expect(samples.map { $0.sockets.value?.total } == [6, 5])
    }

    @Test("a forked worker, a child of a thread and a daemon in its own session are in the tree; the keeper is not")
    func tree() throws {
        let client = try LedClient(
            """
            import subprocess, threading
            if os.fork() == 0:
                wait(); os._exit(0)
            def start(): subprocess.Popen(['sleep', '1000'])
            threading.Thread(target=lambda: (start(), threading.Event().wait()), daemon=True).start()
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    say('daemon'); wait()
                os._exit(0)
            os.wait()
            say('parent'); wait(); wait()
            """)
        let words = [client.hear(), client.hear()]
        #expect(Set(words) == ["daemon", "parent"])
        let sampler = ProcessTreeSampler(client: client.process)
        // The thread may still be on its way.
        var samples = sampler.sample(at: 0)
        while samples.map(\.command).filter({ $0 == "sleep" }).isEmpty { samples = sampler.sample(at: 0) }
        #expect(samples.count == 4)
        #expect(samples.first?.identity.pid == client.process.pid)
        #expect(!samples.contains { $0.identity.pid == client.process.keeperPid })
        #expect(samples.filter { $0.parent == client.process.keeperPid }.count == 2)
        client.process.terminate(graceSeconds: 0)
        #expect(sampler.sample(at: 1).isEmpty)
    }

    @Test("a child that ended and was not reaped is said to have ended, and has no zero readings")
    func zombie() throws {
        let client = try LedClient(
            """
            pid = os.fork()
            if pid == 0: os._exit(0)
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
            say('ready'); wait()
            """)
        _ = client.hear()
        let samples = ProcessTreeSampler(client: client.process).sample(at: 0)
        let zombie = try #require(samples.first { $0.state == "Z" })
        #expect(zombie.residentBytes.reason?.contains("has ended") == true)
        #expect(zombie.descriptors.value == nil)
    }

    @Test("the harness can sample itself")
    func ourselves() throws {
        let samples = ProcessTreeSampler(root: getpid(), descendants: false).sample(at: 0)
        #expect(samples.count == 1)
        #expect(try #require(samples.first?.residentBytes.value) > 1 << 20)
        #expect(samples.first?.allocation.native.reason == "it was not started here")
    }

    @Test("counter files of processes that came and went are removed")
    func sweep() throws {
        let client = try LedClient(
            """
            import subprocess
            for _ in range(5): subprocess.run(['true'])
            say('ready'); wait()
            """, native: true)
        _ = client.hear()
        func files() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: client.process.counterDirectory)
        }
        #expect(try files().count >= 6)
        _ = ProcessTreeSampler(client: client.process).sample(at: 0)
        #expect(try files() == ["native-\(client.process.pid)"])
    }

    @Test("the cost of a sample of ten processes, printed for the record")
    func cost() throws {
        let client = try LedClient(
            """
            for _ in range(9):
                if os.fork() == 0:
                    kept = [open('/dev/null') for _ in range(10)]
                    say('ready'); wait(); os._exit(0)
            say('ready'); wait()
            """, native: true, python: true)
        for _ in 0..<10 { _ = client.hear() }
        let sampler = ProcessTreeSampler(client: client.process)
        #expect(sampler.sample(at: 0).count == 10)
        let clock = ContinuousClock()
        let times = (1...200).map { index in clock.measure { _ = sampler.sample(at: Double(index) / 100) } }.sorted()
        print("a sample of 10 processes: median \(times[100]), least \(times[0])")
        let dump = clock.measure { _ = sampler.sample(at: 5, readSocketStates: true) }
        print("one with TCP states: \(dump)")
    }
}
