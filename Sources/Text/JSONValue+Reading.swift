extension JSONValue {
    /// The text, if it is one.
    package var text: String? { if case .string(let text) = self { text } else { nil } }

    /// The number, whole or not, if it is one.
    package var figure: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The elements of a list; none for anything else.
    package var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }

    /// The members of an object; none for anything else.
    package var members: [Member] { if case .object(let members) = self { members } else { [] } }

    /// The text of the member `name`; nil when it has none.
    package func text(_ name: String) -> String? { self[name]?.text }

    /// The texts in the list that is the member `name`; none when there is no such list.
    package func texts(_ name: String) -> [String] { self[name]?.elements.compactMap(\.text) ?? [] }

    /// The whole number of the member `name`; nil when it has none.
    package func whole(_ name: String) -> Int64? {
        if case .integer(let number)? = self[name] { number } else { nil }
    }

    /// The number of the member `name`, whole or not; nil when it has none.
    package func real(_ name: String) -> Double? { self[name]?.figure }
}
