import Diagnostics

/// Turns a ladder program into operations, and finds what is wrong with it.
///
/// Data memory grows while compiling: the tags' words first, then constants and intermediate results as they come up.
struct ProgramCompiler {
    /// What is compiled.
    let program: LadderProgram
    /// The tags that it may use.
    let tags: TagTable
    /// Whether unknown instructions are skipped with a warning.
    let allowUnknown: Bool
    /// The findings so far.
    var report: DiagnosticReport
    /// The operations so far.
    var code: [Instruction] = []
    /// Where each of them came from.
    var sources: [InstructionSource] = []
    /// Operands beyond the three of an operation.
    var operandTable: [UInt32] = []
    /// Data memory so far, with the values that it starts with.
    var image: [UInt32]
    /// Known instructions so far.
    var instructionCount = 0
    /// Where each constant lies, by its bits.
    var constants: [UInt32: Int] = [:]
    /// Words for intermediate results; each instruction starts again with the first.
    var scratch: [Int] = []
    /// How many of them the present instruction uses.
    var scratchUsed = 0
    /// Levels of branches open at this point.
    var depth = 0
    /// Whether this rung's depth has been reported.
    var depthExceeded = false
    /// The present rung.
    var rung = 0
    /// The present instruction; nil between instructions.
    var kind: InstructionKind?
    /// The place of the present instruction among all, known or not.
    var call = -1
    /// What drives what, for warnings.
    var usage = UsageRecord()
    /// XOR of conditions so far: each doubles what it holds.
    var exclusiveOrCount = 0

    /// A compiler before its first rung.
    init(_ program: LadderProgram, tags: TagTable, allowUnknown: Bool) {
        self.program = program
        self.tags = tags
        self.allowUnknown = allowUnknown
        report = DiagnosticReport(file: program.file)
        image = tags.image
    }

    /// Compiles every rung; the findings are in `report`.
    mutating func compile() {
        if program.rungs.count > ProgramLimits.rungs {
            report.add(
                .limitExceeded, at: program.rungs[ProgramLimits.rungs].position,
                "the program has \(program.rungs.count) rungs, more than the limit of \(ProgramLimits.rungs)",
                hint: "divide it between two controllers")
            return
        }
        for item in program.rungs {
            rung = item.number
            kind = nil
            depthExceeded = false
            emit(.rungStart)
            warnOfSwallowedRung(item.elements)
            compile(item.elements)
        }
        kind = nil
        emit(.end)
        if image.count > ProgramLimits.words {
            report.add(
                .limitExceeded, at: .start,
                "the program needs \(image.count) words of data memory, more than the limit of \(ProgramLimits.words)",
                hint: "use fewer tags")
        }
    }

    private mutating func compile(_ elements: [RungElement]) {
        for element in elements {
            switch element {
            case .instruction(let call): compile(call)
            case .branch(let branch):
                kind = nil
                openBranch(at: branch.position)
                for (index, leg) in branch.legs.enumerated() {
                    if index > 0 { emit(.branchNext) }
                    compile(leg)
                    kind = nil
                }
                closeBranch()
            }
        }
    }

    private mutating func compile(_ call: InstructionCall) {
        self.call += 1
        guard let entry = InstructionCatalogue.entry(named: call.mnemonic) else {
            reportUnknown(call)
            return
        }
        instructionCount += 1
        kind = entry.kind
        scratchUsed = 0
        guard call.operands.count == entry.operands.count else {
            let count = entry.operands.count
            report.add(
                .operandCount, at: call.position,
                "\(entry.mnemonic) takes \(count) operand\(count == 1 ? "" : "s"), not \(call.operands.count)",
                hint: "write \(entry.signature)")
            return
        }
        var operands: [ResolvedOperand] = []
        for (expression, description) in zip(call.operands, entry.operands) {
            guard let operand = resolve(expression, as: description, of: entry) else { continue }
            operands.append(operand)
        }
        guard operands.count == entry.operands.count else { return }
        noteUsage(entry.kind, call, operands)
        lower(entry.kind, call, operands)
    }

    private mutating func reportUnknown(_ call: InstructionCall) {
        let name = call.mnemonic.uppercased()
        let isKnown = InstructionCatalogue.unsupported.contains(name)
        if allowUnknown {
            report.add(
                .skippedInstruction, at: call.position, "\(name) is skipped: it passes the rung on and does nothing")
        } else if isKnown {
            report.add(
                .unsupportedInstruction, at: call.position, "\(name) is not supported by this controller",
                hint: "`twinsim ladder instructions` lists what is")
        } else {
            let nearest = nearestName(to: name, among: InstructionCatalogue.names)
            report.add(
                .unknownInstruction, at: call.position, "there is no instruction '\(call.mnemonic)'",
                hint: nearest.map { "did you mean '\($0)'?" } ?? "`twinsim ladder instructions` lists them")
        }
    }

    // MARK: Emitting

    /// Appends one operation that belongs to the present rung and instruction.
    mutating func emit(_ opcode: Opcode, _ a: Int = 0, _ b: UInt32 = 0, _ c: Int = 0) {
        code.append(Instruction(opcode, a, b, c))
        sources.append(InstructionSource(rung: Int32(rung), call: kind == nil ? -1 : Int32(call), kind: kind))
    }

    /// Opens a branch, or says once a rung that it is one level too deep.
    mutating func openBranch(at position: SourcePosition) {
        depth += 1
        if depth > ProgramLimits.branchDepth, !depthExceeded {
            depthExceeded = true
            report.add(
                .limitExceeded, at: position,
                "branches are nested deeper than \(ProgramLimits.branchDepth) levels",
                hint: "use an internal BOOL tag and a rung of its own")
        }
        emit(.branchStart)
    }

    /// Closes the innermost branch.
    mutating func closeBranch(inverted: Bool = false) {
        depth -= 1
        emit(inverted ? .branchEndInverted : .branchEnd)
    }

    /// The word of the pool that holds these bits.
    mutating func constant(_ bits: UInt32) -> Int {
        if let word = constants[bits] { return word }
        image.append(bits)
        constants[bits] = image.count - 1
        return image.count - 1
    }

    /// A word for an intermediate result of the present instruction.
    mutating func newScratch() -> Int {
        if scratchUsed == scratch.count {
            image.append(0)
            scratch.append(image.count - 1)
        }
        scratchUsed += 1
        return scratch[scratchUsed - 1]
    }
}
