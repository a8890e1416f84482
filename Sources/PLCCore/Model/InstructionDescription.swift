/// One row of the instruction table: all that parser, compiler and documentation know about an instruction.
package struct InstructionDescription: Sendable {
    /// Which instruction.
    package let kind: InstructionKind
    /// Other names for it: those of versions 36 and later.
    package let aliases: [String]
    /// The operands in order.
    package let operands: [OperandDescription]
    /// What it does, one sentence.
    package let sentence: String
    /// What it does when the rung condition in is true.
    package let whenTrue: String
    /// What it does when the rung condition in is false.
    package let whenFalse: String
    /// What it does at the prescan, on entering run mode.
    package let atPrescan: String
    /// The rung condition out.
    package let rungOut: String

    /// The mnemonic that the catalogue lists it under.
    package var mnemonic: String { kind.rawValue }

    /// The instruction with its operands' names: `TON(timer,preset,accumulated)`.
    package var signature: String { "\(mnemonic)(\(operands.map(\.name).joined(separator: ",")))" }

    /// An entry; what is not given is a dash, and the rung passes.
    init(
        _ kind: InstructionKind, _ aliases: [String] = [], _ operands: [OperandDescription], _ sentence: String,
        whenTrue: String = "-", whenFalse: String = "-", atPrescan: String = "-", rungOut: String = "RCI"
    ) {
        self.kind = kind
        self.aliases = aliases
        self.operands = operands
        self.sentence = sentence
        self.whenTrue = whenTrue
        self.whenFalse = whenFalse
        self.atPrescan = atPrescan
        self.rungOut = rungOut
    }
}

/// One operand of an instruction.
package struct OperandDescription: Sendable {
    /// The name that documentation and errors use.
    package let name: String
    /// What it may be.
    package let kind: OperandKind

    /// An operand.
    init(_ name: String, _ kind: OperandKind) {
        self.name = name
        self.kind = kind
    }
}
