import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Served functions", .timeLimit(.minutes(5)))
struct FunctionTests {
    @Test("every served function reads and writes as the specification says", arguments: testedCodecs)
    func everyFunction(codec: CodecChoice) throws {
        let server = try TestServer(codec: codec)
        defer { server.server.stop() }
        if codec != .auto { #expect(server.server.codecName == codec.rawValue) }
        let client = try TestClient(port: server.port)
        #expect(try client.ask([2, 0, 0, 0, 16]) == [2, 2, 0x55, 0x55])
        #expect(try client.ask([4, 0, 2, 0, 2]) == [4, 4, 0x03, 0xEA, 0x03, 0xEB])
        #expect(try client.ask([4, 0, 130, 0, 2]) == [4, 4, 0x3F, 0xC0, 0, 0])
        #expect(try client.ask([5, 0, 3, 0xFF, 0]) == [5, 0, 3, 0xFF, 0])
        #expect(try client.ask([1, 0, 0, 0, 9]) == [1, 2, 0x08, 0])
        #expect(try client.ask([15, 0, 0, 0, 10, 2, 0xCD, 0x01]) == [15, 0, 0, 0, 10])
        #expect(try client.ask([1, 0, 0, 0, 10]) == [1, 2, 0xCD, 0x01])
        #expect(try client.ask([6, 0, 1, 0x12, 0x34]) == [6, 0, 1, 0x12, 0x34])
        #expect(try client.ask([16, 0, 2, 0, 2, 4, 0, 10, 1, 2]) == [16, 0, 2, 0, 2])
        #expect(try client.ask([3, 0, 1, 0, 3]) == [3, 6, 0x12, 0x34, 0, 10, 1, 2])
        // 0x1234 and 0x00F2, or 0x0025 outside the mask: 0x0035.
        #expect(try client.ask([22, 0, 1, 0, 0xF2, 0, 0x25]) == [22, 0, 1, 0, 0xF2, 0, 0x25])
        #expect(try client.ask([3, 0, 1, 0, 1]) == [3, 2, 0, 0x35])
        // The write comes before the read.
        #expect(try client.ask([23, 0, 1, 0, 2, 0, 2, 0, 1, 2, 0xBE, 0xEF]) == [23, 4, 0, 0x35, 0xBE, 0xEF])
        #expect(try client.ask([17]) == [17, 9, 1, 0xFF] + Array("twinsim".utf8))
        #expect(try client.ask([43, 14, 4, 1]) == [43, 14, 4, 0x81, 0, 0, 1, 1, 4] + Array("TWIN".utf8))
        server.server.setRunIndicator(false)
        #expect(try client.ask([17])[3] == 0)
        let coils = [UInt8](repeating: 0xA5, count: 246)
        #expect(try client.ask([15, 0, 0, 0x07, 0xB0, 246] + coils) == [15, 0, 0, 0x07, 0xB0])
        #expect(try client.ask([1, 0, 0, 0x07, 0xB0]) == [1, 246] + coils)
        #expect(server.server.counters.codecFailures == 0)
    }

    @Test("what clients wrote reaches the scan in tag values and in order")
    func writesReachTheScan() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        _ = try client.ask([16, 0, 130, 0, 4, 8, 0x42, 0x48, 0, 0, 0, 0, 0xC1, 0x20])
        _ = try client.ask([6, 0, 0, 0, 7])
        _ = try client.ask([5, 0, 2, 0xFF, 0])
        _ = try client.ask([22, 0, 0, 0, 0, 0, 9])
        var seen: [(String, Double)] = []
        server.exchange.drainWrites { seen.append((TestServer.entries[$0].name, $1)) }
        #expect(seen.map(\.0) == ["F_ABCD", "F_CDAB", "HR0", "CO2", "HR0"])
        #expect(seen.map(\.1) == [50, -10, 7, 1, 9])
    }

    @Test("one register of a 32-bit value is written together with the present other one")
    func halfWrite() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        _ = try client.ask([16, 0, 130, 0, 2, 4, 0x42, 0x48, 0, 0])
        #expect(try client.ask([6, 0, 131, 0x80, 0]) == [6, 0, 131, 0x80, 0])
        #expect(try client.ask([3, 0, 130, 0, 2]) == [3, 4, 0x42, 0x48, 0x80, 0])
        #expect(try client.ask([6, 0, 130, 0x44, 0x7A]) == [0x86, 3])
        var seen: [Double] = []
        server.exchange.drainWrites { seen.append($1) }
        #expect(seen == [50, Double(Float(bitPattern: 0x4248_8000))])
    }

    @Test("a client reads its own write at once, whatever the scan publishes meanwhile")
    func readsOwnWrites() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        for round in 1...300 {
            let value = [UInt8(round >> 8), UInt8(round & 255)]
            #expect(try client.ask([6, 0, 4] + value) == [6, 0, 4] + value)
            // A scan that has not latched the write: its image still has the old value.
            server.exchange.publish { _ in }
            #expect(try client.ask([3, 0, 4, 0, 1]) == [3, 2] + value)
            server.exchange.drainWrites { entry, value in
                server.exchange.publish { $0.encode(entry, value) }
            }
        }
    }
}
