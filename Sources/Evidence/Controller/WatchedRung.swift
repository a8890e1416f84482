import Text

/// A rung that drives a tag that is followed, with its words.
package struct WatchedRung: Hashable, Sendable {
    /// Its number, from 0.
    package var number: Int
    /// The comment above it; empty when it has none.
    package var comment: String
    /// The rung in neutral text.
    package var text: String
    /// The tags that it writes.
    package var drives: [String]
    /// The bits that its contacts examine.
    package var examines: [String]

    /// A rung.
    package init(number: Int, comment: String, text: String, drives: [String], examines: [String]) {
        self.number = number
        self.comment = comment
        self.text = text
        self.drives = drives
        self.examines = examines
    }

    /// The rung as an object of the event `program`.
    var json: JSONValue {
        [
            "rung": .integer(Int64(number)), "comment": .string(comment), "text": .string(text),
            "drives": .array(drives.map { .string($0) }), "examines": .array(examines.map { .string($0) }),
        ]
    }

    /// The rung from an object of the event `program`; nil when it is none.
    package init?(_ json: JSONValue) {
        guard case .integer(let number)? = json["rung"], let text = json["text"]?.text else { return nil }
        self.init(
            number: Int(number), comment: json["comment"]?.text ?? "", text: text,
            drives: json["drives"]?.elements.compactMap(\.text) ?? [],
            examines: json["examines"]?.elements.compactMap(\.text) ?? [])
    }
}
