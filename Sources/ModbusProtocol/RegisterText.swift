/// A constant text in registers: two characters in each, padded with 0.
package struct RegisterText: Hashable, Sendable {
    /// The most characters of one text: what one request can read.
    package static let longest = 2 * FunctionCode.Limit.readRegisters

    /// The text, in ASCII.
    package let text: String
    /// The characters that there is room for, 1...250.
    package let characters: Int
    private let bytes: [UInt8]

    /// A text with room for so many characters; nil when it does not fit, holds other than printable ASCII characters
    /// or has no room that can be read at once.
    package init?(_ text: String, characters: Int) {
        guard (1...Self.longest).contains(characters), text.utf8.count <= characters,
            text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { return nil }
        self.text = text
        self.characters = characters
        bytes = Array(text.utf8) + [UInt8](repeating: 0, count: (characters + 1) / 2 * 2 - text.utf8.count)
    }

    /// The number of registers.
    package var words: Int { (characters + 1) / 2 }

    /// The content of the register at this place: the first of its two characters is the high byte, or the low byte.
    func register(at place: Int, lowByteFirst: Bool) -> UInt16 {
        let word = UInt16(bytes[2 * place]) << 8 | UInt16(bytes[2 * place + 1])
        return lowByteFirst ? word.byteSwapped : word
    }
}
