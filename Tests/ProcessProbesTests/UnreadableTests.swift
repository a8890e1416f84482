import Evidence
import Foundation
import Testing

@testable import ProcessProbes

@Suite("What cannot be read is told with its real reason", .timeLimit(.minutes(5)))
struct UnreadableTests {
    /// Samples until the client's tree is as `condition` wants it.
    private func sample(
        _ sampler: ProcessTreeSampler, until condition: ([ProcessSample]) -> Bool
    ) throws -> [ProcessSample] {
        let deadline = Date(timeIntervalSinceNow: 60)
        var second = 0.0
        while Date() < deadline {
            let samples = sampler.sample(at: second)
            if condition(samples) { return samples }
            second += 0.01
        }
        Issue.record("the client never came so far")
        return []
    }

    @Test("a client named \"x) R 1\" is read like any other")
    func oddName() throws {
        let client = try LedClient(
            """
            import ctypes, threading
            ctypes.CDLL(None).prctl(15, b'x) R 1', 0, 0, 0)
            threading.Thread(target=threading.Event().wait, daemon=True).start()
            say('ready'); wait()
            """)
        _ = client.hear()
        let sample = try #require(ProcessTreeSampler(client: client.process).sample(at: 0).first)
        #expect(sample.command == "x) R 1")
        #expect(sample.parent == client.process.keeperPid)
        #expect(sample.threads == .value(2))
        #expect(try #require(sample.cpuSeconds.value) < 60)
    }

    @Test("six hundred sockets are all counted")
    func manySockets() throws {
        let client = try LedClient(
            """
            import socket
            listener = socket.create_server(('127.0.0.1', 0), backlog=128)
            pairs = []
            for _ in range(300):
                ours = socket.create_connection(listener.getsockname())
                pairs.append((ours, listener.accept()[0]))
            say('ready'); wait()
            """)
        _ = client.hear()
        let sampler = ProcessTreeSampler(client: client.process, socketStateInterval: 0)
        let counts = try #require(sampler.sample(at: 0).first?.sockets.value)
        #expect(counts.total == 601)
        #expect(counts.states?.established == 600)
    }

    @Test("a thread that outlives the first one still has the process's memory and descriptors")
    func firstThreadEnded() throws {
        let client = try StepClient(
            """
            #include <fcntl.h>
            static pthread_t first;
            static void *rest(void *nothing) {
                pthread_join(first, NULL);
                for (int i = 0; i < 5; i++) open("/dev/null", O_RDONLY);
                step();
                return nothing;
            }
            int main(int c, char **v) {
                orders = atoi(v[1]); words = atoi(v[2]); first = pthread_self();
                pthread_t other;
                pthread_create(&other, NULL, rest, NULL);
                pthread_exit(NULL);
            }
            """)
        client.hear()
        let samples = ProcessTreeSampler(client: client.process).sample(at: 0)
        let sample = try #require(samples.first)
        #expect(!sample.hasEnded)
        #expect(sample.descriptors == .value(10))
        #expect(try #require(sample.anonymousBytes.value) > 0)
        client.goOn()
    }

    @Test("more processes than are followed are counted as left out")
    func leftOut() throws {
        let client = try LedClient(
            """
            for _ in range(5):
                if os.fork() == 0:
                    say('child'); wait(); os._exit(0)
            say('parent'); wait()
            """)
        for _ in 0..<6 { _ = client.hear() }
        let sampler = ProcessTreeSampler(client: client.process, maximumProcesses: 4)
        #expect(sampler.sample(at: 0).count == 4)
        #expect(sampler.processesLeftOut == 2)
        #expect(ProcessTreeSampler(client: client.process).sample(at: 0).count == 6)
    }

    @Test("a client in a space of process numbers of its own is counted by the number that it knows", .needsRoot)
    func pidNamespace() throws {
        let client = try LedClient(
            """
            blocks = ctypes = None
            say(os.getpid()); wait()
            kept = [[index] for index in range(50_000)]
            say('grown'); wait()
            """, native: true, python: true,
            interpreter: ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child", "python3"])
        #expect(client.hear() == "1")
        let sampler = ProcessTreeSampler(client: client.process)
        func python(_ samples: [ProcessSample]) -> ProcessSample? { samples.first { $0.ownPid == 1 } }
        let before = try #require(
            python(try sample(sampler) { python($0)?.allocation.python.value != nil })?.allocation)
        #expect(before.native.value != nil)
        client.goOn()
        #expect(client.hear() == "grown")
        let blocks = try #require(before.python.value).allocatedBlocks
        let after = try sample(sampler) {
            (python($0)?.allocation.python.value?.allocatedBlocks ?? 0) > blocks + 49_000
        }
        let other = try #require(after.first { $0.ownPid != 1 })
        #expect(other.allocation.python == .unavailable(ForeignRuntime.noPython), "unshare itself")
        // The sweep of left files knows that process 1 of this machine is another one.
        #expect(python(sampler.sample(at: 1000))?.allocation.native.value != nil)
    }

    @Test("a client that became another user cannot write its counts, and says so", .needsRoot)
    func anotherUser() throws {
        let client = try Workshop.launch(
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/env", "sleep", "1000"],
            native: true)
        let sampler = ProcessTreeSampler(client: client)
        let samples = try sample(sampler) { $0.first?.command == "sleep" }
        #expect(samples.first?.allocation.native.reason?.contains("another user (uid 65534) than twinsim") == true)
        #expect(try #require(samples.first?.anonymousBytes.value) > 0)
    }
}

extension Trait where Self == ConditionTrait {
    /// Runs the test only as root, and says so where it does not.
    static var needsRoot: Self {
        .enabled(if: geteuid() == 0, "only root may make spaces of numbers and change its user")
    }
}
