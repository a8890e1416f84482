import CReactor
import Foundation
import ModbusProtocol

@testable import ModbusServer

/// A served unit with every table, and its scan side in the test's hands.
///
/// HR 0...124 writable words, 130/131 a writable float ABCD 0...100, 132/133 a writable float CDAB, 140 read-only,
/// 141 a hole, 150 bits 0 and 2 writable, 1 and 15 read-only, 15 being 1, 151 a read-only bit, 152...155 "PLANT 7", 200...279 writable values of every encoding in every order; IR 0...124 words with the value 1000 +
/// offset, 130/131 a float ABCD 1.5, 150.3 a bit that is 1, 200...279 like HR with the values of `orderedNumbers`; CO 0...1967 writable, 1968
/// read-only; DI 0...15 alternating, starting with 1. Files 1 (60 records, 100 × record), 2 (10 records, read-only, the
/// record's number) and 65535 (10000 records, 0). Queues at 5 (7 8 9), 6 (empty) and 7 (full, 10...40).
struct TestServer {
    let server: ModbusServer
    let exchange: ImageExchange
    let map: RegisterMap
    var port: UInt16 { server.port }

    init(
        codec: CodecChoice = .auto, unit: UInt8 = 1, configure: (inout ServerConfiguration) -> Void = { _ in }
    ) throws {
        map = try RegisterMap(Self.entries, files: Self.files, queues: Self.queues)
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
        for (bit, writable) in [(0, true), (1, false), (2, true), (15, false)] {
            entries.append(
                RegisterEntry(
                    name: "B\(bit)", table: .holdingRegister, offset: 150, encoding: .bit, writable: writable, bit: bit)
            )
        }
        entries.append(
            RegisterEntry(name: "B151", table: .holdingRegister, offset: 151, encoding: .bit, bit: 0))
        entries.append(RegisterEntry(name: "IB", table: .inputRegister, offset: 150, encoding: .bit, bit: 3))
        entries.append(
            RegisterEntry(
                name: "TEXT", table: .holdingRegister, offset: 152, encoding: .string,
                text: RegisterText("PLANT 7", characters: 8)))
        return entries
    }()

    static let files = [
        RecordFile(number: 1, name: "A", recordCount: 60, writable: true, content: (0..<60).map { 100 * $0 }),
        RecordFile(number: 2, name: "B", recordCount: 10, content: Array(0..<10)),
        RecordFile(number: 65_535, name: "C", recordCount: 10_000, writable: true),
    ]

    static let queues = [5, 6, 7].map { RegisterQueue(name: "Q\($0)", address: $0) }

    /// What each queue is fed, in order; the first is what it starts with.
    static let fed: [[Double]] = [[1, 7, 7, 8, 9], [3], [0] + (2...40).map { Double($0) }]

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
            case .holdingRegister where entry.name == "B15": image.encode(index, 1)
            case .holdingRegister, .coil: break
            }
        }
        for queue in image.map.queues.indices {
            for (place, value) in fed[queue].enumerated() { image.feed(queue, value, isFirst: place == 0) }
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
