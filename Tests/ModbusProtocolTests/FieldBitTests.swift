import Testing

@testable import ModbusProtocol

@Suite("Bits of a register", .timeLimit(.minutes(5)))
struct FieldBitTests {
    private static func bit(
        _ number: Int, at offset: Int = 3, writable: Bool = false, table: RegisterTable = .holdingRegister
    ) -> RegisterEntry {
        RegisterEntry(
            name: "\(table.rawValue)\(offset).\(number)", table: table, offset: offset, encoding: .bit,
            wordOrder: .dcba, writable: writable, bit: number)
    }

    /// HR 2 a writable word, 3 with bits 0 (rw), 1 (r), 9 (rw), 15 (r), 4 with bit 7 (r), 5 a writable word.
    private static func map() throws -> RegisterMap {
        try RegisterMap([
            RegisterEntry(name: "W2", table: .holdingRegister, offset: 2, encoding: .uint16, writable: true),
            bit(15), bit(0, writable: true), bit(9, writable: true), bit(1), bit(7, at: 4),
            RegisterEntry(name: "W5", table: .holdingRegister, offset: 5, encoding: .uint16, writable: true),
        ])
    }

    @Test("each bit lies in its place, whatever the order, and leaves the others alone", arguments: 0...15)
    func places(number: Int) throws {
        let map = try RegisterMap((0...15).map { Self.bit($0, table: .inputRegister) })
        let image = RegisterImage(map: map)
        image.encode(number, 1)
        #expect(image.inputRegisters[3] == 1 << UInt16(number))
        image.inputRegisters[3] = 0xFFFF
        image.encode(number, 0)
        #expect(image.inputRegisters[3] == ~(1 << UInt16(number)))
        #expect(image.decode(number) == 0)
        #expect((0...15).filter { image.decode($0) == 1 }.count == 15)
    }

    @Test("a register of bits is one address: mapped, writable if one bit is, visited bit by bit in order")
    func addresses() throws {
        let map = try Self.map()
        #expect(map.isMapped(.holdingRegister, start: 2, count: 4))
        #expect(map.isWritable(.holdingRegister, start: 2, count: 2))
        #expect(!map.isWritable(.holdingRegister, start: 4, count: 1))
        #expect((2...5).map { map.writableBits(at: $0) } == [0xFFFF, 0x0201, 0, 0xFFFF])
        #expect(map.keepsBits(start: 3, count: 1))
        #expect(map.keepsBits(start: 2, count: 2))
        #expect(!map.keepsBits(start: 2, count: 1))
        var visited: [String] = []
        _ = map.forEachEntry(.holdingRegister, start: 2, count: 3) { entry, isWhole in
            visited.append(map.entries[entry].name)
            return isWhole
        }
        #expect(visited == ["W2", "HR3.0", "HR3.1", "HR3.9", "HR3.15", "HR4.7"])
        #expect(map.entryCount(.holdingRegister, start: 2, count: 3) == 6)
        #expect(map.entryCount(.holdingRegister, start: 3, count: 1) == 4)
        #expect(map.entryIndex(.holdingRegister, at: 3) == 2)
    }

    @Test("two values on one bit, a bit on a value and a bit that is none are found")
    func findings() {
        let entries = [
            Self.bit(1), Self.bit(2), Self.bit(1),
            RegisterEntry(name: "F", table: .holdingRegister, offset: 2, encoding: .float32),
            Self.bit(16, at: 8), Self.bit(-1, at: 8), Self.bit(0, table: .coil),
            RegisterEntry(name: "N", table: .holdingRegister, offset: 9, encoding: .uint16, bit: 3),
            RegisterEntry(name: "Q", table: .holdingRegister, offset: 10, encoding: .bit),
            RegisterEntry(name: "G", table: .holdingRegister, offset: 20, encoding: .uint16),
            Self.bit(0, at: 20),
            Self.bit(0, at: 30, writable: true, table: .inputRegister),
        ]
        #expect(
            RegisterMap.findings(in: entries) == [
                .bitOverlap(entry: 2, name: "HR3.1", earlierName: "HR3.1", address: 3, bit: 1),
                .overlap(entry: 3, name: "F", earlier: 0, earlierName: "HR3.1", address: 3),
                .unusableBit(entry: 4, name: "HR8.16"), .unusableBit(entry: 5, name: "HR8.-1"),
                .unusableBit(entry: 6, name: "CO3.0"), .unusableBit(entry: 7, name: "N"),
                .wrongTable(entry: 8, name: "Q", encoding: .bit, table: .holdingRegister),
                .overlap(entry: 10, name: "HR20.0", earlier: 9, earlierName: "G", address: 20),
                .notWritable(entry: 11, name: "IR30.0", table: .inputRegister),
            ])
    }

    @Test("the scan is told the writable bits only, and a client reads back its bits beside newer ones of the scan")
    func writes() throws {
        let map = try Self.map()
        let exchange = ImageExchange(map: map)
        exchange.publish { $0.encode(1, 1) }
        exchange.refresh()
        exchange.image.holdingRegisters[3] |= 0x0201
        #expect(exchange.passOnWrites(.holdingRegister, start: 3, count: 1) == 2)
        // The scan changes a bit of its own before it has latched the client's.
        exchange.publish { $0.encode(4, 1) }
        exchange.refresh()
        #expect(exchange.image.holdingRegisters[3] == 0x8203)
        var told: [String] = []
        exchange.drainWrites { entry, value in
            #expect(value == 1)
            told.append(map.entries[entry].name)
        }
        #expect(told == ["HR3.0", "HR3.9"])
    }

    @Test("bits of one register that find the ring full are held back and come together")
    func heldWrites() throws {
        let map = try Self.map()
        let exchange = ImageExchange(map: map, writeCapacity: 1)
        for value in 0..<20 {
            exchange.image.holdingRegisters[3] = value % 2 == 0 ? 0x0201 : 0
            _ = exchange.passOnWrites(.holdingRegister, start: 3, count: 1)
        }
        exchange.image.holdingRegisters[3] = 0x0200
        _ = exchange.passOnWrites(.holdingRegister, start: 3, count: 1)
        #expect(exchange.holdsWrites)
        var last: [Int: Double] = [:]
        for _ in 0..<3 {
            exchange.drainWrites { last[$0] = $1 }
            exchange.publish { _ in }
            exchange.refresh()
        }
        #expect(!exchange.holdsWrites)
        #expect(last == [2: 0, 3: 1])
    }

    @Test("a bit's reference says its register and itself")
    func references() {
        #expect(Self.bit(3, at: 0).reference == "40001.3")
        #expect(Self.bit(12, at: 20_000, table: .inputRegister).reference == "320001.12")
    }
}
