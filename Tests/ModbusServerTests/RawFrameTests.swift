import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Raw frames")
struct RawFrameTests {
    /// What a frame brings about.
    enum Outcome: Sendable {
        case pdu([UInt8])
        case closed
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let outcome: Outcome
        var testDescription: String { name }
    }

    /// The malformed and unusual input that Docs/Modbus.md lists, and what comes of it.
    static let rows: [Row] = {
        var rows = [
            Row(name: "FC 17", bytes: frame([17]), outcome: .pdu([17, 9, 1, 0xFF] + Array("twinsim".utf8))),
            Row(name: "FC 0x83", bytes: frame([0x83, 0, 0, 0, 1]), outcome: .pdu([0x83, 1])),
            Row(name: "FC 0xFF", bytes: frame([0xFF]), outcome: .pdu([0xFF, 1])),
            Row(name: "FC 0", bytes: frame([0]), outcome: .pdu([0x80, 1])),
            Row(name: "FC 43 MEI 13", bytes: frame([43, 13, 0, 0]), outcome: .pdu([0xAB, 1])),
            Row(name: "FC 43 MEI 14 code 9", bytes: frame([43, 14, 9, 0]), outcome: .pdu([0xAB, 3])),
            Row(name: "FC 43 MEI 14 object 99", bytes: frame([43, 14, 4, 99]), outcome: .pdu([0xAB, 2])),
            Row(name: "FC 3 quantity 0", bytes: frame([3, 0, 0, 0, 0]), outcome: .pdu([0x83, 3])),
            Row(name: "FC 3 quantity 126", bytes: frame([3, 0, 0, 0, 126]), outcome: .pdu([0x83, 3])),
            Row(name: "FC 3 over a hole", bytes: frame([3, 0, 120, 0, 6]), outcome: .pdu([0x83, 2])),
            Row(name: "FC 3 beyond the map", bytes: frame([3, 0xFF, 0xFF, 0, 2]), outcome: .pdu([0x83, 2])),
            Row(name: "FC 1 quantity 2001", bytes: frame([1, 0, 0, 0x07, 0xD1]), outcome: .pdu([0x81, 3])),
            Row(name: "FC 3 one byte short", bytes: frame([3, 0, 0, 0]), outcome: .pdu([0x83, 3])),
            Row(name: "FC 3 bare", bytes: frame([3]), outcome: .pdu([0x83, 3])),
            Row(
                name: "FC 3 with four trailing bytes inside its length",
                bytes: frame([3, 0, 0, 0, 1, 0xDE, 0xAD, 0, 0]),
                outcome: .pdu([0x83, 3])),
            Row(name: "FC 5 value 0x1234", bytes: frame([5, 0, 0, 0x12, 0x34]), outcome: .pdu([0x85, 3])),
            Row(name: "FC 5 read-only coil", bytes: frame([5, 0x07, 0xB0, 0xFF, 0]), outcome: .pdu([0x85, 2])),
            Row(name: "FC 6 read-only register", bytes: frame([6, 0, 140, 0, 1]), outcome: .pdu([0x86, 2])),
            Row(name: "FC 6 hole", bytes: frame([6, 0, 141, 0, 1]), outcome: .pdu([0x86, 2])),
            Row(
                name: "FC 15 byte count too large", bytes: frame([15, 0, 0, 0, 1, 2, 1, 0]), outcome: .pdu([0x8F, 3])),
            Row(name: "FC 15 byte count too small", bytes: frame([15, 0, 0, 0, 9, 1, 1]), outcome: .pdu([0x8F, 3])),
            Row(
                name: "FC 15 read-only coil in range", bytes: frame([15, 0x07, 0xAF, 0, 2, 1, 3]),
                outcome: .pdu([0x8F, 2])),
            Row(name: "FC 16 byte count 255", bytes: frame([16, 0, 0, 0, 1, 255, 0, 1]), outcome: .pdu([0x90, 3])),
            Row(name: "FC 16 mismatch", bytes: frame([16, 0, 0, 0, 2, 2, 0, 1]), outcome: .pdu([0x90, 3])),
            Row(
                name: "FC 16 quantity 124", bytes: frame([16, 0, 0, 0, 124, 248] + [UInt8](repeating: 0, count: 246)),
                outcome: .pdu([0x90, 3])),
            Row(name: "FC 16 read-only", bytes: frame([16, 0, 140, 0, 1, 2, 0, 1]), outcome: .pdu([0x90, 2])),
            Row(
                name: "FC 16 out of range", bytes: frame([16, 0, 130, 0, 2, 4, 0x42, 0xC9, 0, 0]),
                outcome: .pdu([0x90, 3])),
            Row(name: "FC 22 one byte short", bytes: frame([22, 0, 0, 0, 0xF2, 0]), outcome: .pdu([0x96, 3])),
            Row(name: "FC 22 read-only", bytes: frame([22, 0, 140, 0, 0xF2, 0, 1]), outcome: .pdu([0x96, 2])),
            Row(name: "FC 23 byte count", bytes: frame([23, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0]), outcome: .pdu([0x97, 3])),
            Row(
                name: "FC 23 read over a hole", bytes: frame([23, 0, 141, 0, 1, 0, 0, 0, 1, 2, 0, 5]),
                outcome: .pdu([0x97, 2])),
            Row(
                name: "FC 23 write to read-only", bytes: frame([23, 0, 0, 0, 1, 0, 140, 0, 1, 2, 0, 5]),
                outcome: .pdu([0x97, 2])),
            Row(name: "protocol id 1", bytes: [0, 1, 0, 1, 0, 6, 1, 3, 0, 0, 0, 1], outcome: .closed),
            Row(name: "protocol id 65535 alone", bytes: [0, 1, 0xFF, 0xFF], outcome: .closed),
        ]
        for function in [20, 21, 65, 0x42] as [UInt8] {
            rows.append(
                Row(
                    name: "FC \(function)", bytes: frame([function, 0, 0, 0, 1]),
                    outcome: .pdu([function | 0x80, 1])))
        }
        for length in [0, 1, 255, 256, 65535] {
            rows.append(
                Row(
                    name: "MBAP length \(length)",
                    bytes: [0, 1, 0, 0, UInt8(length >> 8), UInt8(length & 255), 1, 3, 0, 0, 0, 1], outcome: .closed))
        }
        return rows
    }()

    @Test("unusual input is answered as documented and leaves the stream in step", arguments: testedCodecs)
    func table(codec: CodecChoice) throws {
        let server = try TestServer(codec: codec)
        defer { server.server.stop() }
        for row in Self.rows {
            let client = try TestClient(port: server.port)
            try client.send(row.bytes)
            switch row.outcome {
            case .pdu(let expected):
                let reply = try client.receiveFrame()
                #expect(Array(reply[..<4]) == [0x12, 0x34, 0, 0], "\(row.name)")
                #expect(reply[6] == 1, "\(row.name)")
                #expect(Array(reply[7...]) == expected, "\(row.name)")
                #expect(try client.ask([3, 0, 5, 0, 1], transaction: 9) == [3, 2, 0, 0], "\(row.name)")
            case .closed:
                #expect(client.end() == .orderly, "\(row.name)")
            }
        }
        // Nothing that was refused changed anything, and no refused request reached the library.
        let client = try TestClient(port: server.port)
        #expect(try client.ask([3, 0, 0, 0, 125]) == [3, 250] + [UInt8](repeating: 0, count: 250))
        #expect(server.server.counters.codecFailures == 0)
        #expect(server.server.counters.writes == 0)
    }

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
