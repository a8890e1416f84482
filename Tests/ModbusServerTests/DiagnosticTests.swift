import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Diagnostic functions", .timeLimit(.minutes(5)))
struct DiagnosticTests {
    /// A row of the table in Docs/Modbus.md: what a unit that was just made is asked, in order, and what it answers.
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let dialogue: [(ask: [UInt8], reply: [UInt8])]

        init(_ description: String, _ dialogue: [(ask: [UInt8], reply: [UInt8])]) {
            testDescription = description
            self.dialogue = dialogue
        }
    }

    private static let good: (ask: [UInt8], reply: [UInt8]) = ([4, 0, 0, 0, 1], [4, 2, 0x03, 0xE8])
    private static let refused: (ask: [UInt8], reply: [UInt8]) = ([3, 0xFF, 0, 0, 1], [0x83, 2])

    private static func diagnose(_ function: UInt8, _ data: [UInt8] = [0, 0], gives: [UInt8]) -> (
        ask: [UInt8], reply: [UInt8]
    ) {
        ([8, 0, function] + data, [8, 0, function] + gives)
    }

    static let rows = [
        Row(
            "7: coils 0...7",
            [
                ([7], [7, 0]), ([15, 0, 0, 0, 9, 2, 0x8D, 1], [15, 0, 0, 0, 9]), ([7], [7, 0x8D]),
                ([7, 0], [0x87, 3]),
            ]),
        Row(
            "8 / 0: echo",
            [
                diagnose(0, [0xA5, 0x37], gives: [0xA5, 0x37]), diagnose(0, [1, 2, 3, 4], gives: [1, 2, 3, 4]),
                ([8, 0, 0], [0x88, 3]), ([8, 0, 0, 1], [0x88, 3]), ([8, 0, 0, 1, 2, 3], [0x88, 3]),
            ]),
        Row(
            "8 / 1: restart",
            [
                refused, good, diagnose(1, gives: [0, 0]), diagnose(11, gives: [0, 1]), diagnose(13, gives: [0, 0]),
                ([8, 0, 1, 0, 1], [0x88, 3]), diagnose(1, [0xFF, 0], gives: [0xFF, 0]),
                ([12], [12, 9, 0, 0, 0, 0, 0, 1, 0x80, 0x40, 0x00]),
            ]),
        Row(
            "8 / 10: clear",
            [
                refused, good, diagnose(10, gives: [0, 0]), diagnose(11, gives: [0, 1]), diagnose(13, gives: [0, 0]),
                ([8, 0, 10, 0xFF, 0], [0x88, 3]),
            ]),
        Row("8 / 11: messages", [good, refused, diagnose(11, gives: [0, 3]), diagnose(11, gives: [0, 4])]),
        Row("8 / 12: checksum errors", [refused, diagnose(12, gives: [0, 0])]),
        Row("8 / 13: exceptions", [good, refused, refused, diagnose(13, gives: [0, 2])]),
        Row("8 / 14: messages to the unit", [good, refused, diagnose(14, gives: [0, 3])]),
        Row("8 / 15: without reply", [refused, diagnose(15, gives: [0, 0])]),
        Row("8 / 17: busy", [refused, diagnose(17, gives: [0, 0])]),
        Row("8 / 18: overruns", [refused, diagnose(18, gives: [0, 0])]),
        Row(
            "8 / others",
            [2, 3, 4, 16, 19, 20, 21, 255].map { ([8, 0, $0, 0, 0], [0x88, 1]) } + [([8, 1, 0, 0, 0], [0x88, 1])]),
        Row(
            "11: event counter",
            [
                good, refused, ([11], [11, 0, 0, 0, 1]), good, ([11], [11, 0, 0, 0, 2]), ([11, 0], [0x8B, 3]),
            ]),
        Row(
            "12: event log",
            [
                good, refused, ([12], [12, 11, 0, 0, 0, 1, 0, 3, 0x80, 0x41, 0x80, 0x40, 0x80]), ([12, 0], [0x8C, 3]),
            ]),
    ]

    @Test("a new unit answers as documented", arguments: rows)
    func row(row: Row) throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        for (ask, reply) in row.dialogue { #expect(try client.ask(ask) == reply, "\(ask)") }
        #expect(server.server.counters.codecFailures == 0)
    }

    @Test("each unit counts its own messages, under all of its ids; unknown units count nowhere")
    func countsPerUnit() throws {
        let map = try RegisterMap([RegisterEntry(name: "V", table: .holdingRegister, offset: 0, encoding: .uint16)])
        let shared = ImageExchange(map: map)
        let server = try ModbusServer(
            configuration: ServerConfiguration(port: 0), units: [3: (map, shared), 7: (map, shared)])
        defer { server.stop() }
        server.start()
        let client = try TestClient(port: server.port)
        for unit in [3, 0, 255, 7, 9] as [UInt8] { _ = try client.ask([3, 0, 0, 0, 1], unit: unit) }
        #expect(try client.ask([8, 0, 14, 0, 0], unit: 3) == [8, 0, 14, 0, 4])
        #expect(try client.ask([8, 0, 14, 0, 0], unit: 7) == [8, 0, 14, 0, 2])
        #expect(try client.ask([8, 0, 10, 0, 0], unit: 0) == [8, 0, 10, 0, 0])
        #expect(try client.ask([8, 0, 14, 0, 0], unit: 3) == [8, 0, 14, 0, 1])
        #expect(try client.ask([8, 0, 14, 0, 0], unit: 7) == [8, 0, 14, 0, 3])
    }

    @Test("the longest echo comes back whole")
    func longestEcho() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        let pdu = [8, 0, 0] + (0..<250).map { UInt8($0) }
        #expect(try client.ask(pdu) == pdu)
    }

    @Test("the server's own counts see these functions like any other")
    func serverCounts() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        for pdu in [[7], [8, 0, 10, 0, 0], [11], [12], [24, 0, 0], [8, 0, 2, 0, 0]] as [[UInt8]] {
            _ = try client.ask(pdu)
        }
        let counters = server.server.counters
        #expect(counters.requests == 6)
        #expect(counters.replies == 6)
        #expect(counters.exceptions[1] == 1)
        #expect(counters.exceptions[2] == 1)
    }
}
