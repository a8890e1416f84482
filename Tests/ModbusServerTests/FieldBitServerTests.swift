import Determinism
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Registers of bits on the wire", .timeLimit(.minutes(5)))
struct FieldBitServerTests {
    /// For each register the bits that a client may write: whole words, registers of bits, one that nobody may write.
    private static let masks: [UInt16] = [0xFFFF, 0x0001, 0x8421, 0xFFFF, 0xFFFF, 0x7FFE, 0, 0xFFFF]

    private static func map() throws -> RegisterMap {
        try RegisterMap(
            masks.enumerated().flatMap { offset, mask -> [RegisterEntry] in
                if mask == 0xFFFF && offset != 4 {
                    return [
                        RegisterEntry(
                            name: "W", table: .holdingRegister, offset: offset, encoding: .uint16, writable: true)
                    ]
                }
                return (0...15).map { bit in
                    RegisterEntry(
                        name: "B", table: .holdingRegister, offset: offset, encoding: .bit,
                        writable: mask >> UInt16(bit) & 1 != 0, bit: bit)
                }
            })
    }

    @Test("1500 random writes change the writable bits only, for clients and for the scan", arguments: testedCodecs)
    func random(codec: CodecChoice) throws {
        let map = try Self.map()
        let exchange = ImageExchange(map: map)
        var random = RandomStream(seed: 11, name: "field-bits")
        var model = Self.masks.map { _ in UInt16.random(in: 0...65_535, using: &random) }
        exchange.publish { image in
            for (offset, word) in model.enumerated() { image.holdingRegisters[offset] = word }
        }
        let server = try TestServer.make(ServerConfiguration(port: 0, codec: codec), units: [1: (map, exchange)])
        defer { server.stop() }
        server.start()
        let client = try TestClient(port: server.port)
        let scan = RegisterImage(map: map)
        for (offset, word) in model.enumerated() { scan.holdingRegisters[offset] = word }
        func words(_ words: ArraySlice<UInt16>) -> [UInt8] { words.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] } }
        for number in 0..<1500 {
            // Register 6 has no writable bit, so a range ends before it or is register 7.
            let start = UInt8.random(in: 0...6, using: &random)
            let first = Int(start == 6 ? 7 : start)
            let last = first == 7 ? 7 : Int.random(in: first...5, using: &random)
            let sent = (first...last).map { _ in UInt16.random(in: 0...65_535, using: &random) }
            let address = [0, UInt8(first)]
            let count = [0, UInt8(sent.count)]
            let data = words(sent[...])
            func merge(_ offset: Int, _ word: UInt16) {
                let mask = Self.masks[offset]
                model[offset] = word & mask | model[offset] & ~mask
            }
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                merge(first, sent[0])
                let ask = [6] + address + data.prefix(2)
                #expect(try client.ask(ask) == ask)
            case 1:
                for (place, word) in sent.enumerated() { merge(first + place, word) }
                #expect(try client.ask([16] + address + count + [UInt8(data.count)] + data) == [16] + address + count)
            case 2:
                let or = UInt16.random(in: 0...65_535, using: &random)
                merge(first, model[first] & sent[0] | or & ~sent[0])
                let ask = [22] + address + data.prefix(2) + words([or])
                #expect(try client.ask(ask) == ask)
            default:
                for (place, word) in sent.enumerated() { merge(first + place, word) }
                let ask = [23, 0, 0, 0, 8] + address + count + [UInt8(data.count)] + data
                #expect(try client.ask(ask) == [23, 16] + words(model[...]))
            }
            #expect(try client.ask([3, 0, 0, 0, 8]) == [3, 16] + words(model[...]), "after \(number)")
            if number % 50 == 49 {
                // What the scan is told brings its own registers to the same content.
                exchange.drainWrites { scan.encode($0, $1) }
                for (offset, word) in model.enumerated() { #expect(scan.holdingRegisters[offset] == word) }
                exchange.publish { image in
                    for entry in map.entries.indices { image.encode(entry, scan.decode(entry)) }
                }
            }
        }
        #expect(server.counters.codecFailures == 0)
    }

    @Test("files belong to the exchange that units share, stay when clients go, and their records are counted")
    func files() throws {
        let map = try RegisterMap([], files: [RecordFile(number: 1, name: "A", recordCount: 5, writable: true)])
        let shared = ImageExchange(map: map)
        let server = try TestServer.make(
            ServerConfiguration(port: 0),
            units: [1: (map, shared), 2: (map, shared), 3: (map, ImageExchange(map: map))])
        defer { server.stop() }
        server.start()
        let write: [UInt8] = [21, 11, 6, 0, 1, 0, 2, 0, 2, 1, 2, 3, 4]
        #expect(try TestClient(port: server.port).ask(write) == write)
        let read: [UInt8] = [20, 7, 6, 0, 1, 0, 2, 0, 3]
        let client = try TestClient(port: server.port)
        #expect(try client.ask(read, unit: 2) == [20, 8, 7, 6, 1, 2, 3, 4, 0, 0])
        #expect(try client.ask(read, unit: 3) == [20, 8, 7, 6, 0, 0, 0, 0, 0, 0])
        #expect(try client.ask([20, 7, 6, 0, 1, 0, 2, 0, 4]) == [0x94, 2])
        #expect(server.counters.fileRecordsWritten == 2)
        #expect(server.counters.fileRecordsRead == 6)
        #expect(server.counters.writes == 0)
    }
}
