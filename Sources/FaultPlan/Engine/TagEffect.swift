/// What is done to one value as clients read it.
package enum TagEffect: Hashable, Sendable {
    /// It stays as it is.
    case freeze
    /// It is this.
    case value(Double)
    /// It is so much more.
    case offset(Double)
    /// Its registers hold a quiet NaN; for a tag of a float type.
    case notANumber
    /// Its first register is from one scan, the others from the scan before.
    case tear
    /// Its registers stand in the opposite order.
    case swapWords
    /// It is this many scans old.
    case lag(scans: Int)
}
