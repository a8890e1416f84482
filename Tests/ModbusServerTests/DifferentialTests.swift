import CModbus
import Determinism
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Against libmodbus' own server", .timeLimit(.minutes(5)))
struct DifferentialTests {
    /// Values in each table.
    static let size = 300

    /// A map without holes and without limits, as libmodbus' own mapping is.
    static func plainMap() throws -> RegisterMap {
        var entries: [RegisterEntry] = []
        for offset in 0..<size {
            entries += [
                RegisterEntry(name: "C", table: .coil, offset: offset, encoding: .bit, writable: true),
                RegisterEntry(name: "D", table: .discreteInput, offset: offset, encoding: .bit),
                RegisterEntry(name: "H", table: .holdingRegister, offset: offset, encoding: .uint16, writable: true),
                RegisterEntry(name: "I", table: .inputRegister, offset: offset, encoding: .uint16),
            ]
        }
        return try RegisterMap(entries)
    }

    /// A random well-formed request; its address may lie beyond the map.
    static func request(_ random: inout RandomStream) -> [UInt8] {
        func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 255), UInt8(value & 255)] }
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) } }
        func address(_ count: Int) -> [UInt8] {
            // One in ten overlaps the end of the map or lies beyond it.
            let last = Int.random(in: 0..<10, using: &random) == 0 ? 65535 - count : size - count
            return word(Int.random(in: 0...max(last, 0), using: &random))
        }
        let function = ([1, 2, 3, 4, 5, 6, 15, 16, 22, 23] as [UInt8]).randomElement(using: &random) ?? 3
        switch function {
        case 1, 2:
            let count = Int.random(in: 1...size, using: &random)
            return [function] + address(count) + word(count)
        case 3, 4:
            let count = Int.random(in: 1...125, using: &random)
            return [function] + address(count) + word(count)
        case 5: return [5] + address(1) + [Bool.random(using: &random) ? 0xFF : 0, 0]
        case 6: return [6] + address(1) + bytes(2)
        case 15:
            let count = Int.random(in: 1...size, using: &random)
            return [15] + address(count) + word(count) + [UInt8((count + 7) / 8)] + bytes((count + 7) / 8)
        case 16:
            let count = Int.random(in: 1...123, using: &random)
            return [16] + address(count) + word(count) + [UInt8(2 * count)] + bytes(2 * count)
        case 22: return [22] + address(1) + bytes(4)
        default:
            let reads = Int.random(in: 1...125, using: &random)
            let writes = Int.random(in: 1...121, using: &random)
            return [23] + address(reads) + word(reads) + address(writes) + word(writes) + [UInt8(2 * writes)]
                + bytes(2 * writes)
        }
    }

    @Test("4000 random well-formed requests get the bytes that libmodbus' own server gives", arguments: testedCodecs)
    func sameBytes(codec: CodecChoice) throws {
        let map = try Self.plainMap()
        let exchange = ImageExchange(map: map)
        let server = try TestServer.make(ServerConfiguration(port: 0, codec: codec), units: [1: (map, exchange)])
        defer { server.stop() }
        let size = Int32(Self.size)
        let stock = try StockServer(coils: size, discreteInputs: size, holding: size, input: size)
        var random = RandomStream(seed: 20, name: "differential")
        let inputs = (0..<Self.size).map { _ in UInt16.random(in: 0...65535, using: &random) }
        exchange.publish { image in
            for (entry, line) in map.entries.enumerated() {
                switch line.table {
                case .inputRegister: image.encode(entry, Double(inputs[line.offset]))
                case .discreteInput: image.encode(entry, Double(inputs[line.offset] & 1))
                default: break
                }
            }
        }
        for (offset, value) in inputs.enumerated() {
            stock.mapping.pointee.tab_input_registers[offset] = value
            stock.mapping.pointee.tab_input_bits[offset] = UInt8(value & 1)
        }
        server.start()
        let client = try TestClient(port: server.port)
        var exceptions = 0
        for number in 0..<4000 {
            let bytes = frame(Self.request(&random), transaction: UInt16(number))
            try client.send(bytes)
            let ours = try client.receiveFrame()
            let theirs = try stock.reply(to: bytes)
            if ours != theirs {
                Issue.record("request \(number) \(bytes): ours \(ours), libmodbus \(theirs)")
                return
            }
            exceptions += ours[7] & 0x80 == 0 ? 0 : 1
            if number % 100 == 0 {
                exchange.drainWrites { entry, value in exchange.publish { $0.encode(entry, value) } }
            }
        }
        #expect(exceptions > 50)
        #expect(server.counters.codecFailures == 0)
    }
}
