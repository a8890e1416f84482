import Testing

@testable import ModbusProtocol

@Suite("Pre-screen", .timeLimit(.minutes(5)))
struct PreScreenTests {
    private typealias Judgement = PreScreen.Judgement

    /// HR 0...9 writable words, 10/11 a float 0...100 CDAB, 12/13 a read-only uint32, 14 a hole, 15...199 read-only;
    /// coils 0...1999 writable; DI 0...7; IR 0...124.
    private static func map() throws -> RegisterMap {
        var entries = (0..<10).map { place in
            RegisterEntry(
                name: "W\(place)", table: .holdingRegister, offset: place, encoding: .uint16, writable: true,
                minimum: place == 9 ? 5 : nil, maximum: place == 9 ? 10 : nil)
        }
        entries.append(
            RegisterEntry(
                name: "F", table: .holdingRegister, offset: 10, encoding: .float32, wordOrder: .cdab, writable: true,
                minimum: 0, maximum: 100))
        entries.append(RegisterEntry(name: "U", table: .holdingRegister, offset: 12, encoding: .uint32))
        entries += (15..<200).map {
            RegisterEntry(name: "H\($0)", table: .holdingRegister, offset: $0, encoding: .int16)
        }
        entries += (0..<2000).map {
            RegisterEntry(name: "C\($0)", table: .coil, offset: $0, encoding: .bit, writable: $0 != 1999)
        }
        entries += (0..<8).map { RegisterEntry(name: "D\($0)", table: .discreteInput, offset: $0, encoding: .bit) }
        entries += (0..<125).map {
            RegisterEntry(name: "I\($0)", table: .inputRegister, offset: $0, encoding: .uint16)
        }
        return try RegisterMap(entries)
    }

    private static func judge(_ pdu: [UInt8], prepare: (RegisterImage) -> Void = { _ in }) throws -> Judgement {
        let map = try map()
        let image = RegisterImage(map: map)
        prepare(image)
        return pdu.withUnsafeBytes { PreScreen.judge($0, map: map, image: image) }
    }

    @Test("every function code that is not served is exception 1, whatever follows")
    func unservedFunctions() throws {
        let served = Set(FunctionCode.allCases.map(\.rawValue))
        #expect(served == [1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 15, 16, 17, 20, 21, 22, 23, 24, 43])
        for function in UInt8.min...UInt8.max where !served.contains(function) {
            #expect(try Self.judge([function]) == .refuse(.illegalFunction))
            #expect(try Self.judge([function, 0, 0, 0, 1]) == .refuse(.illegalFunction))
        }
    }

    @Test("a read is judged by quantity first, then by address")
    func reads() throws {
        #expect(try Self.judge([1, 0, 0, 0x07, 0xD0]) == .read(.coil, start: 0, count: 2000))
        #expect(try Self.judge([1, 0, 0, 0x07, 0xD1]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([1, 0, 1, 0x07, 0xD0]) == .refuse(.illegalDataAddress))
        #expect(try Self.judge([2, 0, 0, 0, 8]) == .read(.discreteInput, start: 0, count: 8))
        #expect(try Self.judge([2, 0, 0, 0, 9]) == .refuse(.illegalDataAddress))
        #expect(try Self.judge([3, 0, 15, 0, 125]) == .read(.holdingRegister, start: 15, count: 125))
        #expect(try Self.judge([3, 0, 15, 0, 126]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([3, 0, 0, 0, 0]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([3, 0, 0, 0, 15]) == .refuse(.illegalDataAddress))
        #expect(try Self.judge([3, 0, 14, 0, 1]) == .refuse(.illegalDataAddress))
        #expect(try Self.judge([3, 0xFF, 0xFF, 0, 2]) == .refuse(.illegalDataAddress))
        #expect(try Self.judge([3, 0xFF, 0xFF, 0, 0]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([4, 0, 0, 0, 125]) == .read(.inputRegister, start: 0, count: 125))
        #expect(try Self.judge([4, 0, 1, 0, 125]) == .refuse(.illegalDataAddress))
    }

