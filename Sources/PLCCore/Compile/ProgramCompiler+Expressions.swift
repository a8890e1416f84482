import Diagnostics

extension ProgramCompiler {
    /// Emits a numeric expression; nil after reporting what is wrong with it.
    mutating func compileNumber(_ expression: Expression) -> NumericValue? {
        switch expression {
        case .unspecified(let position):
            report.add(.malformedExpression, at: position, "'?' has no value in a formula", hint: "write a tag")
            return nil
        case .number(let literal, let position): return number(literal, at: position)
        case .path(let path, let position):
            guard let place = find(path, at: position) else { return nil }
            guard case .scalar(let reference) = place, reference.type != .bool else {
                reportMixed(position, "'\(path)' is not a number", "use an INT, DINT or REAL tag or member")
                return nil
            }
            return value(of: reference)
        case .unary(.minus, let operand, _):
            guard let value = compileNumber(operand) else { return nil }
            return emitFunction(.negateInteger, .negateReal, value)
        case .unary(.not, let operand, let position):
            guard let value = compileNumber(operand) else { return nil }
            guard !value.isReal else {
                reportMixed(position, "NOT works on the bits of whole numbers, not on a REAL", "use an INT or DINT")
                return nil
            }
            return emitFunction(.notInteger, .notInteger, value)
        case .binary(let sign, let left, let right, let position):
            guard sign.comparison == nil else {
                reportMixed(position, "'\(sign.rawValue)' gives a condition where a number is needed", "use CMP")
                return nil
            }
            let a = compileNumber(left)
            let b = compileNumber(right)
            guard let a, let b else { return nil }
            if sign == .and || sign == .or || sign == .exclusiveOr, a.isReal || b.isReal {
                reportMixed(
                    position, "\(sign.rawValue) works on the bits of whole numbers, not on a REAL",
                    "use INT or DINT tags")
                return nil
            }
            return emitOperation(sign, a, b)
        case .call(let name, let arguments, let position): return compileCall(name, arguments, at: position)
        case .group(let inner, _): return compileNumber(inner)
        }
    }

    private mutating func compileCall(
        _ name: String, _ arguments: [Expression], at position: SourcePosition
    ) -> NumericValue? {
        guard let function = ExpressionFunction(rawValue: name == "SQRT" ? "SQR" : name) else {
            let nearest = nearestName(to: name, among: ExpressionFunction.allCases.map(\.rawValue) + ["SQRT"])
            report.add(
                .unknownFunction, at: position, "there is no function '\(name)'",
                hint: nearest.map { "did you mean '\($0)'?" } ?? "there are ABS, SQR, SQRT, LN, EXP, MIN and MAX")
            return nil
        }
        guard arguments.count == function.argumentCount else {
            report.add(
                .unknownFunction, at: position,
                "\(name) takes \(function.argumentCount) argument\(function.argumentCount == 1 ? "" : "s"), not "
                    + "\(arguments.count)", hint: "separate arguments by commas")
            return nil
        }
        var values: [NumericValue] = []
        for argument in arguments {
            guard let value = compileNumber(argument) else { continue }
            values.append(value)
        }
        guard values.count == arguments.count else { return nil }
        switch function {
        case .absolute: return emitFunction(.absoluteInteger, .absoluteReal, values[0])
        case .squareRoot: return emitFunction(.squareRootInteger, .squareRootReal, values[0])
        case .logarithm: return emitFunction(.logarithmReal, .logarithmReal, values[0], forceReal: true)
        case .exponential: return emitFunction(.exponentialReal, .exponentialReal, values[0], forceReal: true)
        case .minimum, .maximum:
            let isReal = values[0].isReal || values[1].isReal
            let a = isReal ? realWord(values[0]) : integerWord(values[0])
            let b = isReal ? realWord(values[1]) : integerWord(values[1])
            let opcode: Opcode =
                function == .minimum
                ? (isReal ? .minimumReal : .minimumInteger) : (isReal ? .maximumReal : .maximumInteger)
            return emitResult(opcode, a, b, isReal: isReal)
        }
    }

    /// Emits a condition that the rung must pass: comparisons become contacts, AND a series, OR a branch.
    ///
    /// What stands behind a false left side is not computed, as in a series of contacts.
    mutating func compileCondition(_ expression: Expression) {
        switch expression {
        case .binary(let sign, let left, let right, let position):
            if let comparison = sign.comparison {
                let a = compileNumber(left)
                let b = compileNumber(right)
                if let a, let b { emitComparison(comparison, a, b) }
            } else if sign == .and {
                compileCondition(left)
                compileCondition(right)
            } else if sign == .or {
                openBranch(at: position)
                for (index, leg) in legs(of: expression).enumerated() {
                    if index > 0 { emit(.branchNext) }
                    compileCondition(leg)
                }
                closeBranch()
            } else if sign == .exclusiveOr {
                compileExclusiveOr(left, right, at: position)
            } else {
                reportNoCondition(expression)
            }
        case .unary(.not, let operand, let position):
            openBranch(at: position)
            compileCondition(operand)
            closeBranch(inverted: true)
        case .path(let path, let position):
            guard let place = find(path, at: position) else { return }
            guard case .scalar(let reference) = place, reference.type == .bool else {
                reportNoCondition(expression)
                return
            }
            emit(.examineOn, reference.word, reference.mask)
        case .group(let inner, _): compileCondition(inner)
        case .unspecified, .number, .call, .unary: reportNoCondition(expression)
        }
    }

    /// Either one but not both: a branch with two legs, each with one side turned round.
    private mutating func compileExclusiveOr(_ left: Expression, _ right: Expression, at position: SourcePosition) {
        exclusiveOrCount += 1
        guard exclusiveOrCount <= ProgramLimits.exclusiveOrPerProgram else {
            if exclusiveOrCount == ProgramLimits.exclusiveOrPerProgram + 1 {
                report.add(
                    .limitExceeded, at: position,
                    "more than \(ProgramLimits.exclusiveOrPerProgram) XOR of conditions; nested ones count double",
                    hint: "use internal BOOL tags")
            }
            return
        }
        openBranch(at: position)
        compileCondition(left)
        compileCondition(.unary(.not, right, position))
        emit(.branchNext)
        compileCondition(.unary(.not, left, position))
        compileCondition(right)
        closeBranch()
    }

    /// The operands of a chain of OR from left to right, so that a chain costs one level of branches only.
    private func legs(of expression: Expression) -> [Expression] {
        guard case .binary(.or, let left, let right, _) = expression.ungrouped else { return [expression] }
        return legs(of: left) + legs(of: right)
    }

    private mutating func reportNoCondition(_ expression: Expression) {
        reportMixed(
            expression.position, "'\(expression)' is a number where a condition is needed",
            "compare it, as in LEVEL > 2.5; NOT binds tighter than a comparison, so write NOT (A > B)")
    }

    private mutating func reportMixed(_ position: SourcePosition, _ message: String, _ hint: String) {
        report.add(.mixedTypes, at: position, message, hint: hint)
    }
}

/// The functions of expressions.
enum ExpressionFunction: String, CaseIterable {
    /// Absolute value.
    case absolute = "ABS"
    /// Square root.
    case squareRoot = "SQR"
    /// Natural logarithm.
    case logarithm = "LN"
    /// Power of e.
    case exponential = "EXP"
    /// The lesser of two.
    case minimum = "MIN"
    /// The greater of two.
    case maximum = "MAX"

    /// How many arguments it takes.
    var argumentCount: Int { self == .minimum || self == .maximum ? 2 : 1 }
}
