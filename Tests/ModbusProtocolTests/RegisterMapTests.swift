import Determinism
import Testing

@testable import ModbusProtocol

@Suite("Register map", .timeLimit(.minutes(5)))
struct RegisterMapTests {
    @Test("every kind of wrong line is found, not only the first")
    func findings() {
        let entries = [
            RegisterEntry(name: "A", table: .holdingRegister, offset: 65535, encoding: .float32),
            RegisterEntry(name: "B", table: .holdingRegister, offset: 10, encoding: .int32),
            RegisterEntry(name: "C", table: .holdingRegister, offset: 11, encoding: .uint16),
            RegisterEntry(name: "D", table: .coil, offset: 0, encoding: .uint16),
            RegisterEntry(name: "E", table: .inputRegister, offset: 0, encoding: .uint16, writable: true),
            RegisterEntry(name: "F", table: .inputRegister, offset: 5, encoding: .uint16, scale: 0),
            RegisterEntry(name: "G", table: .inputRegister, offset: 6, encoding: .uint16, minimum: 2, maximum: 1),
            RegisterEntry(name: "H", table: .discreteInput, offset: -1, encoding: .bit),
        ]
        #expect(
            RegisterMap.findings(in: entries) == [
                .beyondTable(entry: 0, name: "A"),
                .overlap(entry: 2, name: "C", earlier: 1, earlierName: "B", address: 11),
                .wrongTable(entry: 3, name: "D", encoding: .uint16, table: .coil),
                .notWritable(entry: 4, name: "E", table: .inputRegister),
                .unusableScale(entry: 5, name: "F"),
                .emptyRange(entry: 6, name: "G"),
                .beyondTable(entry: 7, name: "H"),
            ])
        #expect(throws: RegisterMapError.beyondTable(entry: 0, name: "A")) { try RegisterMap(entries) }
    }

    @Test("ranges are judged as an address by address search judges them")
    func rangesAgainstSearch() throws {
        var random = RandomStream(seed: 7, name: "register-map")
        for _ in 0..<8 {
            var entries: [RegisterEntry] = []
            var address = Int.random(in: 0..<3, using: &random)
            while address < 60 {
                let encoding: RegisterEncoding = Bool.random(using: &random) ? .uint16 : .float32
                entries.append(
                    RegisterEntry(
                        name: "T\(address)", table: .holdingRegister, offset: address, encoding: encoding,
                        writable: Bool.random(using: &random)))
                address += encoding.words + (Int.random(in: 0..<4, using: &random) == 0 ? 1 : 0)
            }
            entries.shuffle(using: &random)
            let map = try RegisterMap(entries)
            for start in 0..<64 {
                for count in 1...(66 - start) {
                    let range = start..<(start + count)
                    let owners = range.map { place in entries.firstIndex { $0.addresses.contains(place) } }
                    let isMapped = owners.allSatisfy { $0 != nil }
                    #expect(map.isMapped(.holdingRegister, start: start, count: count) == isMapped)
                    let isWritable = isMapped && owners.allSatisfy { $0.map { entries[$0].writable } ?? false }
                    #expect(map.isWritable(.holdingRegister, start: start, count: count) == isWritable)
                    guard isMapped else { continue }
                    var visited: [Int] = []
                    _ = map.forEachEntry(.holdingRegister, start: start, count: count) { entry, isWhole in
                        visited.append(entry)
                        #expect(isWhole == entries[entry].addresses.allSatisfy(range.contains))
                        return true
                    }
                    var expected: [Int] = []
                    for owner in owners.compactMap({ $0 }) where expected.last != owner { expected.append(owner) }
                    #expect(visited == expected)
                    #expect(map.entryCount(.holdingRegister, start: start, count: count) == expected.count)
                }
            }
        }
    }

    @Test("an empty table has no address, and the last address of a table is usable")
    func edges() throws {
        let map = try RegisterMap([RegisterEntry(name: "Z", table: .coil, offset: 65535, encoding: .bit)])
        #expect(map.extent(of: .coil) == 65536)
        #expect(map.isMapped(.coil, start: 65535, count: 1))
        #expect(!map.isMapped(.coil, start: 65535, count: 2))
        #expect(!map.isMapped(.holdingRegister, start: 0, count: 1))
        #expect(map.entryIndex(.coil, at: 65535) == 0)
        #expect(map.entryIndex(.coil, at: 0) == nil)
    }

    @Test("an address is shown as offset, number and Modicon reference")
    func notations() {
        func entry(_ table: RegisterTable, _ offset: Int) -> RegisterEntry {
            RegisterEntry(name: "X", table: table, offset: offset, encoding: table.holdsBits ? .bit : .uint16)
        }
        #expect(entry(.holdingRegister, 0).reference == "40001")
        #expect(entry(.holdingRegister, 9998).reference == "49999")
        #expect(entry(.holdingRegister, 9999).reference == "410000")
        #expect(entry(.inputRegister, 65535).reference == "365536")
        #expect(entry(.coil, 11).reference == "00012")
        #expect(entry(.discreteInput, 11).registerNumber == 12)
    }
}
