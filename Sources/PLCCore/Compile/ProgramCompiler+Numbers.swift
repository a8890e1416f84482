import Diagnostics

extension ProgramCompiler {
    /// A word that holds the value as a whole number.
    mutating func integerWord(_ value: NumericValue) -> Int {
        switch value {
        case .integer(let number): return constant(UInt32(bitPattern: number))
        case .integerWord(let word): return word
        case .real, .realWord: preconditionFailure("a REAL where the operand check allows whole numbers only")
        }
    }

    /// A word that holds the value as a REAL, converted if need be.
    mutating func realWord(_ value: NumericValue) -> Int {
        switch value {
        case .integer(let number): return constant(Float(number).bitPattern)
        case .real(let number): return constant(number.bitPattern)
        case .realWord(let word): return word
        case .integerWord(let word):
            let result = newScratch()
            emit(.integerToReal, word, 0, result)
            return result
        }
    }

    /// Emits a comparison that the rung must pass.
    mutating func emitComparison(_ comparison: Comparison, _ left: NumericValue, _ right: NumericValue) {
        let isReal = left.isReal || right.isReal
        let a = isReal ? realWord(left) : integerWord(left)
        let b = isReal ? realWord(right) : integerWord(right)
        let opcode: Opcode
        switch comparison {
        case .equal: opcode = isReal ? .equalReal : .equalInteger
        case .notEqual: opcode = isReal ? .notEqualReal : .notEqualInteger
        case .less: opcode = isReal ? .lessReal : .lessInteger
        case .lessOrEqual: opcode = isReal ? .lessOrEqualReal : .lessOrEqualInteger
        case .greater: opcode = isReal ? .greaterReal : .greaterInteger
        case .greaterOrEqual: opcode = isReal ? .greaterOrEqualReal : .greaterOrEqualInteger
        }
        emit(opcode, a, UInt32(b))
    }

    /// Emits one arithmetic operation into an intermediate result; REAL when an operand is, or when `forceReal`.
    mutating func emitOperation(
        _ sign: BinaryOperator, _ left: NumericValue, _ right: NumericValue, forceReal: Bool = false
    ) -> NumericValue {
        let isReal = forceReal || left.isReal || right.isReal
        let a = isReal ? realWord(left) : integerWord(left)
        let b = isReal ? realWord(right) : integerWord(right)
        let opcode: Opcode
        switch sign {
        case .add: opcode = isReal ? .addReal : .addInteger
        case .subtract: opcode = isReal ? .subtractReal : .subtractInteger
        case .multiply: opcode = isReal ? .multiplyReal : .multiplyInteger
        case .divide: opcode = isReal ? .divideReal : .divideInteger
        case .modulo: opcode = isReal ? .moduloReal : .moduloInteger
        case .and: opcode = .andInteger
        case .exclusiveOr: opcode = .exclusiveOrInteger
        case .or: opcode = .orInteger
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual:
            preconditionFailure("a comparison gives no number")
        }
        return emitResult(opcode, a, b, isReal: isReal)
    }

    /// Emits a function of one number into an intermediate result.
    mutating func emitFunction(
        _ integer: Opcode, _ real: Opcode, _ operand: NumericValue, forceReal: Bool = false
    ) -> NumericValue {
        let isReal = forceReal || operand.isReal
        let a = isReal ? realWord(operand) : integerWord(operand)
        return emitResult(isReal ? real : integer, a, 0, isReal: isReal)
    }

    /// Emits an operation that puts its result into an intermediate word.
    mutating func emitResult(_ opcode: Opcode, _ a: Int, _ b: Int, isReal: Bool) -> NumericValue {
        let result = newScratch()
        emit(opcode, a, UInt32(b), result)
        return isReal ? .realWord(result) : .integerWord(result)
    }

    /// Emits what brings `value` into a tag, converted to its type.
    mutating func store(_ value: NumericValue, in target: TagReference) {
        switch (value, target.type) {
        case (.integerWord(let word), .dint), (.realWord(let word), .real):
            if scratch.contains(word), let last = code.indices.last, Int(code[last].c) == word {
                // The operation that computed it can write to the tag itself.
                code[last].c = UInt32(target.word)
            } else {
                emit(.move, word, 0, target.word)
            }
        case (.integerWord(let word), .int): emit(.narrowToInt, word, 0, target.word)
        case (.integerWord(let word), .real): emit(.integerToReal, word, 0, target.word)
        case (.realWord(let word), .dint): emit(.realToInteger, word, 0, target.word)
        case (.realWord(let word), .int): emit(.realToInt, word, 0, target.word)
        case (.integer(let number), .dint): emit(.move, constant(UInt32(bitPattern: number)), 0, target.word)
        case (.integer(let number), .int): emit(.narrowToInt, constant(UInt32(bitPattern: number)), 0, target.word)
        case (.integer(let number), .real): emit(.move, constant(Float(number).bitPattern), 0, target.word)
        case (.real(let number), .real): emit(.move, constant(number.bitPattern), 0, target.word)
        case (.real(let number), .dint): emit(.realToInteger, constant(number.bitPattern), 0, target.word)
        case (.real(let number), .int): emit(.realToInt, constant(number.bitPattern), 0, target.word)
        case (_, .bool): preconditionFailure("a number stored in a BOOL")
        }
    }
}
