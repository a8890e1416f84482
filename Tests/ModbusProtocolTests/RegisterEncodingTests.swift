import Testing

@testable import ModbusProtocol

@Suite("Register encodings", .timeLimit(.minutes(5)))
struct RegisterEncodingTests {
    @Test("every 16-bit pattern comes back from its number, signed and unsigned")
    func sixteenBitRoundTrip() {
        for pattern in 0...UInt64(65535) {
            for encoding in [RegisterEncoding.int16, .uint16] {
                #expect(encoding.raw(from: encoding.number(fromRaw: pattern)) == pattern)
            }
        }
    }

    @Test(
        "32-bit patterns come back from their numbers",
        arguments: [RegisterEncoding.int32, .uint32, .float32],
        [0, 1, 0x7EFF_FFFF, 0x8000_0000, 0x7F7F_FFFF, 0x3F80_0000, 0xC2C8_0000, 0x0000_0001, 0x1234_5678] as [UInt64])
    func thirtyTwoBitRoundTrip(encoding: RegisterEncoding, pattern: UInt64) {
        #expect(encoding.raw(from: encoding.number(fromRaw: pattern)) == pattern)
    }

    @Test("a number beyond an integer encoding's limits saturates, and halves round to even")
    func saturation() {
        #expect(RegisterEncoding.int16.raw(from: 40_000) == 0x7FFF)
        #expect(RegisterEncoding.int16.raw(from: -40_000) == 0x8000)
        #expect(RegisterEncoding.uint16.raw(from: -1) == 0)
        #expect(RegisterEncoding.uint16.raw(from: 1e9) == 65535)
        #expect(RegisterEncoding.int32.raw(from: 1e12) == 0x7FFF_FFFF)
        #expect(RegisterEncoding.int32.raw(from: -1e12) == 0x8000_0000)
        #expect(RegisterEncoding.uint32.raw(from: 1e12) == 0xFFFF_FFFF)
        #expect(RegisterEncoding.uint16.raw(from: 2.5) == 2)
        #expect(RegisterEncoding.uint16.raw(from: 3.5) == 4)
        #expect(RegisterEncoding.int16.raw(from: .nan) == 0)
    }

    @Test("a binary32 saturates at its largest finite magnitude and keeps not-a-number")
    func floatLimits() {
        #expect(RegisterEncoding.float32.raw(from: 1e300) == UInt64(Float.greatestFiniteMagnitude.bitPattern))
        #expect(RegisterEncoding.float32.raw(from: -.infinity) == UInt64((-Float.greatestFiniteMagnitude).bitPattern))
        #expect(RegisterEncoding.float32.number(fromRaw: RegisterEncoding.float32.raw(from: .nan)).isNaN)
    }

    @Test("64-bit integers come back from their numbers up to 2^53, and every binary64 does")
    func sixtyFourBitRoundTrip() {
        for number in [0, 1, -1, 4_294_967_296, -4_294_967_297, 9_007_199_254_740_992, -9_007_199_254_740_992]
            as [Int64]
        {
            #expect(RegisterEncoding.int64.raw(from: Double(number)) == UInt64(bitPattern: number))
            #expect(RegisterEncoding.int64.number(fromRaw: UInt64(bitPattern: number)) == Double(number))
        }
        #expect(RegisterEncoding.uint64.raw(from: 0x8000_0000_0000_0000) == 0x8000_0000_0000_0000)
        #expect(RegisterEncoding.uint64.number(fromRaw: 0x8000_0000_0000_0000) == 0x8000_0000_0000_0000)
        // The odd neighbour of 2^53 has no binary64 of its own.
        #expect(RegisterEncoding.int64.number(fromRaw: 0x20_0000_0000_0001) == 9_007_199_254_740_992)
        for number in [0, -0.0, 0.1, -273.15, .pi, .leastNonzeroMagnitude, 1e308, .greatestFiniteMagnitude] as [Double]
        {
            #expect(RegisterEncoding.float64.raw(from: number) == number.bitPattern)
            #expect(RegisterEncoding.float64.number(fromRaw: number.bitPattern).bitPattern == number.bitPattern)
        }
    }

    @Test("64-bit encodings saturate at their limits, which a binary64 cannot hold exactly")
    func sixtyFourBitLimits() {
        #expect(RegisterEncoding.int64.raw(from: 9.3e18) == 0x7FFF_FFFF_FFFF_FFFF)
        #expect(RegisterEncoding.int64.raw(from: Double(Int64.max)) == 0x7FFF_FFFF_FFFF_FFFF)
        #expect(RegisterEncoding.int64.raw(from: Double(Int64.max).nextDown) == 0x7FFF_FFFF_FFFF_FC00)
        #expect(RegisterEncoding.int64.raw(from: -.infinity) == 0x8000_0000_0000_0000)
        #expect(RegisterEncoding.uint64.raw(from: 1.9e19) == .max)
        #expect(RegisterEncoding.uint64.raw(from: -1) == 0)
        #expect(RegisterEncoding.uint64.raw(from: .nan) == 0)
        #expect(RegisterEncoding.float64.raw(from: .infinity) == Double.greatestFiniteMagnitude.bitPattern)
        #expect(RegisterEncoding.float64.raw(from: -.infinity) == (-Double.greatestFiniteMagnitude).bitPattern)
        #expect(RegisterEncoding.float64.number(fromRaw: RegisterEncoding.float64.raw(from: .nan)).isNaN)
    }

    @Test("a bit is 1 above one half")
    func bits() {
        #expect(RegisterEncoding.bit.raw(from: 1) == 1)
        #expect(RegisterEncoding.bit.raw(from: 0.5) == 0)
    }

    @Test("3.5 lies as 4060 0000 in ABCD and as 0000 4060 in CDAB")
    func wordOrder() throws {
        let map = try RegisterMap([
            RegisterEntry(name: "A", table: .holdingRegister, offset: 0, encoding: .float32, wordOrder: .abcd),
            RegisterEntry(name: "C", table: .holdingRegister, offset: 2, encoding: .float32, wordOrder: .cdab),
        ])
        let image = RegisterImage(map: map)
        image.encode(0, 3.5)
        image.encode(1, 3.5)
        #expect((0..<4).map { image.holdingRegisters[$0] } == [0x4060, 0, 0, 0x4060])
        #expect(image.decode(0) == 3.5)
        #expect(image.decode(1) == 3.5)
    }

    @Test("a scaled integer holds value times scale, and gives the value back")
    func scale() throws {
        let map = try RegisterMap([
            RegisterEntry(name: "L", table: .inputRegister, offset: 7, encoding: .int16, scale: 100)
        ])
        let image = RegisterImage(map: map)
        image.encode(0, -1.234)
        #expect(Int16(bitPattern: image.inputRegisters[7]) == -123)
        #expect(image.decode(0) == -1.23)
    }
}
