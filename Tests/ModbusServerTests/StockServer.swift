import CModbus
import Glibc
import Testing

/// libmodbus as it is used by everyone: `modbus_receive` and `modbus_reply` over a stream, one request at a time.
final class StockServer {
    /// The library's tables.
    let mapping: UnsafeMutablePointer<modbus_mapping_t>
    private let context: OpaquePointer
    private var library: Int32 = -1
    private var own: Int32 = -1

    init(coils: Int32, discreteInputs: Int32, holding: Int32, input: Int32) throws {
        context = try #require(modbus_new_tcp("127.0.0.1", 0))
        mapping = try #require(modbus_mapping_new(coils, discreteInputs, holding, input))
        // The library sleeps the response time-out before it answers an illegal request, half a second by default, and
        // waits the byte time-out for bytes that never come.
        modbus_set_response_timeout(context, 0, 1)
        modbus_set_byte_timeout(context, 0, 1)
        try connect()
    }

    deinit {
        modbus_mapping_free(mapping)
        modbus_free(context)
        close(library)
        close(own)
    }

    /// What the library sends to this request; nothing when it stays silent or gives the connection up.
    ///
    /// Each request has a stream of its own if `afresh`: some leave the library out of step.
    func reply(to request: [UInt8], afresh: Bool = false) throws -> [UInt8] {
        if afresh { try connect() }
        try #require(write(own, request, request.count) == request.count)
        // Full size, as the library reads past the end of some short requests.
        var received = [UInt8](repeating: 0, count: 260)
        let count = modbus_receive(context, &received)
        if count > 0 { modbus_reply(context, received, count, mapping) }
        var reply = [UInt8](repeating: 0, count: 520)
        let length = recv(own, &reply, reply.count, Int32(MSG_DONTWAIT))
        return Array(reply.prefix(max(length, 0)))
    }

    /// Does something with the library that leaves no trace in its coils and holding registers.
    func withoutTrace<Value>(_ work: () throws -> Value) rethrows -> Value {
        let coils = UnsafeBufferPointer(start: mapping.pointee.tab_bits, count: Int(mapping.pointee.nb_bits))
        let registers = UnsafeBufferPointer(
            start: mapping.pointee.tab_registers, count: Int(mapping.pointee.nb_registers))
        let (coilsBefore, registersBefore) = (Array(coils), Array(registers))
        defer {
            for (place, coil) in coilsBefore.enumerated() { mapping.pointee.tab_bits[place] = coil }
            for (place, word) in registersBefore.enumerated() { mapping.pointee.tab_registers[place] = word }
        }
        return try work()
    }

    private func connect() throws {
        if library >= 0 {
            close(library)
            close(own)
        }
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        // The library aborts the process at a descriptor that its `select` cannot hold.
        try #require(ends[0] < 1024)
        (library, own) = (ends[0], ends[1])
        modbus_set_socket(context, library)
    }
}
