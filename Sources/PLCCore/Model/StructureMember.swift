/// One member of a structure: where it is and what it holds.
package struct StructureMember: Sendable {
    /// The name, in capitals.
    package let name: String
    /// The word, counted from the structure's first.
    package let offset: Int
    /// The bit of that word; -1 when the member takes the whole word.
    package let bit: Int
    /// The type.
    package let type: ScalarType
    /// The value before any declaration.
    package let initial: Double
    /// What it means, with its unit.
    package let sentence: String

    /// A bit of the status word, which is always the structure's first.
    init(bit: Int, _ name: String, _ sentence: String) {
        self.init(name: name, offset: 0, bit: bit, type: .bool, initial: 0, sentence: sentence)
    }

    /// A number with a word of its own.
    init(_ name: String, word: Int, _ type: ScalarType, initial: Double = 0, _ sentence: String) {
        self.init(name: name, offset: word, bit: -1, type: type, initial: initial, sentence: sentence)
    }

    private init(name: String, offset: Int, bit: Int, type: ScalarType, initial: Double, sentence: String) {
        self.name = name
        self.offset = offset
        self.bit = bit
        self.type = type
        self.initial = initial
        self.sentence = sentence
    }

    /// The member of a structure that starts at `base`.
    func reference(base: Int) -> TagReference {
        bit >= 0
            ? TagReference(word: base + offset, bit: bit, ofInteger: .dint)
            : TagReference(word: base + offset, type: type)
    }
}
