import Text

/// A fault as one JSON object, as words, and back: `{"fault": "delay", "by": "500ms"}` is `delay by=500ms`.
package enum FaultWordsJSON {
    /// The words of an object's text; nil when it is not such an object.
    package static func words(_ text: String) -> [String]? {
        guard case .object(let members)? = JSONValue(parsing: text),
            case .string(let kind)? = members.first(where: { $0.name == "fault" })?.value
        else { return nil }
        var words = [kind]
        for member in members where member.name != "fault" {
            guard let value = plain(member.value) else { return nil }
            words.append("\(member.name)=\(value)")
        }
        return words
    }

    /// The object of these words; a word without `=` after the first becomes a member with an empty text, which the panel
    /// refuses with its place.
    package static func object(_ words: [String]) -> JSONValue {
        var members = [JSONValue.Member(name: "fault", value: .string(words.first ?? ""))]
        for word in words.dropFirst() {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            members.append(JSONValue.Member(name: parts[0], value: .string(parts.count > 1 ? parts[1] : "")))
        }
        return .object(members)
    }

    private static func plain(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): return text
        case .integer(let number): return String(number)
        case .number(let number): return "\(number)"
        case .bool(let flag): return flag ? "yes" : "no"
        case .array(let values):
            let texts = values.compactMap(plain)
            return texts.count == values.count ? texts.joined(separator: ",") : nil
        case .null, .object: return nil
        }
    }
}
