/// What one scan made of every rung and every instruction.
package struct ScanTrace: Sendable {
    /// The condition at the end of each rung; nil for rungs behind a major fault.
    package let rungs: [Bool?]
    /// The rung condition out of each instruction, in the order of `LadderProgram.instructions`.
    ///
    /// Nil for an instruction without an operation of its own (NOP, skipped ones) and for those behind a major fault.
    package let instructions: [Bool?]

    /// Sorts the conditions after each operation by what the operation came from.
    init(program: CompiledProgram, states: [Bool?]) {
        var rungs = [Bool?](repeating: nil, count: program.rungCount)
        var instructions = [Bool?](repeating: nil, count: program.callCount)
        for (index, state) in states.enumerated() {
            guard let state, program.code[index].opcode != .end else { continue }
            let source = program.sources[index]
            // Later operations of the same rung or instruction overwrite earlier ones: the last is the condition out.
            rungs[Int(source.rung)] = state
            if source.call >= 0 { instructions[Int(source.call)] = state }
        }
        self.rungs = rungs
        self.instructions = instructions
    }
}
