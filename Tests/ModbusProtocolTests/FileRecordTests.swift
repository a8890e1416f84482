import Determinism
import Testing

@testable import ModbusProtocol

@Suite("Files and queues", .timeLimit(.minutes(5)))
struct FileRecordTests {
    private static func map() throws -> RegisterMap {
        try RegisterMap(
            [RegisterEntry(name: "V", table: .holdingRegister, offset: 0, encoding: .uint16)],
            files: [
                RecordFile(number: 4, name: "A", recordCount: 30, writable: true, content: [7, 8, 9]),
                RecordFile(number: 2, name: "B", recordCount: 5, content: [1, 2]),
            ], queues: [RegisterQueue(name: "Q", address: 9, encoding: .int16, scale: 10)])
    }

    private static func judge(_ pdu: [UInt8], _ map: RegisterMap) -> PreScreen.Judgement {
        let image = RegisterImage(map: map)
        return pdu.withUnsafeBytes { PreScreen.judge($0, map: map, image: image) }
    }

    private static func read(_ store: FileStore, _ pdu: [UInt8]) -> [UInt8] {
        reply { target in pdu.withUnsafeBytes { store.writeRead(request: $0, to: target) } }
    }

    private static func write(_ store: FileStore, _ pdu: [UInt8]) -> [UInt8] {
        reply { target in pdu.withUnsafeBytes { store.write(request: $0, to: target) } }
    }

    private static func reply(_ make: (UnsafeMutableRawBufferPointer) -> Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 253)
        let count = bytes.withUnsafeMutableBytes { make($0) }
        return Array(bytes[..<count])
    }

    @Test("files hold their content at the start and what was written since, each on its own")
    func contents() throws {
        let map = try Self.map()
        let store = FileStore(map: map)
        let both: [UInt8] = [20, 14, 6, 0, 4, 0, 1, 0, 3, 6, 0, 2, 0, 0, 0, 2]
        #expect(Self.judge(both, map) == .readFiles(records: 5))
        #expect(Self.read(store, both) == [20, 14, 7, 6, 0, 8, 0, 9, 0, 0, 5, 6, 0, 1, 0, 2])
        let write: [UInt8] = [21, 11, 6, 0, 4, 0, 28, 0, 2, 1, 2, 3, 4]
        #expect(Self.judge(write, map) == .writeFiles(records: 2))
        #expect(Self.write(store, write) == write)
        #expect(Self.read(store, [20, 7, 6, 0, 4, 0, 27, 0, 3]) == [20, 8, 7, 6, 0, 0, 1, 2, 3, 4])
        #expect(Self.read(store, [20, 7, 6, 0, 2, 0, 0, 0, 1]) == [20, 4, 3, 6, 0, 1])
    }

    @Test("a unit without files refuses well-formed requests with exception 2 and others with 3")
    func noFiles() throws {
        let map = try RegisterMap([])
        #expect(Self.judge([20, 7, 6, 0, 1, 0, 0, 0, 1], map) == .refuse(.illegalDataAddress))
        #expect(Self.judge([21, 9, 6, 0, 1, 0, 0, 0, 1, 0, 0], map) == .refuse(.illegalDataAddress))
        #expect(Self.judge([24, 0, 0], map) == .refuse(.illegalDataAddress))
        #expect(Self.judge([20], map) == .refuse(.illegalDataValue))
        #expect(Self.judge([21, 7], map) == .refuse(.illegalDataValue))
    }

    @Test("200,000 random requests are judged without reading past their end, and what passes stays inside the files")
    func random() throws {
        let map = try Self.map()
        let store = FileStore(map: map)
        var random = RandomStream(seed: 3, name: "files")
        var passed = 0
        for _ in 0..<200_000 {
            let function: UInt8 = Bool.random(using: &random) ? 20 : 21
            var body: [UInt8] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let count = UInt8.random(in: 0...6, using: &random)
                let record = UInt8.random(in: 0...32, using: &random)
                body += [6, 0, UInt8.random(in: 1...5, using: &random), 0, record, 0, count]
                if function == 21 { body += (0..<(2 * count)).map { _ in UInt8.random(in: 0...255, using: &random) } }
            }
            var pdu = [function, UInt8(body.count)] + body
            if Int.random(in: 0..<3, using: &random) == 0 {
                pdu[Int.random(in: 1..<pdu.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Int.random(in: 0..<5, using: &random) == 0 {
                pdu.removeLast(Int.random(in: 1..<pdu.count, using: &random))
            }
            switch Self.judge(pdu, map) {
            case .readFiles(let records):
                #expect(Self.read(store, pdu).count == 2 + (pdu.count - 2) / 7 * 2 + 2 * records)
                passed += 1
            case .writeFiles:
                #expect(Self.write(store, pdu) == pdu)
                passed += 1
            case .refuse: break
            case let other: Issue.record("\(pdu) was judged \(other)")
            }
        }
        #expect(passed > 5_000)
        // The read-only file is as it was.
        #expect(Self.read(store, [20, 7, 6, 0, 2, 0, 0, 0, 5]) == [20, 12, 11, 6, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0])
    }

    @Test("a queue takes changes of the register, oldest first, and forgets the oldest of 31")
    func queue() throws {
        let map = try Self.map()
        let exchange = ImageExchange(map: map)
        func values() -> [Int16] {
            exchange.refresh()
            let reply = Self.reply { exchange.image.writeQueue(0, to: $0) }
            let count = Int(reply[4])
            #expect(Array(reply[..<5]) == [24, 0, UInt8(2 + 2 * count), 0, UInt8(count)])
            return (0..<count).map { Int16(bitPattern: UInt16(reply[5 + 2 * $0]) << 8 | UInt16(reply[6 + 2 * $0])) }
        }
        func feed(_ value: Double, isFirst: Bool = false) {
            exchange.publish { $0.feed(0, value, isFirst: isFirst) }
        }
        feed(3, isFirst: true)
        #expect(values() == [])
        feed(3)
        feed(3.04)
        #expect(values() == [])
        feed(-1.5)
        feed(-1.5)
        feed(3)
        #expect(values() == [-15, 30])
        for value in 100..<140 { feed(Double(value)) }
        #expect(values() == (109..<140).map { Int16(10 * $0) })
        #expect(Self.judge([24, 0, 9], map) == .readQueue(0))
    }
}
