/// The order of a value's words, and of the bytes inside each word, in the registers that it takes.
///
/// The names are those of a 32-bit value whose bytes are A (highest) to D. They say two independent things, which hold
/// for every size: which word has the lowest address, and which byte of a word comes first on the wire. A 16-bit value
/// has one word, so only the bytes matter to it; a 64-bit value has four words, all reversed or none.
package enum WordOrder: String, CaseIterable, Sendable {
    /// High word first, high byte first: big-endian throughout, as the protocol itself.
    case abcd = "ABCD"
    /// Low word first, high byte first.
    case cdab = "CDAB"
    /// High word first, low byte first.
    case badc = "BADC"
    /// Low word first, low byte first: little-endian throughout.
    case dcba = "DCBA"

    /// Whether the register with the low word has the lowest address.
    package var hasLowWordFirst: Bool { self == .cdab || self == .dcba }

    /// Whether the low byte of each word comes first.
    package var hasLowByteFirst: Bool { self == .badc || self == .dcba }
}
