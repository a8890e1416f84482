import Testing

@testable import ModbusProtocol

@Suite("Register encodings")
struct RegisterEncodingTests {
    @Test("every 16-bit pattern comes back from its number, signed and unsigned")
    func sixteenBitRoundTrip() {
        for pattern in 0...UInt32(65535) {
            for encoding in [RegisterEncoding.int16, .uint16] {
                #expect(encoding.raw(from: encoding.number(fromRaw: pattern)) == pattern)
            }
        }
    }

    @Test(
        "32-bit patterns come back from their numbers",
        arguments: [RegisterEncoding.int32, .uint32, .float32],
        [0, 1, 0x7EFF_FFFF, 0x8000_0000, 0x7F7F_FFFF, 0x3F80_0000, 0xC2C8_0000, 0x0000_0001, 0x1234_5678] as [UInt32])
    func thirtyTwoBitRoundTrip(encoding: RegisterEncoding, pattern: UInt32) {
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
        #expect(RegisterEncoding.float32.raw(from: 1e300) == Float.greatestFiniteMagnitude.bitPattern)
        #expect(RegisterEncoding.float32.raw(from: -.infinity) == (-Float.greatestFiniteMagnitude).bitPattern)
        #expect(Float(bitPattern: RegisterEncoding.float32.raw(from: .nan)).isNaN)
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
