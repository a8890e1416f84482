/// What is wrong with one line of a register map; `entry` is the line's index in the list that was given.
package enum RegisterMapError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The value does not lie within addresses 0...65535.
    case beyondTable(entry: Int, name: String)
    /// The value takes an address that an earlier line already has.
    case overlap(entry: Int, name: String, earlier: Int, earlierName: String, address: Int)
    /// The value takes a bit of a register that an earlier line already has.
    case bitOverlap(entry: Int, name: String, earlierName: String, address: Int, bit: Int)
    /// A bit of a register that is not 0...15, or of something that is no register or no bit.
    case unusableBit(entry: Int, name: String)
    /// A string without a text or a text that is no string, that is writable, or that lies outside the register tables.
    case unusableText(entry: Int, name: String)
    /// A register encoding in a bit table or the other way round.
    case wrongTable(entry: Int, name: String, encoding: RegisterEncoding, table: RegisterTable)
    /// Marked as writable in a table that the protocol can only read.
    case notWritable(entry: Int, name: String, table: RegisterTable)
    /// The scale is 0 or not a finite number.
    case unusableScale(entry: Int, name: String)
    /// The smallest permitted value is above the largest, or one of them is not a number.
    case emptyRange(entry: Int, name: String)

    /// The line that is wrong.
    package var entry: Int {
        switch self {
        case .beyondTable(let entry, _), .overlap(let entry, _, _, _, _), .wrongTable(let entry, _, _, _),
            .bitOverlap(let entry, _, _, _, _), .unusableBit(let entry, _), .unusableText(let entry, _),
            .notWritable(let entry, _, _), .unusableScale(let entry, _), .emptyRange(let entry, _):
            entry
        }
    }

    /// What is wrong and how to mend it, one sentence.
    package var description: String {
        switch self {
        case .beyondTable(_, let name):
            "\(name) lies outside addresses 0...65535; move it down"
        case .overlap(_, let name, _, let earlierName, let address):
            "\(name) and \(earlierName) both take address \(address); move one of them"
        case .bitOverlap(_, let name, let earlierName, let address, let bit):
            "\(name) and \(earlierName) both take bit \(bit) of address \(address); move one of them"
        case .unusableBit(_, let name):
            "\(name) is no bit 0...15 of a register; bits of registers are BOOL values in HR or IR"
        case .unusableText(_, let name):
            "\(name) is no constant string in HR or IR; give it a text, and make it read-only"
        case .wrongTable(_, let name, let encoding, let table):
            "\(name) is \(encoding.rawValue), which table \(table.rawValue) cannot hold; "
                + (table.holdsBits ? "CO and DI hold bits" : "HR and IR hold registers")
        case .notWritable(_, let name, let table):
            "\(name) is writable, but clients can only read table \(table.rawValue); use CO or HR, or make it read-only"
        case .unusableScale(_, let name):
            "\(name) has a scale that is 0 or not finite; give a number other than 0"
        case .emptyRange(_, let name):
            "\(name) has a smallest value that is not at or below its largest; swap or correct them"
        }
    }
}
