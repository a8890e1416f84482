/// The parameters of one fault, complete and checked against its kind's catalogue entry.
///
/// The typed readers trap on a name or shape that the entry does not have: that is a defect of ours, as every value came
/// through `FaultCatalogue.Entry`.
package struct FaultParameters: Hashable, Sendable {
    private var values: [String: ParameterValue]

    /// Parameters with these values; the caller has checked them against the entry.
    package init(_ values: [String: ParameterValue]) {
        self.values = values
    }

    /// Whether the plan or the catalogue's default gave this parameter.
    package func has(_ name: String) -> Bool { values[name] != nil }

    /// The value of a parameter; nil when neither the plan nor a default gave one.
    package subscript(_ name: String) -> ParameterValue? { values[name] }

    /// A whole number.
    package func integer(_ name: String) -> Int {
        guard case .integer(let value)? = values[name] else { preconditionFailure("no whole number '\(name)'") }
        return value
    }

    /// A number.
    package func number(_ name: String) -> Double {
        guard case .number(let value)? = values[name] else { preconditionFailure("no number '\(name)'") }
        return value
    }

    /// A duration in nanoseconds.
    package func duration(_ name: String) -> Int64 {
        guard case .duration(let value)? = values[name] else { preconditionFailure("no duration '\(name)'") }
        return value
    }

    /// A moment or a share of the run.
    package func time(_ name: String) -> PlanTime {
        guard case .time(let value)? = values[name] else { preconditionFailure("no time '\(name)'") }
        return value
    }

    /// A word, a name or a text.
    package func word(_ name: String) -> String {
        guard case .word(let value)? = values[name] else { preconditionFailure("no word '\(name)'") }
        return value
    }
}
