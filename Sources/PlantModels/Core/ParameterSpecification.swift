/// A parameter that a kind of component takes: fixed for the run.
package struct ParameterSpecification: Sendable {
    /// What values it takes.
    package enum Form: Sendable {
        /// A number in a range; without a default it must be given.
        case number(standard: Double?, range: ClosedRange<Double>)
        /// One of some words; without a default it must be given.
        case word(standard: String?, choices: [String])
        /// 24 numbers in a range, one an hour from midnight; without a default they must be given.
        case hourly(standard: Double?, range: ClosedRange<Double>)
        /// One or three pairs of flow and head (or pressure rise).
        case curve
    }

    /// The key.
    package let name: String
    /// The unit, empty for a plain number.
    package let unit: String
    /// What values it takes.
    package let form: Form
    /// What it means, a few words.
    package let meaning: String

    /// A number; `standard` nil means that it must be given.
    static func number(
        _ name: String, _ unit: String, _ standard: Double?, _ range: ClosedRange<Double>, _ meaning: String
    ) -> Self {
        Self(name: name, unit: unit, form: .number(standard: standard, range: range), meaning: meaning)
    }

    /// A number without limits; `standard` nil means that it must be given.
    static func number(_ name: String, _ unit: String, _ standard: Double?, _ meaning: String) -> Self {
        number(name, unit, standard, anyNumber, meaning)
    }

    /// Yes (1) or no (0).
    static func flag(_ name: String, _ standard: Double, _ meaning: String) -> Self {
        number(name, "", standard, 0...1, meaning)
    }

    /// One of `choices`.
    static func word(_ name: String, _ standard: String?, _ choices: [String], _ meaning: String) -> Self {
        Self(name: name, unit: "", form: .word(standard: standard, choices: choices), meaning: meaning)
    }

    /// 24 numbers.
    static func hourly(_ name: String, _ standard: Double?, _ range: ClosedRange<Double>, _ meaning: String) -> Self {
        Self(name: name, unit: "", form: .hourly(standard: standard, range: range), meaning: meaning)
    }

    /// A pump's or fan's curve.
    static func curve(_ name: String, _ unit: String, _ meaning: String) -> Self {
        Self(name: name, unit: unit, form: .curve, meaning: meaning)
    }

    /// The hour of the day at which the run starts, as all components with a daily course have it.
    static let startHour = number("start_h", "h", 0, 0...24, "hour of the day at the start of the run")
}

/// The range of a number that may be anything; bounded, so that sums and products of driven values stay finite.
let anyNumber = -1e15...1e15
