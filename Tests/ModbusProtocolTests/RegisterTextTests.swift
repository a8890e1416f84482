import Testing

@testable import ModbusProtocol

@Suite("Strings in registers", .timeLimit(.minutes(5)))
struct RegisterTextTests {
    private static func image(_ text: String, _ characters: Int, _ order: WordOrder) throws -> RegisterImage {
        RegisterImage(
            map: try RegisterMap([
                RegisterEntry(
                    name: "T", table: .inputRegister, offset: 2, encoding: .string, wordOrder: order,
                    text: RegisterText(text, characters: characters))
            ]))
    }

    @Test("two characters a register, high byte first or low byte first, registers in the order of the text")
    func places() throws {
        for order in [WordOrder.abcd, .cdab] {
            let image = try Self.image("Pump", 5, order)
            #expect((0..<5).map { image.inputRegisters[$0] } == [0, 0, 0x5075, 0x6D70, 0])
        }
        for order in [WordOrder.badc, .dcba] {
            let image = try Self.image("Pum", 4, order)
            #expect((0..<4).map { image.inputRegisters[$0] } == [0, 0, 0x7550, 0x006D])
        }
    }

    @Test("a string stays in every image that the scan publishes")
    func exchanged() throws {
        let text = try #require(RegisterText("AB", characters: 2))
        let map = try RegisterMap([
            RegisterEntry(name: "N", table: .holdingRegister, offset: 0, encoding: .uint16),
            RegisterEntry(name: "T", table: .holdingRegister, offset: 1, encoding: .string, text: text),
        ])
        let exchange = ImageExchange(map: map)
        for value in 0..<5 {
            exchange.publish { $0.encode(0, Double(value)) }
            exchange.refresh()
            #expect(exchange.image.holdingRegisters[0] == UInt16(value))
            #expect(exchange.image.holdingRegisters[1] == 0x4142)
        }
    }

    @Test("what does not fit, is no printable ASCII or could not be read at once is no text")
    func refused() {
        #expect(RegisterText("AB", characters: 1) == nil)
        #expect(RegisterText("ä", characters: 4) == nil)
        #expect(RegisterText("a\tb", characters: 4) == nil)
        #expect(RegisterText("", characters: 0) == nil)
        #expect(RegisterText("", characters: 251) == nil)
        #expect(RegisterText("", characters: 250)?.words == 125)
        #expect(RegisterText("A", characters: 1)?.words == 1)
    }

    @Test("a string without a text, a text that is no string, and a writable string are found; so is an overlap")
    func findings() {
        let text = RegisterText("ABCD", characters: 4)
        let entries = [
            RegisterEntry(name: "A", table: .holdingRegister, offset: 0, encoding: .string),
            RegisterEntry(name: "B", table: .holdingRegister, offset: 0, encoding: .uint16, text: text),
            RegisterEntry(
                name: "C", table: .holdingRegister, offset: 0, encoding: .string, writable: true, text: text),
            RegisterEntry(name: "D", table: .holdingRegister, offset: 10, encoding: .string, text: text),
            RegisterEntry(name: "E", table: .holdingRegister, offset: 11, encoding: .uint16),
            RegisterEntry(name: "F", table: .coil, offset: 0, encoding: .string, text: text),
            RegisterEntry(name: "G", table: .holdingRegister, offset: 65_535, encoding: .string, text: text),
        ]
        #expect(
            RegisterMap.findings(in: entries) == [
                .unusableText(entry: 0, name: "A"), .unusableText(entry: 1, name: "B"),
                .unusableText(entry: 2, name: "C"),
                .overlap(entry: 4, name: "E", earlier: 3, earlierName: "D", address: 11),
                .wrongTable(entry: 5, name: "F", encoding: .string, table: .coil),
                .beyondTable(entry: 6, name: "G"),
            ])
    }
}
