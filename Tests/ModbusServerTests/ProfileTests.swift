import FaultPlan
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Device profiles", .timeLimit(.minutes(5)))
struct ProfileTests {
    private func server(_ change: (inout DeviceProfile) -> Void) throws -> TestServer {
        var profile = DeviceProfile.ideal
        change(&profile)
        return try TestServer { $0.profile = profile }
    }

    @Test("every profile has a name of its own, a source, and serves")
    func catalogue() throws {
        #expect(Set(DeviceProfile.all.map(\.name)).count == DeviceProfile.all.count)
        for profile in DeviceProfile.all {
            #expect(profile.flaw == nil)
            #expect(!profile.source.isEmpty)
            let server = try TestServer { $0.profile = profile }
            defer { server.server.stop() }
            let client = try TestClient(port: server.port)
            try client.send(read(1))
            if case .perScan = profile.service {
                #expect(TestServer.waits { server.server.counters.bytesIn == 12 })
                server.server.noteScan()
            }
            #expect(try client.receiveFrame() == readReply(1))
        }
    }

    @Test("a profile limits the connections as its device does, without any fault")
    func limit() throws {
        let server = try TestServer { $0.profile = DeviceProfile.named("click") ?? .ideal }
        defer { server.server.stop() }
        let clients = try (0..<3).map { _ in try TestClient(port: server.port) }
        for client in clients { _ = try client.ask([17]) }
        #expect(try TestClient(port: server.port).end() == .orderly)
        #expect(server.server.counters.refused == 1)
        #expect(server.records().contains { if case .refused(_, .connectionLimit) = $0 { true } else { false } })
    }

    @Test("the connection that was idle longest gives way, and the record says so")
    func oldest() throws {
        let server = try server {
            $0.connectionLimit = 2
            $0.limitPolicy = .closeOldestIdle
        }
        defer { server.server.stop() }
        let first = try TestClient(port: server.port)
        let second = try TestClient(port: server.port)
        for client in [first, second, first] { _ = try client.ask([17]) }
        let third = try TestClient(port: server.port)
        _ = try third.ask([17])
        #expect(second.end() == .orderly)
        _ = try first.ask([17])
        #expect(server.server.counters.displaced == 1)
    }

    @Test("per scan: a reply has the values of the scan after its request, and only so many leave a scan")
    func perScan() throws {
        let server = try server { $0.service = .perScan(requests: 3) }
        defer { server.server.stop() }
        let clients = try (0..<5).map { _ in try TestClient(port: server.port) }
        let place = TestServer.index("IR0")
        for (index, client) in clients.enumerated() {
            try client.send(frame([4, 0, 0, 0, 1]))
            // The requests are to come in this order.
            #expect(TestServer.waits { server.server.counters.bytesIn == UInt64(12 * (index + 1)) })
        }
        func scan(_ value: Double) {
            server.exchange.publish { $0.encode(place, value) }
            server.server.noteScan()
        }
        scan(1)
        for client in clients[..<3] { #expect(try client.receiveFrame() == frame([4, 2, 0, 1])) }
        #expect(clients[3].hearsNothing(forMilliseconds: 20))
        scan(2)
        for client in clients[3...] { #expect(try client.receiveFrame() == frame([4, 2, 0, 2])) }
        #expect(server.server.counters.replies == 5)
    }

    @Test("per scan: requests in one segment are answered in order, none is lost, and clients take turns")
    func perScanPipelined() throws {
        let server = try server { $0.service = .perScan(requests: 2) }
        defer { server.server.stop() }
        let greedy = try TestClient(port: server.port)
        let modest = try TestClient(port: server.port)
        try greedy.send((1...9).flatMap { read($0, transaction: UInt16($0)) })
        #expect(TestServer.waits { server.server.counters.bytesIn == 12 })
        try modest.send(read(1))
        #expect(TestServer.waits { server.server.counters.bytesIn == 24 })
        server.server.noteScan()
        #expect(try modest.receiveFrame() == readReply(1))
        var received = 0
        while received < 9 {
            if greedy.hearsNothing(forMilliseconds: 2) {
                server.server.noteScan()
                continue
            }
            received += 1
            #expect(try greedy.receiveFrame() == readReply(received, transaction: UInt16(received)))
        }
    }

    @Test("per scan: half a request waits for its rest, and a client that leaves is forgotten")
    func perScanPartial() throws {
        let server = try server { $0.service = .perScan(requests: 8) }
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        for byte in read(1) { try client.send([byte]) }
        do {
            let gone = try TestClient(port: server.port)
            try gone.send(read(1))
            #expect(TestServer.waits { server.server.counters.bytesIn == 24 })
        }
        server.server.noteScan()
        #expect(try client.receiveFrame() == readReply(1))
        #expect(TestServer.waits { server.server.counters.open == 1 })
        try client.send([0, 1, 0, 9])
        #expect(client.end() == .orderly)
    }

    @Test("response times lie between the least and the least plus jitter, and are the same for the same seed")
    func responseTime() throws {
        let server = try server {
            $0.responseNanoseconds = 5_000_000
            $0.responseJitterNanoseconds = 2_000_000
        }
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        let begin = monotonicNanoseconds()
        for _ in 0..<10 { _ = try client.ask([4, 0, 0, 0, 1]) }
        #expect(monotonicNanoseconds() - begin >= 50_000_000)
        var profile = DeviceProfile.ideal
        profile.responseNanoseconds = 5_000_000
        profile.responseJitterNanoseconds = 2_000_000
        let times = (1...1000).map { profile.responseTime(seed: 3, connection: 1, sequence: $0) }
        #expect(times.allSatisfy { (5_000_000...7_000_000).contains($0) })
        #expect(times == (1...1000).map { profile.responseTime(seed: 3, connection: 1, sequence: $0) })
        #expect(times != (1...1000).map { profile.responseTime(seed: 4, connection: 1, sequence: $0) })
        let mean = Double(times.reduce(0, +)) / 1000
        #expect(mean > 5_900_000 && mean < 6_100_000)
    }

    @Test("an idle timeout of the profile closes in order and is no fault")
    func idle() throws {
        let server = try server { $0.idleTimeoutNanoseconds = 50_000_000 }
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        _ = try client.ask([17])
        #expect(client.end() == .orderly)
        #expect(server.server.counters.closedIdle == 1)
    }

    @Test("a profile outside its ranges is refused")
    func flawed() throws {
        #expect(throws: ServerError.self) { try server { $0.connectionLimit = 0 } }
        #expect(throws: ServerError.self) { try server { $0.service = .perScan(requests: 0) } }
        #expect(throws: ServerError.self) { try server { $0.responseNanoseconds = -1 } }
    }
}
