import Foundation
import ModbusProtocol
import Synchronization
import Testing

@testable import ModbusServer

@Suite("Whole values", .timeLimit(.minutes(5)))
struct TornValueTests {
    @Test(
        "a client never sees parts of different values while the scan publishes floats as fast as it can",
        arguments: [RegisterEncoding.float32, .float64])
    func noTearing(encoding: RegisterEncoding) throws {
        // Values whose words are all alike and all change with every publication, in all orders; byte-swapped values
        // differ from the others, but not among themselves.
        let values = 120 / encoding.words
        let map = try RegisterMap(
            (0..<values).map {
                RegisterEntry(
                    name: "P\($0)", table: .inputRegister, offset: encoding.words * $0, encoding: encoding,
                    wordOrder: WordOrder.allCases[$0 % 4])
            })
        let exchange = ImageExchange(map: map)
        let server = try ModbusServer(configuration: ServerConfiguration(port: 0), units: [1: (map, exchange)])
        defer { server.stop() }
        server.start()
        let isDone = Flag()
        let scan = Thread {
            var round: UInt64 = 0
            while !isDone.isSet {
                round &+= 1
                let word = round % 0x7000
                let raw = encoding.words == 2 ? word << 16 | word : word << 48 | word << 32 | word << 16 | word
                let value = encoding.number(fromRaw: raw)
                exchange.publish { image in for entry in 0..<values { image.encode(entry, value) } }
            }
            isDone.confirm()
        }
        scan.start()
        let client = try TestClient(port: server.port)
        var seen: Set<UInt16> = []
        for _ in 0..<5000 {
            let reply = try client.ask([4, 0, 0, 0, 120])
            let words = (0..<120).map { place in
                let word = UInt16(reply[2 + 2 * place]) << 8 | UInt16(reply[3 + 2 * place])
                return map.entries[place / encoding.words].wordOrder.hasLowByteFirst ? word.byteSwapped : word
            }
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
