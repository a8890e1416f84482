/// A checked value of a fault's parameter.
package enum ParameterValue: Hashable, Sendable {
    /// A whole number.
    case integer(Int)
    /// A number.
    case number(Double)
    /// A duration in nanoseconds.
    case duration(Int64)
    /// A moment or a share of the run.
    case time(PlanTime)
    /// A word, a name or a text.
    case word(String)
}
