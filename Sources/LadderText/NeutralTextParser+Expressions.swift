import Diagnostics
import PLCCore

extension NeutralTextParser {
    /// Reads operands and operators that bind at least as tightly as `minimum`.
    mutating func parseExpression(depth: Int, minimum: Int) throws(Abandoned) -> Expression {
        var left = try parseTerm(depth: depth)
        while true {
            skipBlanksAndComments()
            guard let (sign, length) = peekOperator(), sign.precedence >= minimum else { return left }
            let position = scanner.position
            if sign == .multiply, scanner.afterNext == "*" {
                throw fail(.malformedExpression, at: position, "'**' is not supported", "write a product")
            }
            for _ in 0..<length { scanner.take() }
            let right = try parseExpression(depth: depth, minimum: sign.precedence + 1)
            try countNode(at: position)
            left = .binary(sign, left, right, position)
        }
    }

    private mutating func parseTerm(depth: Int) throws(Abandoned) -> Expression {
        skipBlanksAndComments()
        let position = scanner.position
        try countNode(at: position)
        guard depth <= ProgramLimits.expressionDepth else {
            throw fail(
                .limitExceeded, at: position,
                "parentheses are nested deeper than \(ProgramLimits.expressionDepth) levels",
                "compute a part of it into a tag of its own")
        }
        guard let next = scanner.next else { throw missingTerm(at: position) }
        switch next {
        case "?":
            scanner.take()
            return .unspecified(position)
        case "-":
            scanner.take()
            let operand = try parseTerm(depth: depth + 1)
            if case .number(let literal, _) = operand, !literal.text.hasPrefix("-"), !literal.text.contains("#") {
                return .number(
                    NumberLiteral(text: "-\(literal.text)", value: -literal.value, isReal: literal.isReal), position)
            }
            return .unary(.minus, operand, position)
        case "(":
            scanner.take()
            let inner = try parseExpression(depth: depth + 1, minimum: 1)
            guard scanner.take(")") else { throw unclosed(position, what: "the formula") }
            return .group(inner, position)
        case _ where next.isDigit || next == ".": return try parseNumber(at: position)
        case _ where next.startsName: return try parseName(depth: depth, at: position)
        default: throw missingTerm(at: position)
        }
    }

    private mutating func parseName(depth: Int, at position: SourcePosition) throws(Abandoned) -> Expression {
        let name = scanner.take { $0.continuesName }
        if name.uppercased() == "NOT" {
            return .unary(.not, try parseTerm(depth: depth + 1), position)
        }
        if BinaryOperator(rawValue: name.uppercased()) != nil {
            throw fail(
                .malformedExpression, at: position, "'\(name)' needs a value on its left", "write a tag or a number")
        }
        var path = name
        while let next = scanner.next {
            if next == ".", scanner.afterNext?.continuesName == true || scanner.afterNext == "[" {
                scanner.take()
                path += "."
                path += scanner.take { $0.continuesName }
            } else if next == ":", scanner.afterNext?.continuesName == true {
                scanner.take()
                path += ":"
                path += scanner.take { $0.continuesName }
            } else if next == "[" {
                path += try parseIndex(depth: depth)
            } else {
                break
            }
        }
        let afterName = scanner.position
        skipBlanksAndComments()
        guard scanner.next == "(" else { return .path(path, position) }
        guard path == name else {
            throw fail(.malformedExpression, at: afterName, "'\(path)' is not a function", "remove the parenthesis")
        }
        scanner.take()
        var arguments: [Expression] = []
        while true {
            arguments.append(try parseExpression(depth: depth + 1, minimum: 1))
            if scanner.take(",") { continue }
            guard scanner.take(")") else { throw unclosed(afterName, what: name) }
            return .call(name.uppercased(), arguments, position)
        }
    }

    /// An index in brackets, kept as text: the compiler says that there are no arrays.
    private mutating func parseIndex(depth: Int) throws(Abandoned) -> String {
        let position = scanner.position
        scanner.take()
        var parts: [String] = []
        while true {
            parts.append(try parseExpression(depth: depth + 1, minimum: 1).description)
            if scanner.take(",") { continue }
            guard scanner.take("]") else {
                throw fail(.unclosedBracket, at: position, "this '[' has no ']'", "close the index")
            }
            return "[\(parts.joined(separator: ","))]"
        }
    }

    private mutating func parseNumber(at position: SourcePosition) throws(Abandoned) -> Expression {
        var text = scanner.take { $0.continuesName || $0 == "." || $0 == "#" }
        // An exponent has its own sign: 1.5e-3.
        if scanner.next == "+" || scanner.next == "-", let last = text.last, last == "e" || last == "E",
            !text.contains("#")
        {
            text.unicodeScalars.append(scanner.take() ?? "+")
            text += scanner.take { $0.isDigit }
        }
        guard let literal = NumberLiteral(neutralText: text) else {
            throw fail(
                .malformedNumber, at: position, "'\(text)' is not a number",
                "write it like 12, -3, 1.5, 2.5e3, 16#FF, 8#17 or 2#1010; names start with a letter")
        }
        return .number(literal, position)
    }

    private mutating func missingTerm(at position: SourcePosition) -> Abandoned {
        fail(
            .malformedExpression, at: position,
            scanner.next.map { "\($0.shown) stands where a value is needed" }
                ?? "the text ends where a value is needed",
            "write a tag or a number")
    }

    private mutating func countNode(at position: SourcePosition) throws(Abandoned) {
        nodeCount += 1
        guard nodeCount <= ProgramLimits.expressionNodes else {
            throw fail(
                .limitExceeded, at: position,
                "the formula has more than \(ProgramLimits.expressionNodes) tags, numbers and operators",
                "compute a part of it into a tag of its own")
        }
    }

    /// The operator that comes next and its length, without taking it.
    private func peekOperator() -> (BinaryOperator, Int)? {
        guard let next = scanner.next else { return nil }
        switch next {
        case "+": return (.add, 1)
        case "-": return (.subtract, 1)
        case "*": return (.multiply, 1)
        case "/": return (.divide, 1)
        case "=": return (.equal, 1)
        case "<":
            if scanner.afterNext == ">" { return (.notEqual, 2) }
            return scanner.afterNext == "=" ? (.lessOrEqual, 2) : (.less, 1)
        case ">": return scanner.afterNext == "=" ? (.greaterOrEqual, 2) : (.greater, 1)
        case "&": return (.and, 1)
        case _ where next.startsName:
            var ahead = scanner
            let word = ahead.take { $0.continuesName }
            return BinaryOperator(rawValue: word.uppercased()).map { ($0, word.unicodeScalars.count) }
        default: return nil
        }
    }
}
