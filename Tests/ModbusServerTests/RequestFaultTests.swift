import FaultPlan
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Faults that answer requests", .timeLimit(.minutes(5)))
struct RequestFaultTests {
    @Test(
        "any exception code reaches the client, those that libmodbus refuses included",
        arguments: [0, 1, 6, 11, 12, 99, 255])
    func exceptions(code: Int) throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("exception", ["code": .integer(code)]))
        #expect(try client.ask([4, 0, 0, 0, 1]) == [0x84, UInt8(code)])
        server.end()
        #expect(try client.ask([4, 0, 0, 0, 1]) == [4, 2, 0x03, 0xE8])
        let acceptance = server.acceptance()
        #expect(acceptance.hits == 1)
        #expect(acceptance.exceptions == 1)
        #expect(acceptance.polledOn.count == 1)
        #expect(server.server.counters.tally.exceptions[code < 16 ? code : 0] == 1)
        let records = server.records()
        #expect(records.contains(.faultBegan(fault: 0, occurrence: 1)))
        #expect(records.contains(.faultEnded(fault: 0, occurrence: 1)))
        #expect(
            records.contains(
                .faultHit(fault: 0, occurrence: 1, connection: 1, sequence: 1, effect: .exception(UInt8(code)))))
    }

    @Test("an ignored request has no effect and gets no answer; the next one that is not meant does")
    func ignored() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("ignore", target: { $0.functions = [6] }))
        try client.send(frame([6, 0, 5, 0, 77]) + frame([3, 0, 5, 0, 1], transaction: 2))
        #expect(try client.receiveFrame() == frame([3, 2, 0, 0], transaction: 2))
        #expect(server.acceptance().withheld == 1)
        #expect(server.server.counters.writes == 0)
        #expect(server.server.counters.unanswered == 1)
    }

    @Test("a lost write is confirmed byte for byte and changes nothing; reads and wrong writes are served as ever")
    func writesLost() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("write-lost"))
        #expect(try client.ask([5, 0, 0, 0xFF, 0]) == [5, 0, 0, 0xFF, 0])
        #expect(try client.ask([6, 0, 5, 0, 77]) == [6, 0, 5, 0, 77])
        #expect(try client.ask([15, 0, 0, 0, 3, 1, 7]) == [15, 0, 0, 0, 3])
        #expect(try client.ask([16, 0, 5, 0, 1, 2, 0, 77]) == [16, 0, 5, 0, 1])
        #expect(try client.ask([22, 0, 5, 0, 0, 0, 77]) == [22, 0, 5, 0, 0, 0, 77])
        // Function 23 reads what is there, not what it would have written.
        #expect(try client.ask([23, 0, 5, 0, 1, 0, 5, 0, 1, 2, 0, 77]) == [23, 2, 0, 0])
        #expect(try client.ask([3, 0, 5, 0, 1]) == [3, 2, 0, 0])
        #expect(try client.ask([1, 0, 0, 0, 3]) == [1, 1, 0])
        #expect(try client.ask([6, 0, 140, 0, 1]) == [0x86, 2])
        #expect(server.acceptance().writesLost == 6)
        #expect(server.server.counters.writes == 0)
        server.end()
        #expect(try client.ask([6, 0, 5, 0, 77]) == [6, 0, 5, 0, 77])
        #expect(try client.ask([3, 0, 5, 0, 1]) == [3, 2, 0, 77])
    }

    @Test("a request that a fault answers does not reach the unit's diagnostic counts")
    func diagnostics() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("exception", ["code": .integer(6)], target: { $0.functions = [4] }))
        for _ in 0..<5 { #expect(try client.ask([4, 0, 0, 0, 1]) == [0x84, 6]) }
        // Messages, this one included; exceptions; busy replies.
        #expect(try client.ask([8, 0, 11, 0, 0]) == [8, 0, 11, 0, 1])
        #expect(try client.ask([8, 0, 13, 0, 0]) == [8, 0, 13, 0, 0])
        #expect(try client.ask([8, 0, 17, 0, 0]) == [8, 0, 17, 0, 0])
    }

    @Test("a fault with probability 0 changes no byte and no count", arguments: ["exception", "drop", "delay", "flip"])
    func probabilityZero(kind: String) throws {
        let server = try TestServer()
        let reference = try TestServer()
        defer {
            server.server.stop()
            reference.server.stop()
        }
        let parameters: [String: ParameterValue] =
            switch kind {
            case "exception": ["code": .integer(4)]
            case "delay": ["by": .milliseconds(10_000)]
            default: [:]
            }
        server.begin(armed(kind, parameters, target: { $0.probability = 0 }))
        let requests: [[UInt8]] = [
            [4, 0, 0, 0, 125], [3, 0, 0, 0, 10], [6, 0, 5, 0, 77], [43, 14, 1, 0], [65], [3, 0, 141, 0, 1], [17],
            [1, 0, 0, 7, 0xB0],
        ]
        let client = try TestClient(port: server.port)
        let plain = try TestClient(port: reference.port)
        for pdu in requests { #expect(try client.ask(pdu) == (try plain.ask(pdu))) }
        #expect(server.acceptance().hits == 0)
        var (tally, expected) = (server.server.counters.tally, reference.server.counters.tally)
        (tally.wakeUps, expected.wakeUps) = (0, 0)
        #expect(tally == expected)
    }

    @Test("hits are recorded up to a limit a second, and counted without one")
    func boundedRecords() throws {
        let server = try TestServer()
        defer { server.server.stop() }
        let client = try TestClient(port: server.port)
        server.begin(armed("exception", ["code": .integer(6)]))
        _ = server.records()
        for _ in 0..<50 {
            try client.send((0..<100).flatMap { _ in read(1) })
            for _ in 0..<100 { _ = try client.receiveFrame() }
        }
        let hits = server.records().count { if case .faultHit = $0 { true } else { false } }
        let counters = server.server.counters
        #expect(server.acceptance().hits == 5000)
        #expect(UInt64(hits) + counters.unrecordedHits == 5000)
        #expect(counters.unrecordedHits > 0)
    }
}
