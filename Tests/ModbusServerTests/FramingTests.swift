import Glibc
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Framing on sockets", .timeLimit(.minutes(5)))
struct FramingTests {
    @Test("requests that come byte by byte are answered like whole ones, and others are served between the bytes")
    func byteByByte() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let slow = try TestClient(port: server.port)
        let other = try TestClient(port: server.port)
        for pdu in [[4, 0, 0, 0, 1], [16, 0, 2, 0, 2, 4, 0, 10, 1, 2], [7]] as [[UInt8]] {
            for byte in frame(pdu) {
                try slow.send([byte])
                #expect(try other.ask([4, 0, 3, 0, 1]) == [4, 2, 0x03, 0xEB])
            }
            #expect(try slow.receiveFrame()[7] & 0x7F == pdu[0])
        }
    }

    @Test("many requests in one segment are answered in order", arguments: testedCodecs)
    func coalesced(codec: CodecChoice) throws {
        let server = try TestServer(codec: codec)
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        var bytes: [UInt8] = []
        for transaction in 0..<UInt16(1000) {
            bytes += frame([4, 0, UInt8(transaction % 125), 0, 1], transaction: transaction)
        }
        try client.send(bytes)
        for transaction in 0..<UInt16(1000) {
            let reply = try client.receiveFrame()
            #expect(UInt16(reply[0]) << 8 | UInt16(reply[1]) == transaction)
            #expect(UInt16(reply[9]) << 8 | UInt16(reply[10]) == 1000 + transaction % 125)
        }
        #expect(server.server.counters.requests == 1000)
    }

    @Test("a stream cut at every place gives the same replies")
    func everyCut() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        let stream =
            frame([4, 0, 0, 0, 2], transaction: 1) + frame([65], transaction: 2)
            + frame([6, 0, 9, 0, 9], transaction: 3)
        let expected: [UInt8] =
            [0, 1, 0, 0, 0, 7, 1, 4, 4, 0x03, 0xE8, 0x03, 0xE9] + [0, 2, 0, 0, 0, 3, 1, 0xC1, 1]
            + [0, 3, 0, 0, 0, 6, 1, 6, 0, 9, 0, 9]
        for cut in 1..<stream.count {
            try client.send(Array(stream[..<cut]))
            // The reply to another connection's request shows that the reactor has run since.
            let other = try TestClient(port: server.port)
            _ = try other.ask([17])
            try client.send(Array(stream[cut...]))
            #expect(try client.receive(expected.count) == expected)
        }
    }

    @Test("a client that shuts its sending side still gets its replies, then the end")
    func halfClose() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        try client.send(frame([4, 0, 0, 0, 1]) + frame([4, 0, 1, 0, 1]))
        client.shutSending()
        #expect(try Array(client.receiveFrame()[7...]) == [4, 2, 0x03, 0xE8])
        #expect(try Array(client.receiveFrame()[7...]) == [4, 2, 0x03, 0xE9])
        #expect(client.end() == .orderly)
    }

    @Test("Linux lets accepted connections inherit TCP_NODELAY and keep-alive from the listener")
    func inheritedOptions() throws {
        let listener = try ListeningSocket(host: "127.0.0.1", port: 0)
        let client = try TestClient(port: listener.port)
        var accepted: Int32 = -1
        _ = TestServer.waits {
            accepted = accept(listener.descriptor, nil, nil)
            return accepted >= 0
        }
        defer { close(accepted) }
        for (level, option) in [(Int32(IPPROTO_TCP), TCP_NODELAY), (SOL_SOCKET, SO_KEEPALIVE)] {
            var value: Int32 = 0
            var size = socklen_t(MemoryLayout<Int32>.size)
            #expect(getsockopt(accepted, level, option, &value, &size) == 0)
            #expect(value != 0)
        }
        withExtendedLifetime(client) {}
    }
}
