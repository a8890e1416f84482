import Foundation
import ProcessProbes
import Testing

@Suite("ending a client", .timeLimit(.minutes(5)))
struct TerminationTests {
    /// A client with a worker and a daemon in a session of its own, all of which ignore SIGTERM.
    private static let stubborn = """
        import signal
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        def stay():
            while True: signal.sigwait({signal.SIGUSR1})
        worker = os.fork()
        if worker == 0: stay()
        middle = os.fork()
        if middle == 0:
            os.setsid()
            grandchild = os.fork()
            if grandchild == 0:
                say(os.getpid())
                stay()
            os._exit(0)
        os.waitpid(middle, 0)
        say(worker)
        stay()
        """

    @Test("a client that ends on SIGTERM is not killed")
    func polite() throws {
        let client = try LedClient(
            "import signal; signal.signal(signal.SIGTERM, lambda *_: os._exit(5)); say(1); wait(); wait()")
        _ = client.hear()
        #expect(client.process.terminate(graceSeconds: 30) == TerminationReport(asked: 1, killed: 0, resisting: 0))
        #expect(client.process.status == .ended(.exited(5)))
    }

    @Test("a tree that ignores SIGTERM, with a daemon in its own session, is gone after the grace")
    func stubborn() throws {
        let client = try LedClient(Self.stubborn)
        let others = [try #require(Int32(client.hear())), try #require(Int32(client.hear()))]
        #expect(others.allSatisfy(isAlive))
        let report = client.process.terminate(graceSeconds: 0.2)
        #expect(report == TerminationReport(asked: 3, killed: 3, resisting: 0))
        #expect(client.process.status == .ended(.signalled(9)))
        #expect(!(others + [client.process.pid, client.process.keeperPid]).contains(where: isAlive))
    }

    @Test("when the keeper is killed, the kernel and we end the rest, the daemon too")
    func keeperKilled() throws {
        let client = try LedClient(Self.stubborn)
        let others = [try #require(Int32(client.hear())), try #require(Int32(client.hear()))]
        kill(client.process.keeperPid, SIGKILL)
        guard case .ended = client.process.waitForEnd(seconds: 30) else {
            Issue.record("\(client.process.status)")
            return
        }
        #expect(!(others + [client.process.pid]).contains(where: isAlive))
    }

    @Test("a client whose first process ends while its daemon runs has not ended")
    func daemonLivesOn() throws {
        let client = try LedClient(
            """
            if os.fork() == 0:
                os.setsid()
                say(os.getpid())
                wait()
                os._exit(0)
            os._exit(3)
            """)
        let daemon = try #require(Int32(client.hear()))
        #expect(client.process.waitForRootEnd(seconds: 20) == .rootEnded(.exited(3)))
        #expect(isAlive(daemon))
        client.goOn()
        #expect(client.process.waitForEnd(seconds: 20) == .ended(.exited(3)))
    }

    @Test("a client that nobody holds any more is ended")
    func abandoned() throws {
        var client: LedClient? = try LedClient("say(os.getpid()); wait()")
        let pid = try #require(Int32(client!.hear()))
        let directory = client!.process.counterDirectory
        client = nil
        #expect(!isAlive(pid))
        #expect(!FileManager.default.fileExists(atPath: directory))
    }

    /// A harness in Python that starts a client through a keeper of its own, as `KeeperStart` does.
    private static func harness(counters: String) -> String {
        """
        import socket, struct, subprocess
        ours, keepers = socket.socketpair()
        os.dup2(keepers.fileno(), 3)
        keepers.close()
        subprocess.Popen(['\(Workshop.runtime.keeper)'], pass_fds=(3,), env={})
        os.close(3)
        words = os.readlink('/proc/self/fd/%d' % _words)
        arguments = ['sh', '-c', 'trap "" TERM; setsid sleep 1000 & echo $! > %s; wait' % words]
        environment = ['PATH=/usr/bin:/bin']
        strings = ['/bin/sh', '', '\(counters)'] + arguments + environment
        data = b''.join(word.encode() + bytes(1) for word in strings)
        ours.sendall(struct.pack('IIIIQ', 0x544B3032, len(data), len(arguments), len(environment), 0) + data)
        kind, pid = struct.unpack('Ii', ours.recv(24)[:8])
        say(pid if kind == 1 else 'failed')
        wait()
        """
    }

    @Test("when the harness is killed, its client ends, the daemon too, and its counter files are removed")
    func harnessKilled() throws {
        let counters = Workshop.path("counters")
        try FileManager.default.createDirectory(atPath: counters, withIntermediateDirectories: true)
        try "".write(toFile: counters + "/native-1", atomically: false, encoding: .utf8)
        // Descriptors 3 and 4 hold the FIFOs; the harness moves them, because 3 is the keeper's.
        let moving = "_words = os.dup(_words); _orders = os.dup(_orders)\n"
        let harness = try LedClient(moving + Self.harness(counters: counters))
        let pids = [try #require(Int32(harness.hear())), try #require(Int32(harness.hear()))]
        #expect(pids.allSatisfy(isAlive))
        kill(harness.process.pid, SIGKILL)
        // The outer keeper has been asked nothing: that all has ended is the inner keeper's work.
        #expect(harness.process.waitForEnd(seconds: 60) == .ended(.signalled(9)))
        #expect(!pids.contains(where: isAlive))
        #expect(!FileManager.default.fileExists(atPath: counters))
    }
}
