/// A JSON text (RFC 8259) as a value; the members of an object keep their order.
package enum JSONValue: Hashable, Sendable {
    /// One member of an object.
    package struct Member: Hashable, Sendable {
        /// Its name.
        package var name: String
        /// Its value.
        package var value: JSONValue

        /// A member of an object.
        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// `null`, which stands for "not applicable" and "not available".
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number, written with all its digits.
    case integer(Int64)
    /// A number; infinities and not-a-number have no JSON and are written as `null`.
    case number(Double)
    /// A text.
    case string(String)
    /// A list.
    case array([JSONValue])
    /// An object; names should differ, the writer does not check it.
    case object([Member])

    /// The number, or null where there is none.
    package static func optional(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }

    /// The whole number, or null where there is none.
    package static func optional(_ number: Int64?) -> JSONValue { number.map { .integer($0) } ?? .null }

    /// The text, or null where there is none.
    package static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    /// The JSON text on one line.
    package var compact: String {
        var text = ""
        write(to: &text, indent: nil)
        return text
    }

    /// The JSON text indented by two spaces a level, without a line break at its end.
    package var pretty: String {
        var text = ""
        write(to: &text, indent: 0)
        return text
    }

    private func write(to text: inout String, indent: Int?) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value): text += value.isFinite ? Self.digits(of: value) : "null"
        case .string(let value): Self.write(value, to: &text)
        case .array(let values):
            Self.writeList("[", "]", values, to: &text, indent: indent) { value, text, indent in
                value.write(to: &text, indent: indent)
            }
        case .object(let members):
            Self.writeList("{", "}", members, to: &text, indent: indent) { member, text, indent in
                Self.write(member.name, to: &text)
                text += indent == nil ? ":" : ": "
                member.value.write(to: &text, indent: indent)
            }
        }
    }

    private static func writeList<Item>(
        _ open: String, _ close: String, _ items: [Item], to text: inout String, indent: Int?,
        _ writeItem: (Item, inout String, Int?) -> Void
    ) {
        text += open
        for (position, item) in items.enumerated() {
            if position > 0 { text += "," }
            if let indent { text += "\n" + String(repeating: "  ", count: indent + 1) }
            writeItem(item, &text, indent.map { $0 + 1 })
        }
        if let indent, !items.isEmpty { text += "\n" + String(repeating: "  ", count: indent) }
        text += close
    }

    // Swift prints the shortest digits that read back as the same number; a whole number loses its useless ".0".
    private static func digits(of value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            // The two separators are legal JSON but end a line in older script engines.
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                let hexadecimal = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A text.
    package init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    package init(integerLiteral value: Int64) { self = .integer(value) }
    /// A number.
    package init(floatLiteral value: Double) { self = .number(value) }
    /// `true` or `false`.
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A list.
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object whose members keep the order in which they are written.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member(name: $0.0, value: $0.1) })
    }
}