    @Test("a read that is a byte short or long is exception 3", arguments: [1, 2, 3, 4] as [UInt8])
    func readLengths(function: UInt8) throws {
        let pdu: [UInt8] = [function, 0, 0, 0, 1]
        for count in 1..<5 { #expect(try Self.judge(Array(pdu[..<count])) == .refuse(.illegalDataValue)) }
        #expect(try Self.judge(pdu + [0]) == .refuse(.illegalDataValue))
    }

    @Test("single writes: coil values, read-only addresses, holes and lengths")
    func singleWrites() throws {
        #expect(try Self.judge([5, 0, 3, 0xFF, 0]) == .write(.coil, start: 3, count: 1))
        #expect(try Self.judge([5, 0, 3, 0, 0]) == .write(.coil, start: 3, count: 1))
        for value: [UInt8] in [[0, 1], [0xFF, 0xFF], [1, 0], [0, 0xFF]] {
            #expect(try Self.judge([5, 0, 3] + value) == .refuse(.illegalDataValue))
        }
        #expect(try Self.judge([5, 0x07, 0xCF, 0, 0]) == .refuse(.illegalDataAddress))
        #expect(try Self.judge([6, 0, 3, 1, 2]) == .write(.holdingRegister, start: 3, count: 1))
        #expect(try Self.judge([6, 0, 12, 1, 2]) == .refuse(.illegalDataAddress))
        #expect(try Self.judge([6, 0, 14, 1, 2]) == .refuse(.illegalDataAddress))
        #expect(try Self.judge([6, 0, 3, 1]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([6, 0, 3, 1, 2, 3]) == .refuse(.illegalDataValue))
    }

    @Test("multiple writes: byte counts are believed only when quantity and length agree")
    func multipleWrites() throws {
        #expect(try Self.judge([15, 0, 0, 0, 9, 2, 1, 1]) == .write(.coil, start: 0, count: 9))
        #expect(try Self.judge([15, 0, 0, 0, 9, 1, 1]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([15, 0, 0, 0, 9, 3, 1, 1, 1]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([15, 0, 0, 0, 9, 2, 1]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([15, 0, 0, 0, 0, 0]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([16, 0, 0, 0, 2, 4, 0, 1, 0, 2]) == .write(.holdingRegister, start: 0, count: 2))
        #expect(try Self.judge([16, 0, 0, 0, 2, 4, 0, 1, 0]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([16, 0, 0, 0, 2, 255, 0, 1, 0, 2]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([16, 0, 0, 0, 0, 0]) == .refuse(.illegalDataValue))
        let tooMany = [16, 0, 0, 0, 124, 248] + [UInt8](repeating: 0, count: 248)
        #expect(try Self.judge(tooMany) == .refuse(.illegalDataValue))
        let coils: [UInt8] = [15, 0, 0, 0x07, 0xB0, 246] + [UInt8](repeating: 0xAA, count: 246)
        #expect(try Self.judge(coils) == .write(.coil, start: 0, count: 1968))
        let coilsTooMany: [UInt8] = [15, 0, 0, 0x07, 0xB1, 247] + [UInt8](repeating: 0xAA, count: 247)
        #expect(try Self.judge(coilsTooMany) == .refuse(.illegalDataValue))
        #expect(
            try Self.judge([16, 0, 8, 0, 5, 10] + [UInt8](repeating: 0, count: 10)) == .refuse(.illegalDataAddress))
    }

