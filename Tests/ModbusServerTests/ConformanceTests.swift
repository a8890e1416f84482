import Foundation
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Conformance table", .timeLimit(.minutes(5)))
struct ConformanceTests {
    @Test(
        "each row of the table is what the running server does, and the next request is in step",
        arguments: ConformanceRow.all)
    func row(row: ConformanceRow) throws {
        for codec in testedCodecs {
            let server = try TestServer(codec: codec)
            defer { server.server.stop() }
            let client = try TestClient(port: server.port)
            var answers = row.answers[...]
            for step in row.steps {
                switch step {
                case .ask(let pdu, let unit):
                    #expect(try client.ask(pdu, unit: unit) == answers.popFirst(), "\(codec)")
                case .bytes(let bytes):
                    try client.send(bytes)
                    try letReactorRun(server)
                case .single(let bytes):
                    for byte in bytes {
                        try client.send([byte])
                        try letReactorRun(server)
                    }
                }
            }
            for answer in answers { #expect(try Array(client.receiveFrame()[7...]) == answer, "\(codec)") }
            if row.isClosed {
                #expect(client.end() == .orderly, "\(codec)")
            } else {
                #expect(try client.ask([4, 0, 1, 0, 1], transaction: 9) == [4, 2, 0x03, 0xE9], "\(codec)")
            }
            #expect(server.server.counters.codecFailures == 0)
            let wasRefused = row.answers.allSatisfy { $0[0] & 0x80 != 0 }
            if wasRefused { #expect(server.server.counters.writes + server.server.counters.fileRecordsWritten == 0) }
        }
    }

    @Test("Docs/Modbus.md and these tests have the same cases, inputs, answers and ends")
    func document() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("Docs/Modbus.md"), encoding: .utf8)
        let begin = try #require(text.range(of: "<!-- conformance:begin -->\n"))
        let end = try #require(text.range(of: "<!-- conformance:end -->"))
        let lines = text[begin.upperBound..<end.lowerBound].split(separator: "\n").map(String.init)
        let names = lines.dropFirst(2).map { line in
            line.split(separator: "|").first.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
        }
        let rows = ConformanceRow.all
        #expect(Set(rows.map(\.name)).count == rows.count)
        #expect(Set(names).symmetricDifference(rows.map(\.name)) == [])
        let wanted = rows.map(\.markdown)
        #expect(lines.dropFirst(2) == wanted[...], "the lines are to be:\n\(wanted.joined(separator: "\n"))")
    }

    /// Returns after the reactor has seen what was sent before: it has answered another client since.
    private func letReactorRun(_ server: TestServer) throws {
        #expect(try TestClient(port: server.port).ask([4, 0, 2, 0, 1]) == [4, 2, 0x03, 0xEA])
    }
}
