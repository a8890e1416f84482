import FaultPlan
import Glibc
import Testing

@testable import ModbusServer

/// A fault of the catalogue, ready to be put in force; parameters that are not given have their standard values.
func armed(
    _ kind: String, id: Int = 0, _ parameters: [String: ParameterValue] = [:], seed: UInt64 = 1,
    target configure: (inout FaultTarget) -> Void = { _ in }
) -> ArmedFault {
    guard let entry = FaultCatalogue.kind(kind)?.entry else { preconditionFailure("no kind '\(kind)'") }
    var values = parameters
    for parameter in entry.parameters where values[parameter.name] == nil {
        if let standard = parameter.standard { values[parameter.name] = standard }
    }
    var target = FaultTarget.everything
    configure(&target)
    let planned = PlannedFault(label: kind, kind: kind, parameters: FaultParameters(values), target: target)
    return ArmedFault(id: id, planned, seed: seed)
}

extension ParameterValue {
    /// A duration.
    static func milliseconds(_ milliseconds: Int) -> ParameterValue { .duration(Int64(milliseconds) * 1_000_000) }
}

/// A request for `count` input registers from 0: 1000, 1001 and so on.
func read(_ count: Int, transaction: UInt16 = 0x1234) -> [UInt8] {
    frame([4, 0, 0, 0, UInt8(count)], transaction: transaction)
}

/// The honest reply to `read(count)`.
func readReply(_ count: Int, transaction: UInt16 = 0x1234) -> [UInt8] {
    var pdu: [UInt8] = [4, UInt8(2 * count)]
    for word in 1000..<1000 + count { pdu += [UInt8(word >> 8), UInt8(word & 255)] }
    return frame(pdu, transaction: transaction)
}

extension TestServer {
    /// Puts a fault in force and waits until it is.
    func begin(_ armed: ArmedFault, occurrence: Int = 1) {
        let before = acceptance(armed.id).begun
        server.begin(armed, occurrence: occurrence)
        #expect(TestServer.waits { acceptance(armed.id).begun == before + 1 })
    }

    /// Ends a fault and waits until it has.
    func end(_ id: Int = 0, occurrence: Int = 1) {
        let before = acceptance(id).ended
        server.end(id, occurrence: occurrence)
        #expect(TestServer.waits { acceptance(id).ended == before + 1 })
    }

    /// Has a fault of a moment strike and waits until it has.
    func strike(_ armed: ArmedFault, occurrence: Int = 1) {
        let before = acceptance(armed.id).ended
        server.strike(armed, occurrence: occurrence)
        #expect(TestServer.waits { acceptance(armed.id).ended == before + 1 })
    }

    /// Every record since the last call.
    func records() -> [ServerRecord.Event] {
        var events: [ServerRecord.Event] = []
        server.drainRecords { events.append($0.event) }
        return events
    }

    /// What a fault did.
    func acceptance(_ id: Int = 0) -> FaultAcceptance {
        server.counters.acceptance.first { $0.fault == id } ?? FaultAcceptance(fault: id, label: "", kind: "")
    }
}

extension TestClient {
    /// Whether nothing comes for so long.
    func hearsNothing(forMilliseconds milliseconds: Int32) -> Bool {
        var watch = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watch, 1, milliseconds) == 0
    }

    /// One `recv` of at most so many bytes: what has come.
    func receiveOnce(_ count: Int = 2048) -> [UInt8] {
        var room = [UInt8](repeating: 0, count: count)
        let received = recv(descriptor, &room, count, 0)
        return received > 0 ? Array(room[..<received]) : []
    }
}
