import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Raw frames", .timeLimit(.minutes(5)))
struct RawFrameTests {
    @Test("a length that promises more than comes is waited for, and other clients are served meanwhile")
    func truncated() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let slow = try TestClient(port: server.port)
        try slow.send([0, 1, 0, 0, 0, 254, 1, 3, 0, 0, 0, 1])
        let other = try TestClient(port: server.port)
        for _ in 0..<100 { #expect(try other.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8]) }
        try slow.send([UInt8](repeating: 0, count: 248))
        #expect(try Array(slow.receiveFrame()[7...]) == [0x83, 3])
    }

    @Test("a bad frame behind good ones: the good ones are answered, then the connection ends")
    func goodThenBad() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        let good = frame([4, 0, 1, 0, 1])
        try client.send(good + good + good + [0, 9, 0, 7, 0, 6])
        for _ in 0..<3 { #expect(try Array(client.receiveFrame()[7...]) == [4, 2, 0x03, 0xE9]) }
        #expect(client.end() == .orderly)
    }

    @Test("an illegal request and a legal one in one segment are both answered, in order")
    func illegalThenLegal() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        try client.send(frame([65], transaction: 1) + frame([4, 0, 0, 0, 1], transaction: 2))
        #expect(try client.receiveFrame() == [0, 1, 0, 0, 0, 3, 1, 0xC1, 1])
        #expect(try client.receiveFrame() == [0, 2, 0, 0, 0, 5, 1, 4, 2, 0x03, 0xE8])
    }
}
