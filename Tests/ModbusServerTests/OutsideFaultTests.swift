import FaultPlan
import Foundation
import Testing

@testable import ModbusServer

@Suite("Faults as a client sees them that nobody here wrote", .timeLimit(.minutes(5)))
struct OutsideFaultTests {
    /// A fault that hits the second of three requests, and what pymodbus says of that poll.
    struct Case: CustomStringConvertible {
        let kind: String
        var parameters: [String: ParameterValue] = [:]
        let brings: String
        var description: String { kind }
    }

    static let cases: [Case] = [
        Case(kind: "exception", parameters: ["code": .integer(6)], brings: "exception 6"),
        Case(kind: "ignore", brings: "failed"),
        Case(kind: "drop", brings: "failed"),
        Case(kind: "reset-mid-request", brings: "failed"),
        Case(kind: "reset-mid-answer", brings: "failed"),
        Case(kind: "transaction-id", parameters: ["mode": .word("plus-one")], brings: "failed"),
        Case(kind: "truncate", brings: "failed"),
        Case(kind: "delay", parameters: ["by": .milliseconds(50)], brings: "good 1000 1001"),
        Case(kind: "delay", parameters: ["by": .milliseconds(10_000)], brings: "failed"),
        Case(kind: "drip", brings: "good 1000 1001"),
        Case(kind: "coalesce", parameters: ["within": .milliseconds(50)], brings: "good 1000 1001"),
        Case(kind: "fewer-registers", brings: "good 1000"),
        Case(kind: "read-back", parameters: ["register": .integer(0)], brings: "good 1001 1001"),
    ]

    @Test("pymodbus meets a fault at its second poll and polls on as if nothing had been", arguments: cases)
    func pymodbus(_ fault: Case) throws {
        let server = try TestServer()
        defer { server.server.stop() }
        server.begin(
            armed(
                fault.kind, fault.parameters,
                target: {
                    $0.first = 2
                    $0.limit = 1
                }))
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/pymodbus_faults.py").path
        let result = try OutsideProgram.run(try OutsideProgram.python(), [script, "\(server.port)", "3"])
        let lines = result.output.split(separator: "\n").map(String.init)
        #expect(lines == ["good 1000 1001", fault.brings, "good 1000 1001"])
        let acceptance = server.acceptance()
        #expect(acceptance.hits == 1)
        #expect(acceptance.polledOn.count + acceptance.reconnected.count == 1)
        #expect(acceptance.gaveUp == 0)
    }
}
