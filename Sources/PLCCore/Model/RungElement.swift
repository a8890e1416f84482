import Diagnostics

/// One thing on a rung.
package indirect enum RungElement: Hashable, Sendable {
    /// An instruction.
    case instruction(InstructionCall)
    /// A branch around what its legs hold.
    case branch(RungBranch)
}

/// An instruction with its operands, known or not.
package struct InstructionCall: Hashable, Sendable, CustomStringConvertible {
    /// The mnemonic as written.
    package let mnemonic: String
    /// Where the mnemonic stands.
    package let position: SourcePosition
    /// The operands in order.
    package let operands: [Expression]

    /// An instruction.
    package init(mnemonic: String, position: SourcePosition, operands: [Expression]) {
        self.mnemonic = mnemonic
        self.position = position
        self.operands = operands
    }

    /// The instruction in the normal form of neutral text.
    package var description: String { "\(mnemonic)(\(operands.map(\.description).joined(separator: ",")))" }
}

/// A branch: legs in parallel.
package struct RungBranch: Hashable, Sendable {
    /// Where its `[` stands.
    package let position: SourcePosition
    /// The legs from top to bottom; an empty one is a plain wire.
    package let legs: [[RungElement]]

    /// A branch.
    package init(position: SourcePosition, legs: [[RungElement]]) {
        self.position = position
        self.legs = legs
    }
}
