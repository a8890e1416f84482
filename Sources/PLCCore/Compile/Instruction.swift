/// One operation of the compiled program, sixteen bytes.
struct Instruction {
    /// What to do.
    let opcode: Opcode
    /// The first operand, as the opcode says: mostly a word.
    let a: UInt32
    /// The second operand.
    let b: UInt32
    /// The third operand, for whatever computes a value the word that takes it.
    var c: UInt32

    /// An operation; what the opcode does not use stays 0.
    init(_ opcode: Opcode, _ a: Int = 0, _ b: UInt32 = 0, _ c: Int = 0) {
        self.opcode = opcode
        self.a = UInt32(truncatingIfNeeded: a)
        self.b = b
        self.c = UInt32(truncatingIfNeeded: c)
    }
}

/// Where an operation came from, for faults.
struct InstructionSource {
    /// The rung, from 0.
    let rung: Int32
    /// The place among the program's instructions, from 0; -1 for the operations of the rung itself.
    let call: Int32
    /// The instruction; nil for the operations of the rung itself.
    let kind: InstructionKind?
}
