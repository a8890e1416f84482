import FaultPlan
import Glibc
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Faults of connections and of the server as a whole", .timeLimit(.minutes(5)))
struct ConnectionFaultTests {
    @Test(
        "a new connection is closed as asked: at once, after a delay, after the first byte",
        arguments: ["accept", "first-byte"], [0, 30])
    func acceptClose(when: String, delay: Int) throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let old = try TestClient(port: server.port)
        _ = try old.ask([17])
        server.begin(
            armed("accept-close", ["when": .word(when), "delay": .milliseconds(delay), "close": .word("reset")]))
        let client = try TestClient(port: server.port)
        if when == "first-byte" {
            #expect(client.hearsNothing(forMilliseconds: 20))
            try client.send([0])
        }
        #expect(client.end() == .reset)
        #expect(try old.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
        server.end()
        #expect(try TestClient(port: server.port).ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
        #expect(server.acceptance().resets == 1)
    }

    @Test("a black hole swallows requests; when it ends the connection is served again", arguments: ["yes", "no"])
    func blackHole(reads: String) throws {
        let server = try TestServer()
        defer { server.server.stop() }
        server.begin(armed("black-hole", ["reads": .word(reads)]))
        let client = try TestClient(port: server.port)
        try client.send(read(1, transaction: 1))
        #expect(client.hearsNothing(forMilliseconds: 30))
        if reads == "yes" { #expect(TestServer.waits { server.acceptance().withheld == 1 }) }
        server.end()
        if reads == "no" { #expect(try client.receiveFrame() == readReply(1, transaction: 1)) }
        #expect(try client.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
    }

    @Test("a client that leaves a black hole leaves nothing behind", arguments: ["yes", "no"])
    func leavesBlackHole(reads: String) throws {
        let server = try TestServer()
        defer { server.server.stop() }
        server.begin(armed("black-hole", ["reads": .word(reads)]))
        for _ in 0..<20 { try TestClient(port: server.port).send(read(1)) }
        #expect(TestServer.waits { server.server.counters.accepted == 20 && server.server.counters.open == 0 })
    }

    @Test(
        "a closed listener refuses; open connections go on, and the same port opens again, also when the system chose it"
    )
    func refuse() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let old = try TestClient(port: server.port)
        for round in 1...3 {
            server.begin(armed("refuse"), occurrence: round)
            #expect(throws: TestClient.Failure.self) { try TestClient(port: server.port) }
            #expect(try old.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
            server.end(occurrence: round)
            #expect(try TestClient(port: server.port).ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
        }
        let listening = server.records().filter { if case .listening = $0 { true } else { false } }
        #expect(listening.count == 6)
        #expect(listening.last == .listening(port: server.port, storm: 0))
    }

    @Test("storms close the port and open it, and it is open again when the last has opened it")
    func stormsRefuse() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        server.server.setListening(false, storm: 1)
        server.server.setListening(false, storm: 2)
        server.server.setListening(true, storm: 1)
        #expect(TestServer.waits { (try? TestClient(port: server.port)) == nil })
        server.server.setListening(true, storm: 2)
        #expect(TestServer.waits { (try? TestClient(port: server.port)) != nil })
    }

    @Test("while nobody is accepted clients wait, and are served when it ends")
    func noAccept() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        server.begin(armed("no-accept", ["backlog": .integer(4)]))
        let client = try TestClient(port: server.port)
        try client.send(read(1))
        #expect(client.hearsNothing(forMilliseconds: 30))
        #expect(server.server.counters.accepted == 0)
        server.end()
        #expect(try client.receiveFrame() == readReply(1))
    }

    @Test("beyond the limit a client meets the policy", arguments: ConnectionLimitPolicy.allCases)
    func limit(policy: ConnectionLimitPolicy) throws {
        let server = try TestServer()
        defer { server.server.stop() }
        server.begin(
            armed("connection-limit", ["connections": .integer(2), "policy": .word(policy.rawValue)]))
        var clients = try (0..<2).map { _ in try TestClient(port: server.port) }
        for client in clients { _ = try client.ask([17]) }
        let third = try TestClient(port: server.port)
        switch policy {
        case .refuse: #expect(third.end() == .orderly)
        case .reset: #expect(third.end() == .reset)
        case .closeOldestIdle:
            #expect(try third.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
            #expect(clients[0].end() == .orderly)
            #expect(try clients[1].ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
        case .leaveWaiting:
            try third.send(read(1))
            #expect(third.hearsNothing(forMilliseconds: 30))
            clients.removeLast()
            #expect(try third.receiveFrame() == readReply(1))
        }
        #expect(server.acceptance().hits == (policy == .leaveWaiting ? 0 : 1))
        server.end()
        let more = try (0..<5).map { _ in try TestClient(port: server.port) }
        for client in more { #expect(try client.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8]) }
    }

    @Test("a connection without requests ends after the idle time, a busy one does not")
    func idle() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let quiet = try TestClient(port: server.port)
        let busy = try TestClient(port: server.port)
        _ = try quiet.ask([17])
        server.begin(armed("idle-timeout", ["idle": .milliseconds(400)]))
        // Far more requests than the idle time has room for if each cost as much as the timeout.
        var ended = false
        while !ended {
            #expect(try busy.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
            ended = !quiet.hearsNothing(forMilliseconds: 5)
        }
        #expect(quiet.end() == .orderly)
        #expect(server.acceptance().closes == 1)
        server.end()
        #expect(busy.hearsNothing(forMilliseconds: 450))
        _ = try busy.ask([17])
    }

    @Test("a rate limit spreads the bytes, loses none, and ends with the fault")
    func rate() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("rate-limit", ["bytes_per_second": .integer(2_000)]))
        let begin = monotonicNanoseconds()
        try client.send(read(125) + read(125))
        for _ in 0..<2 { #expect(try client.receiveFrame() == readReply(125)) }
        // 518 bytes, of which the first 40 leave at once.
        #expect(monotonicNanoseconds() - begin >= 230_000_000)
        server.begin(armed("rate-limit", id: 1, ["bytes_per_second": .integer(1)]))
        try client.send(read(125))
        _ = try client.receive(1)
        server.end(1)
        server.end(0)
        #expect(try client.receive(258).count == 258)
        for _ in 0..<100 { #expect(try client.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8]) }
    }

    @Test("the port moves while the fault lasts, and comes back")
    func portFlap() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let home = server.port
        server.begin(armed("port-flap", ["offset": .integer(3)]))
        #expect(throws: TestClient.Failure.self) { try TestClient(port: home) }
        // The port beside may belong to somebody else: then the server says so and goes on.
        if server.records().contains(.listening(port: home + 3, storm: 0)) {
            #expect(try TestClient(port: home + 3).ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
        }
        server.end()
        #expect(try TestClient(port: home).ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
    }

    @Test("a port that cannot be had is recorded, and the server is back at its own when the fault ends")
    func portTaken() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        // Some port within reach can be taken; nearly always it is the first.
        var taken: TestServer?
        for offset in 1...100 where taken == nil {
            taken = try? TestServer { $0.port = server.port + UInt16(offset) }
        }
        let other = try #require(taken)
        defer { other.server.stop() }
        let offset = Int(other.port - server.port)
        server.begin(armed("port-flap", ["offset": .integer(offset)]))
        #expect(
            server.records().contains(
                .cannotListen(port: Int(server.port) + offset, errorNumber: EADDRINUSE)))
        server.end()
        #expect(try TestClient(port: server.port).ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
    }

    @Test("strikes on open connections: reset, half close, vanish, slow close, a frame that nobody asked for")
    func strikes() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let clients = try (0..<5).map { _ in try TestClient(port: server.port) }
        for client in clients { _ = try client.ask([17]) }
        func only(_ number: UInt64) -> (inout FaultTarget) -> Void { { $0.connections = .numbered([number]) } }
        server.strike(armed("reset-idle", id: 0, target: only(1)))
        #expect(clients[0].end() == .reset)
        server.strike(armed("half-close", id: 1, target: only(2)))
        #expect(clients[1].end() == .orderly)
        try clients[1].send(read(1))
        #expect(TestServer.waits { server.acceptance(1).withheld == 1 })
        server.strike(armed("half-open", id: 2, ["lasts": .milliseconds(150)], target: only(3)))
        try clients[2].send(read(1))
        #expect(clients[2].hearsNothing(forMilliseconds: 50))
        #expect(clients[2].end() == .reset)
        server.strike(armed("slow-close", id: 3, ["linger": .milliseconds(100)], target: only(4)))
        let open = server.server.counters.open
        #expect(clients[3].end() == .orderly)
        #expect(TestServer.waits { server.server.counters.open == open - 1 })
        server.strike(armed("unsolicited", id: 4, ["transaction": .integer(0xABCD)], target: only(5)))
        #expect(try clients[4].receiveFrame() == [0xAB, 0xCD, 0, 0, 0, 5, 1, 3, 2, 0, 0])
        #expect(try clients[4].ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
        for id in 0..<5 { #expect(server.acceptance(id).hits == 1) }
    }

    @Test("clearing the faults restores everything")
    func clear() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        server.begin(armed("black-hole", id: 0))
        let client = try TestClient(port: server.port)
        try client.send(read(1))
        #expect(TestServer.waits { server.acceptance(0).withheld == 1 })
        server.begin(armed("refuse", id: 1))
        server.begin(armed("exception", id: 2, ["code": .integer(6)]))
        server.server.clearFaults()
        #expect(TestServer.waits { (0..<3).allSatisfy { server.acceptance($0).ended == 1 } })
        #expect(try client.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
        #expect(try TestClient(port: server.port).ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
    }

    @Test("clearing the faults does not take back what is out: a FIN is followed by the close, or by silence")
    func clearAfterFIN() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let clients = try (0..<2).map { _ in try TestClient(port: server.port) }
        for client in clients { _ = try client.ask([17]) }
        server.strike(
            armed("slow-close", id: 1, ["linger": .milliseconds(300)]) { $0.connections = .numbered([1]) })
        server.strike(armed("half-close", id: 2) { $0.connections = .numbered([2]) })
        for client in clients { #expect(client.end() == .orderly) }
        server.server.clearFaults()
        #expect(TestServer.waits { server.server.counters.open == 1 }, "the lingering connection ends all the same")
        for sent in 1...2 {
            try clients[1].send(read(1))
            #expect(TestServer.waits { server.acceptance(2).withheld == UInt64(sent) })
        }
        #expect(server.server.counters.open == 1)
    }

    @Test("a rate limit saves nothing up: after a rest the bytes are as slow as before")
    func rateAfterRest() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        server.begin(armed("rate-limit", ["bytes_per_second": .integer(2_000)]))
        let client = try TestClient(port: server.port)
        #expect(try client.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
        #expect(client.hearsNothing(forMilliseconds: 600))
        let begin = monotonicNanoseconds()
        try client.send(read(125) + read(125))
        for _ in 0..<2 { #expect(try client.receiveFrame() == readReply(125)) }
        #expect(monotonicNanoseconds() - begin >= 200_000_000)
    }

    @Test("a client that awaits its reply is not idle: the other one makes room, though it asked later")
    func awaitingIsNotIdle() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let waiting = try TestClient(port: server.port)
        let idle = try TestClient(port: server.port)
        for client in [idle, waiting] { _ = try client.ask([17]) }
        server.begin(armed("delay", id: 1, ["by": .milliseconds(700)]) { $0.functions = [4] })
        server.begin(
            armed("connection-limit", id: 2, ["connections": .integer(2), "policy": .word("close-oldest-idle")]))
        try waiting.send(read(1))
        #expect(waiting.hearsNothing(forMilliseconds: 20))
        _ = try idle.ask([17])
        let third = try TestClient(port: server.port)
        _ = try third.ask([17])
        #expect(idle.end() == .orderly)
        #expect(try waiting.receiveFrame() == readReply(1))
    }
}
