import Evidence
import Foundation
import ProcessProbes
import Testing

/// A Modbus server that answers every read of ten holding registers, so that the specimens can be tried by themselves;
/// it can drop its connections.
private final class RegisterServer: @unchecked Sendable {
    // Only the accepting thread touches `listener`; `connections` is guarded by `lock`.
    let port: UInt16
    private let listener: Int32
    private let lock = NSLock()
    private var connections: Set<Int32> = []

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (listener, size) = (listener, length)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                bind(listener, place, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, place, &length) == 0
            }
        }
        try #require(bound)
        port = UInt16(bigEndian: address.sin_port)
        Thread { [self] in accepting() }.start()
    }

    func dropAll() {
        lock.withLock { for connection in connections { shutdown(connection, Int32(SHUT_RDWR)) } }
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        dropAll()
    }

    private func accepting() {
        // `stop` shuts the listener, and accepting fails.
        while case let connection = accept(listener, nil, nil), connection >= 0 {
            lock.withLock { _ = connections.insert(connection) }
            Thread { [self] in serve(connection) }.start()
        }
        close(listener)
    }

    private func serve(_ connection: Int32) {
        var request = [UInt8](repeating: 0, count: 12)
        while recv(connection, &request, 12, Int32(MSG_WAITALL)) == 12 {
            let count = request[11]
            let answer = request[..<4] + [0, 3 + 2 * count, request[6], 3, 2 * count] + (0..<(2 * count)).map { $0 }
            _ = Array(answer).withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
        }
        lock.withLock { _ = connections.remove(connection) }
        close(connection)
    }
}

@Suite("the specimens do what they are there for", .timeLimit(.minutes(5)))
struct SpecimenTests {
    /// Launches a specimen against a server of its own.
    private static func start(_ arguments: [String], _ server: RegisterServer, native: Bool = false) throws
        -> ClientProcess
    {
        try Workshop.launch(arguments, environment: ["MODBUS_PORT": "\(server.port)"], native: native)
    }

    private static func specimen(_ name: String) -> [String] {
        ["python3", "\(Workshop.repository)/Tests/Specimens/\(name).py"]
    }

    /// Samples until `condition` holds of the tree, for at most a minute; false when it never did.
    private static func sampling(_ client: ClientProcess, until condition: ([ProcessSample]) -> Bool) -> Bool {
        let sampler = ProcessTreeSampler(client: client)
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(60)
        while clock.now < deadline {
            if condition(sampler.sample(at: 0)) { return true }
            usleep(20_000)
        }
        return false
    }

    @Test(
        "storms make the one leak sockets and the other threads",
        arguments: ["socket_per_reconnect", "thread_per_retry"])
    func storms(name: String) throws {
        let server = try RegisterServer()
        let client = try Self.start(Self.specimen(name), server)
        defer {
            client.terminate(graceSeconds: 0)
            server.stop()
        }
        let leaked = Self.sampling(client) { samples in
            server.dropAll()
            guard let sample = samples.first else { return false }
            return name == "thread_per_retry"
                ? sample.threads.value ?? 0 >= 6 : sample.sockets.value?.total ?? 0 >= 6
        }
        #expect(leaked)
    }

    @Test(
        "one worker of three leaks, a daemon leaks, and a daemon's first process ends",
        arguments: ["forked_worker_leak", "daemonising"])
    func trees(name: String) throws {
        let server = try RegisterServer()
        let client = try Self.start(Self.specimen(name), server)
        defer { server.stop() }
        var first: [ProcessKey: UInt64] = [:]
        var growing: Set<ProcessKey> = []
        let caught = Self.sampling(client) { samples in
            for sample in samples {
                guard let bytes = sample.anonymousBytes.value, sample.sockets.value?.total == 1 else { continue }
                if first[sample.identity] == nil { first[sample.identity] = bytes }
                if bytes > first[sample.identity]! + 500_000 { growing.insert(sample.identity) }
            }
            return !growing.isEmpty
        }
        #expect(caught)
        #expect(growing.count == 1)
        #expect(!growing.contains { $0.pid == client.pid })
        if name == "daemonising" { #expect(client.status == .rootEnded(.exited(0))) }
        client.terminate(graceSeconds: 0)
        if case .ended = client.status {} else { Issue.record("\(client.status)") }
    }

    @Test("the crasher crashes and the one that ignores SIGTERM is killed")
    func ends() throws {
        let server = try RegisterServer()
        defer { server.stop() }
        let crasher = try Workshop.launch(
            Self.specimen("crasher"), environment: ["MODBUS_PORT": "\(server.port)", "CRASH_AFTER_SECONDS": "0.2"])
        #expect(crasher.waitForEnd(seconds: 60) == .ended(.exited(1)))
        #expect(crasher.recentOutput.contains("KeyError: 'tank level'"))
        let stubborn = try Self.start(Self.specimen("ignores_sigterm"), server)
        #expect(Self.sampling(stubborn) { $0.first?.sockets.value?.total == 1 })
        #expect(stubborn.terminate(graceSeconds: 0.2).killed == 1)
    }

    @Test("the native leaker leaks one block a poll, and the tally sees it block by block")
    func native() throws {
        let executable = Workshop.path("leak")
        Workshop.compile(["\(Workshop.repository)/Tests/Specimens/leak.c"], to: executable)
        let server = try RegisterServer()
        let client = try Self.start([executable], server, native: true)
        defer {
            client.terminate(graceSeconds: 0)
            server.stop()
        }
        var first: NativeAllocations?
        var last: NativeAllocations?
        #expect(
            Self.sampling(client) { samples in
                last = samples.first?.allocation.native.value
                if first == nil { first = last }
                return last.map { $0.liveBlocks >= first!.liveBlocks + 10 } ?? false
            })
        let (before, after) = (try #require(first), try #require(last))
        let blocks = after.liveBlocks - before.liveBlocks
        // sizeof(struct reading) is 10008, which glibc gives exactly.
        #expect(after.liveBytes - before.liveBytes == blocks * 10_008)
        #expect(Int64(after.totalAllocations - before.totalAllocations) == blocks)
    }
}
