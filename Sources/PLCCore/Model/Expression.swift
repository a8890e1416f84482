import Diagnostics

/// An operand: usually a tag or a number, in CPT and CMP anything up to a formula.
package indirect enum Expression: Hashable, Sendable {
    /// `?`: the value is kept with the tag.
    case unspecified(SourcePosition)
    /// A number.
    case number(NumberLiteral, SourcePosition)
    /// A tag or a member or bit of one.
    case path(String, SourcePosition)
    /// `-x` or `NOT x`.
    case unary(UnaryOperator, Expression, SourcePosition)
    /// Two operands with an operator between; the position is the operator's.
    case binary(BinaryOperator, Expression, Expression, SourcePosition)
    /// A function; the name is in capitals.
    case call(String, [Expression], SourcePosition)
    /// What the author put into parentheses, needed or not; the position is that of the `(`.
    case group(Expression, SourcePosition)

    /// Where the expression starts.
    package var position: SourcePosition {
        switch self {
        case .unspecified(let position), .number(_, let position), .path(_, let position),
            .unary(_, _, let position), .call(_, _, let position), .group(_, let position):
            position
        case .binary(_, let left, _, _): left.position
        }
    }

    /// The expression without parentheses round the whole of it.
    package var ungrouped: Expression {
        if case .group(let inner, _) = self { inner.ungrouped } else { self }
    }
}

/// A number as written.
package struct NumberLiteral: Hashable, Sendable {
    /// The text, with its sign and radix.
    package let text: String
    /// The value.
    package let value: Double
    /// Whether it is a REAL: it has a point or an exponent.
    package let isReal: Bool

    /// A number.
    package init(text: String, value: Double, isReal: Bool) {
        self.text = text
        self.value = value
        self.isReal = isReal
    }
}

/// An operator with one operand.
package enum UnaryOperator: String, Hashable, Sendable {
    /// Changes the sign.
    case minus = "-"
    /// Turns a condition round, or the bits of an integer.
    case not = "NOT"
}

/// An operator between two operands.
package enum BinaryOperator: String, CaseIterable, Hashable, Sendable {
    /// Product.
    case multiply = "*"
    /// Quotient.
    case divide = "/"
    /// Remainder.
    case modulo = "MOD"
    /// Sum.
    case add = "+"
    /// Difference.
    case subtract = "-"
    /// Less than.
    case less = "<"
    /// At most.
    case lessOrEqual = "<="
    /// Greater than.
    case greater = ">"
    /// At least.
    case greaterOrEqual = ">="
    /// Equal.
    case equal = "="
    /// Not equal.
    case notEqual = "<>"
    /// Both.
    case and = "AND"
    /// One but not both.
    case exclusiveOr = "XOR"
    /// One or both.
    case or = "OR"

    /// How tightly it binds: the greater the tighter.
    package var precedence: Int {
        switch self {
        case .multiply, .divide, .modulo: 6
        case .add, .subtract: 5
        case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: 4
        case .and: 3
        case .exclusiveOr: 2
        case .or: 1
        }
    }

    /// The comparison, for the six relations.
    var comparison: Comparison? {
        switch self {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        case .multiply, .divide, .modulo, .add, .subtract, .and, .exclusiveOr, .or: nil
        }
    }
}

extension Expression: CustomStringConvertible {
    /// The expression in the normal form of neutral text, with the parentheses of its author and those that it needs.
    package var description: String { text(within: 0) }

    private func text(within precedence: Int) -> String {
        switch self {
        case .unspecified: return "?"
        case .number(let literal, _): return literal.text
        case .path(let path, _): return path
        case .group(let inner, _): return "(\(inner.text(within: 0)))"
        case .unary(.minus, let operand, _): return "-\(operand.text(within: 8))"
        case .unary(.not, let operand, _): return "NOT \(operand.text(within: 7))"
        case .binary(let sign, let left, let right, _):
            let text =
                "\(left.text(within: sign.precedence)) \(sign.rawValue) \(right.text(within: sign.precedence + 1))"
            return sign.precedence < precedence ? "(\(text))" : text
        case .call(let name, let arguments, _):
            return "\(name)(\(arguments.map { $0.text(within: 0) }.joined(separator: ",")))"
        }
    }
}
