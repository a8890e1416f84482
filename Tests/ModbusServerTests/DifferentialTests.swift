import CModbus
import Determinism
import Glibc
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("Against libmodbus' own server")
struct DifferentialTests {
    /// libmodbus as it is used by everyone: `modbus_receive` and `modbus_reply` over a stream, one request at a time.
    private final class StockServer {
        let context: OpaquePointer
        let mapping: UnsafeMutablePointer<modbus_mapping_t>
        let library: Int32
        let own: Int32

        init(coils: Int32, discreteInputs: Int32, holding: Int32, input: Int32) throws {
            var ends: [Int32] = [-1, -1]
            try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
            (library, own) = (ends[0], ends[1])
            context = try #require(modbus_new_tcp("127.0.0.1", 0))
            mapping = try #require(modbus_mapping_new(coils, discreteInputs, holding, input))
            modbus_set_socket(context, library)
        }

        deinit {
            modbus_mapping_free(mapping)
            modbus_free(context)
            close(library)
            close(own)
        }

        func reply(to request: [UInt8]) throws -> [UInt8] {
            try #require(write(own, request, request.count) == request.count)
            var received = [UInt8](repeating: 0, count: 260)
            let count = modbus_receive(context, &received)
            try #require(Int(count) == request.count)
            try #require(modbus_reply(context, received, count, mapping) > 0)
            var reply = [UInt8](repeating: 0, count: 260)
            let length = recv(own, &reply, reply.count, 0)
            return Array(reply.prefix(max(length, 0)))
        }
    }

    private static let size = 300

    /// A map without holes and without limits, as libmodbus' own mapping is.
    private static func plainMap() throws -> RegisterMap {
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
    private static func request(_ random: inout RandomStream) -> [UInt8] {
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
