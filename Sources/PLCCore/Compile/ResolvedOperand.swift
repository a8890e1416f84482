/// An operand after the compiler has checked it.
enum ResolvedOperand {
    /// A bit.
    case bit(TagReference)
    /// A timer, a counter or a PID loop.
    case structure(StructureReference)
    /// A number to read.
    case value(NumericValue)
    /// A number to write.
    case destination(TagReference)
    /// The whole number that a member starts with; nil for `?`.
    case start(Int32?)
    /// A formula, still to be compiled.
    case expression(Expression)
    /// An operand that is not used.
    case unused
}

/// A number that an operation can read.
enum NumericValue {
    /// A whole number that the text gives.
    case integer(Int32)
    /// A REAL that the text gives.
    case real(Float)
    /// A word that holds a whole number.
    case integerWord(Int)
    /// A word that holds a REAL.
    case realWord(Int)

    /// Whether it is a REAL.
    var isReal: Bool {
        switch self {
        case .real, .realWord: true
        case .integer, .integerWord: false
        }
    }
}
