import Foundation
import ModbusProtocol
import Synchronization
import Testing

@testable import ModbusServer

@Suite("Whole values")
struct TornValueTests {
    @Test("a client never sees halves of different values while the scan publishes float pairs as fast as it can")
    func noTearing() throws {
        // Pairs of binary32 whose two words both change with every publication, in both word orders.
        let map = try RegisterMap(
            (0..<60).map {
                RegisterEntry(
                    name: "P\($0)", table: .inputRegister, offset: 2 * $0, encoding: .float32,
                    wordOrder: $0 % 2 == 0 ? .abcd : .cdab)
            })
        let exchange = ImageExchange(map: map)
        let server = try ModbusServer(configuration: ServerConfiguration(port: 0), units: [1: (map, exchange)])
        defer { server.stop() }
        server.start()
        let isDone = Flag()
        let scan = Thread {
            var round: UInt32 = 0
            while !isDone.isSet {
                round &+= 1
                let word = UInt32(UInt16(truncatingIfNeeded: round % 0x7000))
                let value = Double(Float(bitPattern: word << 16 | word))
                exchange.publish { image in for entry in 0..<60 { image.encode(entry, value) } }
            }
            isDone.confirm()
        }
        scan.start()
        let client = try TestClient(port: server.port)
        var seen: Set<UInt16> = []
        for _ in 0..<5000 {
            let reply = try client.ask([4, 0, 0, 0, 120])
            let words = (0..<120).map { UInt16(reply[2 + 2 * $0]) << 8 | UInt16(reply[3 + 2 * $0]) }
            #expect(Set(words).count == 1)
            seen.insert(words[0])
        }
        isDone.set()
        #expect(TestServer.waits { isDone.isConfirmed })
        // The scan did run meanwhile: the client saw many different publications.
        #expect(seen.count > 10)
    }
}

/// A flag that one thread sets and another confirms.
final class Flag: Sendable {
    private let wanted = Atomic<Bool>(false)
    private let confirmed = Atomic<Bool>(false)
    var isSet: Bool { wanted.load(ordering: .acquiring) }
    var isConfirmed: Bool { confirmed.load(ordering: .acquiring) }
    func set() { wanted.store(true, ordering: .releasing) }
    func confirm() { confirmed.store(true, ordering: .releasing) }
}
