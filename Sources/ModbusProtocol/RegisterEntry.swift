/// One line of the register map: which value lies where, how, and what a client may do with it.
package struct RegisterEntry: Hashable, Sendable {
    /// The name that diagnostics, logs and reports use.
    package var name: String
    /// The value's place in the owner's own table; Modbus never looks at it.
    package var tagIndex: Int
    /// The table that holds it.
    package var table: RegisterTable
    /// The first address, 0-based as in the PDU, 0...65535.
    package var offset: Int
    /// How the number lies in the table.
    package var encoding: RegisterEncoding
    /// The bit of the register that holds the value, 0 (lowest) to 15; nil for a value with addresses of its own.
    package var bit: Int?
    /// The constant text of a string; nil for a number.
    package var text: RegisterText?
    /// The order of the value's words and bytes; without meaning for a bit, and for the words of a string.
    package var wordOrder: WordOrder
    /// Register value = value × scale; finite and not 0.
    package var scale: Double
    /// True when a client may write it; only coils and holding registers can be.
    package var writable: Bool
    /// The smallest value that a client may write, in the value's own unit; nil = the encoding's limit.
    package var minimum: Double?
    /// The largest value that a client may write, in the value's own unit; nil = the encoding's limit.
    package var maximum: Double?

    /// A line of the register map.
    package init(
        name: String, tagIndex: Int = 0, table: RegisterTable, offset: Int, encoding: RegisterEncoding,
        wordOrder: WordOrder = .abcd, scale: Double = 1, writable: Bool = false, minimum: Double? = nil,
        maximum: Double? = nil, bit: Int? = nil, text: RegisterText? = nil
    ) {
        self.name = name
        self.tagIndex = tagIndex
        self.table = table
        self.offset = offset
        self.encoding = encoding
        self.wordOrder = wordOrder
        self.scale = scale
        self.writable = writable
        self.minimum = minimum
        self.maximum = maximum
        self.bit = bit
        self.text = text
    }

    /// The number of addresses that the value takes.
    package var words: Int { text?.words ?? encoding.words }

    /// The addresses that the value takes; a bit of a register shares its one with other bits.
    package var addresses: Range<Int> { offset..<(offset + words) }

    /// The 1-based number that many manuals use.
    package var registerNumber: Int { offset + 1 }

    /// The Modicon reference: five digits up to address 9998, six above, like `40001` and `410000`; of a bit in a
    /// register with the bit behind it, like `40001.3`.
    package var reference: String {
        let width = offset < 9999 ? 4 : 5
        let digits = String(registerNumber)
        return "\(table.referenceDigit)" + String(repeating: "0", count: width - digits.count) + digits
            + (bit.map { ".\($0)" } ?? "")
    }
}
