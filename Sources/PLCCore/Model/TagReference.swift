/// A resolved place in data memory: one scalar, or one bit of a word.
package struct TagReference: Hashable, Sendable {
    /// The index of the word.
    package let word: Int
    /// The bit of the word, from 0; -1 for a number that takes the whole word.
    package let bit: Int
    /// The type of the value.
    package let type: ScalarType
    /// The bits of the word that hold the value.
    ///
    /// The sign bit of an INT covers the sixteen upper bits also, so that writing it keeps the word sign-extended.
    package let mask: UInt32

    /// A number that takes the whole word.
    init(word: Int, type: ScalarType) {
        self.word = word
        self.type = type
        bit = type == .bool ? 0 : -1
        mask = type == .bool ? 1 : .max
    }

    /// One bit of a word that is an INT, a DINT, or a structure's status word.
    init(word: Int, bit: Int, ofInteger integer: ScalarType) {
        self.word = word
        self.bit = bit
        type = .bool
        mask = integer == .int && bit == 15 ? 0xFFFF_8000 : 1 << UInt32(bit)
    }
}
