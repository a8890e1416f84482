import Diagnostics

/// A program that a controller can execute: flat operations over a flat memory.
package struct CompiledProgram: Sendable {
    /// What the compiler found questionable, in the order of the text.
    package let warnings: [Diagnostic]
    /// The number of rungs.
    package let rungCount: Int
    /// The number of ladder instructions.
    package let instructionCount: Int
    /// The tags it was compiled against.
    package let tags: TagTable
    /// The number of instructions as written, skipped ones included.
    let callCount: Int
    /// The operations.
    let code: [Instruction]
    /// The instructions as written, in order, skipped ones included.
    let calls: [InstructionCall]
    /// Where each operation came from.
    let sources: [InstructionSource]
    /// Operands beyond the three of an operation.
    let operandTable: [UInt32]
    /// Data memory after a download: tags, then constants and intermediate results.
    let image: [UInt32]
    /// How many words of `image` belong to tags.
    let tagWordCount: Int

    /// The number of operations that the controller steps through, more than the ladder instructions.
    package var operationCount: Int { code.count }

    /// Compiles `program` against `tags`; throws every error that it finds.
    ///
    /// With `allowUnknown`, instructions that are not known or not supported are skipped with a warning.
    package init(_ program: LadderProgram, tags: TagTable, allowUnknown: Bool = false) throws(InvalidInput) {
        var compiler = ProgramCompiler(program, tags: tags, allowUnknown: allowUnknown)
        compiler.compile()
        let findings = compiler.report.sorted
        guard !findings.contains(where: { $0.severity == .error }) else { throw InvalidInput(findings) }
        warnings = findings
        rungCount = program.rungs.count
        instructionCount = compiler.instructionCount
        callCount = compiler.call + 1
        calls = program.instructions
        self.tags = tags
        code = compiler.code
        sources = compiler.sources
        operandTable = compiler.operandTable
        image = compiler.image
        tagWordCount = tags.image.count
    }
}
