import CReactor
import Foundation
import ModbusProtocol

@testable import ModbusServer

/// A served unit with every table, and its scan side in the test's hands.
///
/// HR 0...124 writable words, 130/131 a writable float ABCD 0...100, 132/133 a writable float CDAB, 140 read-only,
/// 141 a hole; IR 0...124 words with the value 1000 + offset, 130/131 a float ABCD 1.5; CO 0...1967 writable, 1968
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
        server = try ModbusServer(configuration: configuration, units: [unit: (map, exchange)])
        server.start()
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

    static func index(_ name: String) -> Int {
        guard let index = entries.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("the test's map has no \(name)")
        }
        return index
    }

    /// The values that are there before a client wrote any.
    static func fill(_ image: RegisterImage) {
        for (index, entry) in entries.enumerated() {
            switch entry.table {
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
