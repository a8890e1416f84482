/// One of the six relations between two numbers.
enum Comparison {
    /// a = b.
    case equal
    /// a <> b.
    case notEqual
    /// a < b.
    case less
    /// a <= b.
    case lessOrEqual
    /// a > b.
    case greater
    /// a >= b.
    case greaterOrEqual
}
