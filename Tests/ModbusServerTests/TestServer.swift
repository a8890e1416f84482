import CReactor
import Foundation
import ModbusProtocol

@testable import ModbusServer

/// A served unit with every table, and its scan side in the test's hands.
///
/// HR 0...124 writable words, 130/131 a writable float ABCD 0...100, 132/133 a writable float CDAB, 140 read-only,
/// 141 a hole, 200...279 writable values of every encoding in every order; IR 0...124 words with the value 1000 +
/// offset, 130/131 a float ABCD 1.5, 200...279 like HR with the values of `orderedNumbers`; CO 0...1967 writable, 1968
/// read-only; DI 0...15 alternating, starting with 1.
struct TestServer {
    let server: ModbusServer
    let exchange: ImageExchange
    let map: RegisterMap
    var port: UInt16 { server.port }

    init(
        codec: CodecChoice = .auto, unit: UInt8 = 1, configure: (inout ServerConfiguration) -> Void = { _ in }
    ) throws {
        map = try RegisterMap(Self.entries)
        let exchange = ImageExchange(map: map)
        self.exchange = exchange
        exchange.publish(Self.fill)
        var configuration = ServerConfiguration(port: 0, codec: codec)
        configure(&configuration)
        server = try Self.make(configuration, units: [unit: (map, exchange)])
        server.start()
    }

    /// A server. The codecs with a pair need descriptors below 1024, all of which the test with 1300 clients may hold for
    /// a moment; so a codec that is not to be had is asked for again.
    static func make(
        _ configuration: ServerConfiguration, units: [UInt8: (RegisterMap, ImageExchange)]
    ) throws -> ModbusServer {
        var server: ModbusServer?
        _ = waits {
            server = try? ModbusServer(configuration: configuration, units: units)
            return server != nil || configuration.codec == .auto || configuration.codec == .memory
        }
        if let server { return server }
        return try ModbusServer(configuration: configuration, units: units)
    }

    static let entries: [RegisterEntry] = {
        var entries: [RegisterEntry] = (0..<125).map {
            RegisterEntry(name: "HR\($0)", table: .holdingRegister, offset: $0, encoding: .uint16, writable: true)
        }
        entries.append(
            RegisterEntry(
                name: "F_ABCD", table: .holdingRegister, offset: 130, encoding: .float32, writable: true, minimum: 0,
                maximum: 100))
        entries.append(
            RegisterEntry(
                name: "F_CDAB", table: .holdingRegister, offset: 132, encoding: .float32, wordOrder: .cdab,
                writable: true))
        entries.append(RegisterEntry(name: "R", table: .holdingRegister, offset: 140, encoding: .uint16))
        entries += orderedEntries(in: .holdingRegister) + orderedEntries(in: .inputRegister)
        entries += (0..<125).map {
            RegisterEntry(name: "IR\($0)", table: .inputRegister, offset: $0, encoding: .uint16)
        }
        entries.append(RegisterEntry(name: "F_IN", table: .inputRegister, offset: 130, encoding: .float32))
        entries += (0..<1969).map {
            RegisterEntry(name: "CO\($0)", table: .coil, offset: $0, encoding: .bit, writable: $0 < 1968)
        }
        entries += (0..<16).map {
            RegisterEntry(name: "DI\($0)", table: .discreteInput, offset: $0, encoding: .bit)
        }
        return entries
    }()

    /// What the scan holds in the values of `orderedEntries`; the pymodbus script knows the same numbers.
    static let orderedNumbers: [(encoding: RegisterEncoding, number: Double)] = [
        (.int16, -12_345), (.uint16, 54_321), (.int32, -1_234_567_890), (.uint32, 3_456_789_012), (.float32, -7.5),
        (.int64, -1_234_567_890_123_456), (.uint64, 1_234_567_890_123_456), (.float64, 1.0 / 3),
    ]

    /// From 200 on, for each order in turn, ABCD CDAB BADC DCBA, one value of each encoding: 20 registers an order.
    static func orderedEntries(in table: RegisterTable) -> [RegisterEntry] {
        var entries: [RegisterEntry] = []
        for order in [WordOrder.abcd, .cdab, .badc, .dcba] {
            for (encoding, _) in orderedNumbers {
                entries.append(
                    RegisterEntry(
                        name: "\(table.rawValue) \(encoding.rawValue):\(order.rawValue)", table: table,
                        offset: entries.last?.addresses.upperBound ?? 200, encoding: encoding, wordOrder: order,
                        writable: table.isWritable))
            }
        }
        return entries
    }

    static func index(_ name: String) -> Int {
        guard let index = entries.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("the test's map has no \(name)")
        }
        return index
    }

    /// The values that are there before a client wrote any.
    static func fill(_ image: RegisterImage) {
        let first = index("IR int16:ABCD")
        for (index, entry) in entries.enumerated() {
            switch entry.table {
            case .inputRegister where entry.offset >= 200:
                image.encode(index, orderedNumbers[(index - first) % orderedNumbers.count].number)
            case .inputRegister: image.encode(index, entry.encoding == .float32 ? 1.5 : 1000 + Double(entry.offset))
            case .discreteInput: image.encode(index, Double(1 - entry.offset % 2))
            case .holdingRegister, .coil: break
            }
        }
    }

    /// Waits until `condition` holds; false after a bound far above what any machine needs.
    static func waits(for condition: () -> Bool) -> Bool {
        for _ in 0..<20_000 {
            if condition() { return true }
            usleep(1000)
        }
        return condition()
    }
}

/// The codecs that this build has: a sanitizer defines `send` itself, and then replies cannot be caught in memory.
let testedCodecs = CodecChoice.allCases.filter { $0 != .memory || creactor_memory_compiled() }
