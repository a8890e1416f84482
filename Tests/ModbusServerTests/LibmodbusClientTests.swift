import CModbus
import ModbusProtocol
import Testing

@testable import ModbusServer

@Suite("libmodbus' own client", .timeLimit(.minutes(5)))
struct LibmodbusClientTests {
    @Test("reads and writes all tables", arguments: testedCodecs)
    func allTables(codec: CodecChoice) throws {
        let server = try TestServer(codec: codec)
        defer { server.server.stop() }
        let context = try #require(modbus_new_tcp("127.0.0.1", Int32(server.port)))
        defer {
            modbus_close(context)
            modbus_free(context)
        }
        modbus_set_slave(context, 1)
        modbus_set_response_timeout(context, 20, 0)
        try #require(modbus_connect(context) == 0)

        var bits = [UInt8](repeating: 9, count: 1968)
        #expect(modbus_read_input_bits(context, 0, 16, &bits) == 16)
        let alternating: [UInt8] = [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]
        #expect(Array(bits[..<16]) == alternating)
        #expect(modbus_write_bit(context, 5, 1) == 1)
        #expect(modbus_read_bits(context, 4, 3, &bits) == 3)
        #expect(Array(bits[..<3]) == [0, 1, 0])
        let pattern: [UInt8] = (0..<1968).map { $0 % 3 == 0 ? 1 : 0 }
        #expect(modbus_write_bits(context, 0, 1968, pattern) == 1968)
        #expect(modbus_read_bits(context, 0, 1968, &bits) == 1968)
        #expect(bits == pattern)

        var words = [UInt16](repeating: 9, count: 125)
        #expect(modbus_read_input_registers(context, 0, 125, &words) == 125)
        let expected = [UInt16](1000..<1125)
        #expect(words == expected)
        #expect(modbus_write_register(context, 3, 0xABCD) == 1)
        #expect(modbus_write_registers(context, 0, 3, [1, 2, 3]) == 3)
        #expect(modbus_mask_write_register(context, 3, 0xFF00, 0x0012) == 1)
        #expect(modbus_write_and_read_registers(context, 4, 2, [7, 8], 0, 6, &words) == 6)
        #expect(Array(words[..<6]) == [1, 2, 3, 0xAB12, 7, 8])

        // Written out: the library's own float helpers swap the bytes of each register on little-endian machines.
        #expect(modbus_write_registers(context, 130, 2, [0x4148, 0x0000]) == 2)
        #expect(modbus_write_registers(context, 132, 2, [0x0000, 0xC010]) == 2)
        var written: [Double] = []
        server.exchange.drainWrites { entry, value in
            if TestServer.entries[entry].encoding == .float32 { written.append(value) }
        }
        #expect(written == [12.5, -2.25])

        var identity = [UInt8](repeating: 0, count: 64)
        #expect(modbus_report_slave_id(context, 64, &identity) == 9)
        #expect(identity.prefix(2) == [1, 0xFF])
        #expect(String(decoding: identity[2..<9], as: UTF8.self) == "twinsim")

        #expect(modbus_read_registers(context, 120, 10, &words) == -1)
        #expect(modbus_write_register(context, 140, 1) == -1)
        modbus_set_slave(context, 42)
        #expect(modbus_read_registers(context, 0, 1, &words) == -1)
        #expect(server.server.counters.exceptions[2] == 2)
        #expect(server.server.counters.exceptions[11] == 1)
    }
}
