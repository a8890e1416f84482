import Testing

@testable import ModbusProtocol

@Suite("Word and byte orders", .timeLimit(.minutes(5)))
struct WordOrderTests {
    /// The order, and where the bytes 1 (highest), 2, ... of a value come on the wire.
    static let wires: [(WordOrder, two: [UInt8], four: [UInt8], eight: [UInt8])] = [
        (.abcd, [1, 2], [1, 2, 3, 4], [1, 2, 3, 4, 5, 6, 7, 8]),
        (.cdab, [1, 2], [3, 4, 1, 2], [7, 8, 5, 6, 3, 4, 1, 2]),
        (.badc, [2, 1], [2, 1, 4, 3], [2, 1, 4, 3, 6, 5, 8, 7]),
        (.dcba, [2, 1], [4, 3, 2, 1], [8, 7, 6, 5, 4, 3, 2, 1]),
    ]

    private static func image(_ encoding: RegisterEncoding, _ order: WordOrder) throws -> RegisterImage {
        let entry = RegisterEntry(
            name: "V", table: .holdingRegister, offset: 3, encoding: encoding, wordOrder: order, writable: true)
        return RegisterImage(map: try RegisterMap([entry]))
    }

    /// The registers of the value as bytes in the order of the wire, which sends the high byte of a register first.
    private static func wire(_ image: RegisterImage, words: Int) -> [UInt8] {
        (0..<words).flatMap { place in
            [UInt8(image.holdingRegisters[3 + place] >> 8), UInt8(image.holdingRegisters[3 + place] & 0xFF)]
        }
    }

    @Test("every encoding lies in the documented bytes in every order, and comes back", arguments: wires)
    func knownBytes(order: WordOrder, two: [UInt8], four: [UInt8], eight: [UInt8]) throws {
        for encoding in RegisterEncoding.numbers {
            let image = try Self.image(encoding, order)
            let expected = encoding.words == 1 ? two : encoding.words == 2 ? four : eight
            // Bytes 1, 2, 3, ... from the top.
            let raw: UInt64 = 0x0102_0304_0506_0708 >> (64 - 16 * UInt64(encoding.words))
            image.setRaw(0, raw)
            #expect(Self.wire(image, words: encoding.words) == expected, "\(encoding) \(order)")
            #expect(image.raw(0) == raw)
        }
        let image = try Self.image(.float64, order)
        image.encode(0, Double(bitPattern: 0x0102_0304_0506_0708))
        #expect(Self.wire(image, words: 4) == eight)
        #expect(image.decode(0) == Double(bitPattern: 0x0102_0304_0506_0708))
    }

    @Test("numbers come back from every encoding in every order", arguments: WordOrder.allCases)
    func roundTrips(order: WordOrder) throws {
        for encoding in RegisterEncoding.numbers {
            let image = try Self.image(encoding, order)
            for number in [0, 1, 258, 20_000, 32_767] as [Double] {
                image.encode(0, number)
                #expect(image.decode(0) == number, "\(encoding) \(order)")
            }
            guard image.decode(0) == 32_767, ![.uint16, .uint32, .uint64].contains(encoding) else { continue }
            image.encode(0, -12_345)
            #expect(image.decode(0) == -12_345, "\(encoding) \(order)")
        }
    }

    @Test("a bit has no order", arguments: WordOrder.allCases)
    func bits(order: WordOrder) throws {
        let entry = RegisterEntry(name: "B", table: .coil, offset: 0, encoding: .bit, wordOrder: order, writable: true)
        let image = RegisterImage(map: try RegisterMap([entry]))
        image.encode(0, 1)
        #expect(image.coils[0] == 1)
        #expect(image.decode(0) == 1)
    }

    @Test("a client's words are judged in the value's own order, whole or together with the present rest")
    func judgedInOrder() throws {
        for order in WordOrder.allCases {
            let entry = RegisterEntry(
                name: "V", table: .holdingRegister, offset: 0, encoding: .float64, wordOrder: order, writable: true,
                minimum: 0, maximum: 100)
            let map = try RegisterMap([entry])
            let source = RegisterImage(map: map)
            let present = RegisterImage(map: map)
            present.encode(0, 50)
            func judge(_ number: Double, _ places: Range<Int>) -> PreScreen.Judgement {
                source.setRaw(0, number.bitPattern)
                let words = places.map { source.holdingRegisters[$0] }
                let pdu: [UInt8] =
                    [16, 0, UInt8(places.lowerBound), 0, UInt8(places.count), UInt8(2 * places.count)]
                    + words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
                return pdu.withUnsafeBytes { PreScreen.judge($0, map: map, image: present) }
            }
            let good = PreScreen.Judgement.write(.holdingRegister, start: 0, count: 4)
            for number in [0, 0.1, 99.9, 100] { #expect(judge(number, 0..<4) == good, "\(order)") }
            for number in [-0.1, 100.1, .nan, .infinity, 1e300] {
                #expect(judge(number, 0..<4) == .refuse(.illegalDataValue), "\(order)")
            }
            // The high word alone decides: 75's beside 50's rest is in range, 1000's is not.
            let high = order.hasLowWordFirst ? 3..<4 : 0..<1
            #expect(judge(75, high) == .write(.holdingRegister, start: high.lowerBound, count: 1))
            #expect(judge(1000, high) == .refuse(.illegalDataValue))
            let highHalf = order.hasLowWordFirst ? 2..<4 : 0..<2
            #expect(judge(75, highHalf) == .write(.holdingRegister, start: highHalf.lowerBound, count: 2))
            #expect(judge(-75, highHalf) == .refuse(.illegalDataValue))
        }
    }

    @Test("a finite number that overflows when the scale divides it cannot be written")
    func overflowingScale() throws {
        let entry = RegisterEntry(
            name: "V", table: .holdingRegister, offset: 0, encoding: .float64, scale: 0.001, writable: true)
        let map = try RegisterMap([entry])
        let image = RegisterImage(map: map)
        func judge(_ number: Double) -> PreScreen.Judgement {
            let pdu = [16, 0, 0, 0, 4, 8] + (0..<8).map { UInt8(number.bitPattern >> (56 - 8 * $0) & 0xFF) }
            return pdu.withUnsafeBytes { PreScreen.judge($0, map: map, image: image) }
        }
        #expect(judge(1e300) == .write(.holdingRegister, start: 0, count: 4))
        #expect(judge(1e308) == .refuse(.illegalDataValue))
    }

    @Test("64 bits of a client's write reach the scan whole, through the ring and through what is held back")
    func wholeThroughTheRing() throws {
        let map = try RegisterMap(
            (0..<2).map {
                RegisterEntry(
                    name: "V\($0)", table: .holdingRegister, offset: 4 * $0, encoding: .float64,
                    wordOrder: $0 == 0 ? .badc : .dcba, writable: true)
            })
        let exchange = ImageExchange(map: map, writeCapacity: 2)
        let numbers = [1.0 / 3, -2.0 / 7, 1e-300, .pi]
        for (place, number) in numbers.enumerated() { exchange.write(entry: place % 2, value: number) }
        #expect(exchange.holdsWrites)
        var seen: [Double] = []
        exchange.drainWrites { seen.append($1) }
        exchange.publish { _ in }
        exchange.refresh()
        #expect([exchange.image.decode(0), exchange.image.decode(1)] == [1e-300, .pi])
        exchange.drainWrites { seen.append($1) }
        #expect(seen == numbers)
    }
}
