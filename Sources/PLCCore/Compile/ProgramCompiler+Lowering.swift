import Diagnostics

extension ProgramCompiler {
    /// Emits the operations of one instruction whose operands are checked.
    mutating func lower(_ kind: InstructionKind, _ call: InstructionCall, _ operands: [ResolvedOperand]) {
        switch kind {
        case .xic: emitBit(.examineOn, operands[0])
        case .xio: emitBit(.examineOff, operands[0])
        case .ote: emitBit(.outputEnergize, operands[0])
        case .otl: emitBit(.outputLatch, operands[0])
        case .otu: emitBit(.outputUnlatch, operands[0])
        case .ons: emitBit(.oneShot, operands[0])
        case .osr: emitOneShot(.oneShotRising, operands)
        case .osf: emitOneShot(.oneShotFalling, operands)
        case .afi: emit(.alwaysFalse)
        case .nop: break
        case .ton: emitStructure(.timerOnDelay, call, operands)
        case .tof: emitStructure(.timerOffDelay, call, operands)
        case .rto: emitStructure(.timerRetentive, call, operands)
        case .ctu: emitStructure(.countUp, call, operands)
        case .ctd: emitStructure(.countDown, call, operands)
        case .res:
            let item = structure(operands[0])
            emit(item.type == .timer ? .resetTimer : .resetCounter, item.word)
        case .equ: emitComparison(.equal, value(operands[0]), value(operands[1]))
        case .neq: emitComparison(.notEqual, value(operands[0]), value(operands[1]))
        case .grt: emitComparison(.greater, value(operands[0]), value(operands[1]))
        case .geq: emitComparison(.greaterOrEqual, value(operands[0]), value(operands[1]))
        case .les: emitComparison(.less, value(operands[0]), value(operands[1]))
        case .leq: emitComparison(.lessOrEqual, value(operands[0]), value(operands[1]))
        case .lim: emitLimit(operands)
        case .meq:
            let words = operands.map { integerWord(value($0)) }
            emit(.maskedEqual, words[0], UInt32(words[1]), words[2])
        case .cmp: compileCondition(expression(operands[0]))
        case .mov: store(value(operands[0]), in: destination(operands[1]))
        case .clr: store(.integer(0), in: destination(operands[0]))
        case .mvm: emitMaskedMove(operands)
        case .add: emitArithmetic(.add, operands)
        case .sub: emitArithmetic(.subtract, operands)
        case .mul: emitArithmetic(.multiply, operands)
        case .div: emitArithmetic(.divide, operands)
        case .mod: emitArithmetic(.modulo, operands)
        case .neg: emitFunction(.negateInteger, .negateReal, operands)
        case .abs: emitFunction(.absoluteInteger, .absoluteReal, operands)
        case .sqr: emitFunction(.squareRootInteger, .squareRootReal, operands)
        case .cpt:
            guard let result = compileNumber(expression(operands[1])) else { return }
            store(result, in: destination(operands[0]))
        case .scp: emitScaling(.scaleRange, operands)
        case .scl: emitScaling(.scaleRate, operands)
        case .pid: emitPID(operands)
        }
    }

    private mutating func emitBit(_ opcode: Opcode, _ operand: ResolvedOperand) {
        let reference = bit(operand)
        emit(opcode, reference.word, reference.mask)
    }

    private mutating func emitOneShot(_ opcode: Opcode, _ operands: [ResolvedOperand]) {
        let place = operandTable.count
        for operand in operands {
            let reference = bit(operand)
            operandTable += [UInt32(reference.word), reference.mask]
        }
        emit(opcode, place)
    }

    private mutating func emitStructure(_ opcode: Opcode, _ call: InstructionCall, _ operands: [ResolvedOperand]) {
        let item = structure(operands[0])
        // Preset and accumulated value lie at the same offsets in a timer and in a counter.
        for (index, name) in [(1, "PRE"), (2, "ACC")] {
            guard case .start(let value?) = operands[index] else { continue }
            if item.type == .timer, value < 0 {
                report.add(
                    .numberOutOfRange, at: call.operands[index].position,
                    "a timer's \(name) cannot be \(value): the controller would stop with fault 4/34",
                    hint: "write milliseconds from 0")
                continue
            }
            let declared = tags.declaration(of: call.operands[0].description)?.initial
                .first { $0.key.uppercased() == name }
            if let declared, declared.value != Double(value) {
                report.add(
                    .startValueIgnored, at: call.operands[index].position,
                    "the tag table starts \(call.operands[0]).\(name) at \(Int(declared.value)), so the \(value) here "
                        + "has no effect", hint: "write '?' here, or leave the value out of the tag table")
            } else {
                image[item.word + index] = UInt32(bitPattern: value)
            }
        }
        emit(opcode, item.word)
    }