    @Test("mask write and write-and-read are judged on both of their ranges")
    func combinedWrites() throws {
        #expect(try Self.judge([22, 0, 0, 0, 0xF2, 0, 0x25]) == .write(.holdingRegister, start: 0, count: 1))
        #expect(try Self.judge([22, 0, 0, 0, 0xF2, 0]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([22, 0, 12, 0, 0xF2, 0, 0x25]) == .refuse(.illegalDataAddress))
        let good: [UInt8] = [23, 0, 15, 0, 2, 0, 0, 0, 1, 2, 0, 7]
        #expect(
            try Self.judge(good)
                == .writeThenRead(writeStart: 0, writeCount: 1, readStart: 15, readCount: 2))
        #expect(try Self.judge([23, 0, 14, 0, 2, 0, 0, 0, 1, 2, 0, 7]) == .refuse(.illegalDataAddress))
        #expect(try Self.judge([23, 0, 15, 0, 2, 0, 12, 0, 1, 2, 0, 7]) == .refuse(.illegalDataAddress))
        #expect(try Self.judge([23, 0, 15, 0, 126, 0, 0, 0, 1, 2, 0, 7]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([23, 0, 15, 0, 0, 0, 0, 0, 1, 2, 0, 7]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([23, 0, 15, 0, 2, 0, 0, 0, 1, 3, 0, 7, 1]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([23, 0, 15, 0, 2, 0, 0, 0, 0, 0]) == .refuse(.illegalDataValue))
    }

    @Test("a written value outside its tag's range is exception 3, its limits are inside")
    func ranges() throws {
        for value in UInt8(0)...20 {
            let expected: Judgement =
                (5...10).contains(value) ? .write(.holdingRegister, start: 9, count: 1) : .refuse(.illegalDataValue)
            #expect(try Self.judge([6, 0, 9, 0, value]) == expected)
        }
    }

    @Test("a limit that binary32 cannot hold exactly can still be written")
    func inexactLimit() throws {
        // 0.1 as binary32 is above 0.1 and 0.7 below 0.7: both are inside 0.1...0.7 as they are, and outside -0.1...0.1.
        #expect(Double(Float(0.1)) > 0.1 && Double(Float(0.7)) < 0.7)
        try inexactLimits(0.1, 0.7)
        try inexactLimits(-0.1, 0.1)
    }

    private func inexactLimits(_ minimum: Double, _ maximum: Double) throws {
        let map = try RegisterMap([
            RegisterEntry(
                name: "SP", table: .holdingRegister, offset: 0, encoding: .float32, writable: true, minimum: minimum,
                maximum: maximum)
        ])
        let image = RegisterImage(map: map)
        func judge(_ number: Float) -> Judgement {
            let raw = number.bitPattern
            let pdu = [16, 0, 0, 0, 2, 4] + (0..<4).map { UInt8(raw >> (24 - 8 * $0) & 0xFF) }
            return pdu.withUnsafeBytes { PreScreen.judge($0, map: map, image: image) }
        }
        let good = Judgement.write(.holdingRegister, start: 0, count: 2)
        #expect(judge(Float(minimum)) == good)
        #expect(judge(Float(maximum)) == good)
        #expect(judge(Float(maximum).nextUp) == .refuse(.illegalDataValue))
        #expect(judge(Float(minimum).nextDown) == .refuse(.illegalDataValue))
        #expect(judge(.nan) == .refuse(.illegalDataValue))
        #expect(judge(.infinity) == .refuse(.illegalDataValue))
    }

    @Test("half of a 32-bit value is judged together with its present other half")
    func halfWrites() throws {
        // F is CDAB: 10 holds the low word, 11 the high word. 50.0 is 4248 0000.
        let at50: (RegisterImage) -> Void = { $0.encode(10, 50) }
        #expect(try Self.judge([6, 0, 10, 0, 1], prepare: at50) == .write(.holdingRegister, start: 10, count: 1))
        // 447A 0000 would be 1000.
        #expect(try Self.judge([6, 0, 11, 0x44, 0x7A], prepare: at50) == .refuse(.illegalDataValue))
        #expect(try Self.judge([6, 0, 11, 0x42, 0x00], prepare: at50) == .write(.holdingRegister, start: 11, count: 1))
    }

    @Test("functions 7, 11 and 12 are their code alone", arguments: [7, 11, 12] as [UInt8])
    func bareFunctions(function: UInt8) throws {
        let judgements: [UInt8: Judgement] = [7: .readExceptionStatus, 11: .readEventCounter, 12: .readEventLog]
        #expect(try Self.judge([function]) == judgements[function])
        #expect(try Self.judge([function, 0]) == .refuse(.illegalDataValue))
    }

    @Test("function 8: the sub-function first, then length and data")
    func diagnostics() throws {
        for function in UInt16.min...300 {
            let known = DiagnosticFunction(rawValue: function)
            let pdu = [8, UInt8(function >> 8), UInt8(function & 255)]
            let good = known.map { Judgement.diagnose($0, data: 0) } ?? .refuse(.illegalFunction)
            #expect(try Self.judge(pdu + [0, 0]) == good)
            for wrong in [[], [0], [0, 0, 0]] as [[UInt8]] {
                #expect(try Self.judge(pdu + wrong) == .refuse(known == nil ? .illegalFunction : .illegalDataValue))
            }
            if let known, known != .returnQueryData {
                #expect(try Self.judge(pdu + [0, 0, 0, 0]) == .refuse(.illegalDataValue))
                #expect(try Self.judge(pdu + [0, 1]) == .refuse(.illegalDataValue))
            }
        }
        #expect(try Self.judge([8, 0, 1, 0xFF, 0]) == .diagnose(.restartCommunications, data: 0xFF00))
        #expect(try Self.judge([8, 0, 10, 0xFF, 0]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([8]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([8, 0]) == .refuse(.illegalDataValue))
        let longest = [8, 0, 0] + [UInt8](repeating: 7, count: 250)
        #expect(try Self.judge(longest) == .diagnose(.returnQueryData, data: 0))
    }

    @Test("function 24: no address has a queue")
    func queues() throws {
        for pointer in [[0, 0], [0, 10], [0xFF, 0xFF]] as [[UInt8]] {
            #expect(try Self.judge([24] + pointer) == .refuse(.illegalDataAddress))
        }
        for wrong in [[24], [24, 0], [24, 0, 0, 0]] as [[UInt8]] {
            #expect(try Self.judge(wrong) == .refuse(.illegalDataValue))
        }
    }

    @Test("identity requests: function 17 alone, function 43 with MEI type 14 only")
    func identity() throws {
        #expect(try Self.judge([17]) == .reportServerID)
        #expect(try Self.judge([17, 0]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([43, 14, 1, 0]) == .readDeviceIdentification(code: 1, object: 0))
        #expect(try Self.judge([43, 14, 1]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([43, 14, 1, 0, 0]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([43, 13, 1, 0]) == .refuse(.illegalFunction))
        #expect(try Self.judge([43]) == .refuse(.illegalDataValue))
    }

    @Test("a mask write is judged by what it makes of the register: (present AND and) OR (or AND NOT and)")
    func maskedValue() throws {
        // Register 9 holds 5 and may hold 5...10.
        let at5: (RegisterImage) -> Void = { $0.encode(9, 5) }
        let good = Judgement.write(.holdingRegister, start: 9, count: 1)
        #expect(try Self.judge([22, 0, 9, 0xFF, 0xFF, 0xFF, 0xFF], prepare: at5) == good, "nothing is let in")
        #expect(try Self.judge([22, 0, 9, 0xFF, 0xF7, 0, 8], prepare: at5) == .refuse(.illegalDataValue), "13")
        #expect(try Self.judge([22, 0, 9, 0xFF, 0xFD, 0, 2], prepare: at5) == good, "7")
        #expect(try Self.judge([22, 0, 9, 0, 0, 0, 10], prepare: at5) == good)
        #expect(try Self.judge([22, 0, 9, 0, 0, 0, 0], prepare: at5) == .refuse(.illegalDataValue))
    }

    @Test("an address that is not there is told before a value out of range, a form that is wrong before both")
    func orderOfExceptions() throws {
        let hole: [UInt8] = [0, 14, 0, 1]
        let outOfRange: [UInt8] = [0, 9, 0, 1, 2, 0, 99]
        #expect(try Self.judge([23] + hole + outOfRange) == .refuse(.illegalDataAddress))
        #expect(try Self.judge([23, 0, 15, 0, 1] + outOfRange) == .refuse(.illegalDataValue))
        #expect(try Self.judge([23] + hole + [0, 9, 0, 1, 4, 0, 99, 0, 99]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([23, 0, 15, 0, 1, 0, 14, 0, 1, 2, 0, 99]) == .refuse(.illegalDataAddress))
        // 9 is out of range, 10...13 hold a float and a read-only value.
        #expect(
            try Self.judge([16, 0, 9, 0, 5, 10, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0]) == .refuse(.illegalDataAddress))
        #expect(try Self.judge([16, 0, 8, 0, 2, 4, 0, 0, 0, 99]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([5, 0x07, 0xCF, 0, 1]) == .refuse(.illegalDataValue))
        #expect(try Self.judge([3, 0xFF, 0xFF, 0, 126]) == .refuse(.illegalDataValue))
    }

    @Test("a number that is finite on the wire and not as a value is refused")
    func overflow() throws {
        let map = try RegisterMap([
            RegisterEntry(
                name: "X", table: .holdingRegister, offset: 0, encoding: .float64, scale: 1e-3, writable: true)
        ])
        let image = RegisterImage(map: map)
        func judge(_ number: Double) -> Judgement {
            let raw = number.bitPattern
            let pdu = [16, 0, 0, 0, 4, 8] + (0..<8).map { UInt8(raw >> (56 - 8 * $0) & 0xFF) }
            return pdu.withUnsafeBytes { PreScreen.judge($0, map: map, image: image) }
        }
        #expect(judge(1e300) == .write(.holdingRegister, start: 0, count: 4))
        #expect(judge(1e307) == .refuse(.illegalDataValue))
        #expect(judge(-1e307) == .refuse(.illegalDataValue))
    }
}
