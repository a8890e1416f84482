/// What a parameter of a fault holds: plans, `twinsim inject` and the panel check values against it.
package enum ParameterShape: Hashable, Sendable {
    /// A whole number within a range.
    case integer(ClosedRange<Int>)
    /// A number within a range.
    case number(ClosedRange<Double>)
    /// A duration in nanoseconds within a range; plans write 500ms, 2s, 10min.
    case duration(ClosedRange<Int64>)
    /// A moment or a share of the run.
    case time
    /// One word of a closed list.
    case choice([String])
    /// The name of a point in the scenario's tag table.
    case tag
    /// The name of a component of the plant.
    case component
    /// Any text.
    case text
}
