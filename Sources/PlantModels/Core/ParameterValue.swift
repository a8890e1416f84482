/// The value of a key of a component, as its author wrote it.
package indirect enum ParameterValue: Hashable, Sendable {
    /// A number.
    case number(Double)
    /// A word, a component's name or a port's path.
    case text(String)
    /// A list of values.
    case list([ParameterValue])

    /// The number, or nil.
    var number: Double? {
        if case .number(let number) = self { return number }
        return nil
    }

    /// The text, or nil.
    var text: String? {
        if case .text(let text) = self { return text }
        return nil
    }

    /// The list, or nil.
    var list: [ParameterValue]? {
        if case .list(let list) = self { return list }
        return nil
    }

    /// What kind of value it is, in words.
    var sort: String {
        switch self {
        case .number(let number): "the number \(plainNumber(number))"
        case .text(let text): "the word '\(text)'"
        case .list(let list): "a list of \(list.count)"
        }
    }
}

/// A number as a person writes it: no `.0` on whole numbers.
func plainNumber(_ value: Double) -> String {
    if value == value.rounded(), value.magnitude < 1e15 { return String(Int64(value)) }
    return "\(value)"
}