    private mutating func emitLimit(_ operands: [ResolvedOperand]) {
        let values = operands.map { value($0) }
        let isReal = values.contains { $0.isReal }
        let words = values.map { isReal ? realWord($0) : integerWord($0) }
        emit(isReal ? .limitReal : .limitInteger, words[0], UInt32(words[1]), words[2])
    }

    private mutating func emitMaskedMove(_ operands: [ResolvedOperand]) {
        let target = destination(operands[2])
        let source = integerWord(value(operands[0]))
        let mask = integerWord(value(operands[1]))
        emit(.maskedMove, source, UInt32(mask), target.word)
        // Bit 15 is the sign of an INT and what the mask lets through above it is dropped: neither is an overflow.
        if target.type == .int { emit(.narrowToInt, target.word, 1, target.word) }
    }

    private mutating func emitArithmetic(_ sign: BinaryOperator, _ operands: [ResolvedOperand]) {
        let target = destination(operands[2])
        // One instruction computes in REAL as soon as one of its operands is REAL, the destination included.
        let result = emitOperation(
            sign, value(operands[0]), value(operands[1]), forceReal: target.type == .real)
        store(result, in: target)
    }

    private mutating func emitFunction(_ integer: Opcode, _ real: Opcode, _ operands: [ResolvedOperand]) {
        let target = destination(operands[1])
        let result = emitFunction(integer, real, value(operands[0]), forceReal: target.type == .real)
        store(result, in: target)
    }

    private mutating func emitScaling(_ opcode: Opcode, _ operands: [ResolvedOperand]) {
        let words = operands.dropLast().map { UInt32(realWord(value($0))) }
        let place = operandTable.count
        operandTable += words
        let target = destination(operands[operands.count - 1])
        let result = newScratch()
        // With no result there is to be no change: a REAL is left alone, and a NaN leaves an integer alone.
        emit(opcode, place, target.type == .real ? 1 : 0, result)
        store(.realWord(result), in: target)
    }

    private mutating func emitPID(_ operands: [ResolvedOperand]) {
        let loop = structure(operands[0])
        let none = UInt32.max
        var row: [UInt32] = [UInt32(realWord(value(operands[1])))]
        if case .value(let tieback) = operands[2] { row.append(UInt32(realWord(tieback))) } else { row.append(none) }
        if case .structure(let master) = operands[4] { row.append(UInt32(master.word)) } else { row.append(none) }
        if case .bit(let hold) = operands[5] {
            row += [UInt32(hold.word), hold.mask]
        } else {
            row += [none, 0]
        }
        let holdValue: NumericValue = if case .value(let given) = operands[6] { given } else { .integer(0) }
        row.append(UInt32(realWord(holdValue)))
        let place = operandTable.count
        operandTable += row
        emit(.pid, loop.word, UInt32(place))
        // The loop computes only every UPD seconds; the copy is made at every true scan.
        if case .destination(let cv) = operands[3] {
            store(.realWord(loop.word + PIDWord.controlVariable), in: cv)
        }
    }

    // MARK: Operands that resolve(_:as:of:) has checked

    private func bit(_ operand: ResolvedOperand) -> TagReference {
        guard case .bit(let reference) = operand else { preconditionFailure("a bit operand was not resolved to a bit") }
        return reference
    }

    private func structure(_ operand: ResolvedOperand) -> StructureReference {
        guard case .structure(let reference) = operand else {
            preconditionFailure("a structure operand was not resolved to a structure")
        }
        return reference
    }

    private func value(_ operand: ResolvedOperand) -> NumericValue {
        guard case .value(let value) = operand else { preconditionFailure("a source was not resolved to a value") }
        return value
    }

    private func destination(_ operand: ResolvedOperand) -> TagReference {
        guard case .destination(let reference) = operand else {
            preconditionFailure("a destination was not resolved to a tag")
        }
        return reference
    }

    private func expression(_ operand: ResolvedOperand) -> Expression {
        guard case .expression(let expression) = operand else {
            preconditionFailure("an expression operand was not kept as an expression")
        }
        return expression
    }
}
