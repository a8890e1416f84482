import Determinism
import Foundation
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Connections", .timeLimit(.minutes(5)))
struct ConnectionTests {
    @Test("1300 clients at once are all served, far beyond the descriptor 1023 that libmodbus could take")
    func manyClients() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let clients = try (0..<1300).map { _ in try TestClient(port: server.port) }
        #expect(clients.contains { $0.descriptor > 1023 })
        for _ in 0..<2 {
            for (place, client) in clients.enumerated() {
                try client.send(frame([4, 0, UInt8(place % 125), 0, 1], transaction: UInt16(place)))
            }
            for (place, client) in clients.enumerated() {
                let value = 1000 + place % 125
                #expect(
                    try client.receiveFrame()
                        == [UInt8(place >> 8), UInt8(place & 255), 0, 0, 0, 5, 1, 4, 2]
                        + [UInt8(value >> 8), UInt8(value & 255)])
            }
        }
        #expect(server.server.counters.open == 1300)
    }

    @Test("clients that send illegal functions, hold half frames or never read do not keep others from being served")
    func hostileClients() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let illegal = try TestClient(port: server.port)
        let half = try TestClient(port: server.port)
        let deaf = try TestClient(port: server.port, receiveBuffer: 4096)
        try half.send([0, 1, 0, 0, 0, 6, 1])
        let burst = (0..<500).flatMap { _ in frame([43]) }
        let greedy = (0..<100).flatMap { _ in frame([4, 0, 0, 0, 125]) }
        let healthy = try TestClient(port: server.port)
        for round in 0..<200 {
            // Each of these waits until its bytes are with the server's kernel, so it is ahead of the healthy request.
            if round < 20 { try illegal.send(burst) }
            while deaf.sendWithoutWaiting(greedy) == greedy.count, round == 0 {}
            #expect(try healthy.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
        }
        for _ in 0..<10_000 { #expect(try Array(illegal.receiveFrame()[7...]) == [0xAB, 3]) }
        try half.send([4, 0, 0, 0, 1])
        #expect(try Array(half.receiveFrame()[7...]) == [4, 2, 0x03, 0xE8])
        #expect(server.server.counters.pauses >= 1)
    }

    @Test("a client that does not read is paused, its waiting replies stay bounded, and it loses none when it reads")
    func backPressure() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port, receiveBuffer: 65_536, sendBuffer: 16_384)
        let request = frame([4, 0, 0, 0, 125])
        var sent = 0
        var rest = request[...]
        // Until the server stops reading and the kernel takes no more; bounded, in case the server never stops.
        var refusals = 0
        while refusals < 200 || (refusals < 30_000 && server.server.counters.pauses == 0) {
            let count = client.sendWithoutWaiting(Array(rest))
            if count == 0 {
                refusals += 1
                usleep(1000)
                continue
            }
            refusals = 0
            rest = rest.dropFirst(count)
            if rest.isEmpty {
                sent += 1
                rest = request[...]
            }
        }
        #expect(server.server.counters.pauses >= 1)
        if rest.count < request.count {
            sent += 1
        }
        let late = Thread { [rest] in
            if rest.count < request.count { try? client.send(Array(rest)) }
        }
        late.start()
        for _ in 0..<sent {
            let reply = try client.receiveFrame()
            #expect(reply.count == 259)
            #expect(reply[7] == 4)
        }
        #expect(try client.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
        #expect(server.server.counters.requests == UInt64(sent + 1))
    }

    @Test("a client that never reads is reset after the configured time, with that cause on the record")
    func stalledOutput() throws {
        let server = try TestServer { $0.stalledOutputSeconds = 0.05 }
        defer { server.server.stop() }
        let client = try TestClient(port: server.port, receiveBuffer: 4096)
        let greedy = (0..<100).flatMap { _ in frame([4, 0, 0, 0, 125]) }
        var causes: [CloseCause] = []
        let ended = TestServer.waits {
            _ = client.sendWithoutWaiting(greedy)
            server.server.drainRecords {
                if case .closed(_, let cause, _, _) = $0.event { causes.append(cause) }
            }
            return !causes.isEmpty
        }
        #expect(ended)
        #expect(causes == [.stalledOutput])
    }

    @Test("beyond the connection limit a client is reset and counted, and a free place is used again")
    func connectionLimit() throws {
        let server = try TestServer { $0.maximumConnections = 3 }
        defer { server.server.stop() }
        var clients = try (0..<3).map { _ in try TestClient(port: server.port) }
        for client in clients { #expect(try client.ask([17])[0] == 17) }
        let fourth = try TestClient(port: server.port)
        #expect(fourth.end() == .reset)
        #expect(server.server.counters.refused == 1)
        clients.removeLast()
        #expect(TestServer.waits { server.server.counters.open == 2 })
        let next = try TestClient(port: server.port)
        #expect(try next.ask([17])[0] == 17)
        var refusals: [ServerRecord.RefusalReason] = []
        server.server.drainRecords { if case .refused(_, let reason) = $0.event { refusals.append(reason) } }
        #expect(refusals == [.connectionLimit])
    }

    @Test("a client that resets in the middle of replies harms nobody: no signal, the cause on the record")
    func resetWhileReplying() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        for _ in 0..<50 {
            let client = try TestClient(port: server.port, receiveBuffer: 4096)
            var option = linger(l_onoff: 1, l_linger: 0)
            setsockopt(client.descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
            _ = client.sendWithoutWaiting((0..<300).flatMap { _ in frame([4, 0, 0, 0, 125]) })
        }
        #expect(TestServer.waits { server.server.counters.closedByPeer == 50 })
        let healthy = try TestClient(port: server.port)
        #expect(try healthy.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
    }

    @Test("random bytes from many clients never stop the server")
    func noise() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        var random = RandomStream(seed: 5, name: "noise")
        for round in 0..<300 {
            let client = try TestClient(port: server.port)
            var bytes = (0..<Int.random(in: 1...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            // Two thirds get a header that lets them through to the pre-screen.
            if round % 3 != 0 { bytes = frame(Array(bytes.prefix(253))) }
            _ = client.sendWithoutWaiting(bytes)
        }
        let healthy = try TestClient(port: server.port)
        #expect(try healthy.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
        #expect(server.server.counters.codecFailures == 0)
    }
}
