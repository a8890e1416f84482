import Diagnostics
import FaultPlan

/// One fault as words, the way a command line gives it: the kind, then `key=value`.
package enum FaultWords {
    /// Keys whose value may be a list, with commas between.
    private static let listKeys = ["unit", "function", "connection"]

    /// Reads a fault like `delay by=500ms for=30s unit=1`.
    ///
    /// Keys and values are those of a plan's fault, but for `after` and `after_polls`; lists are written `1,2`.
    ///
    /// - Parameter subjects: what the scenario has that runs; nil: tags and components are not looked up.
    /// - Throws: `InvalidInput` with every finding; its file is `inject`, its column counts the words from 1.
    package static func parse(
        _ words: [String], subjects: FaultSubjects? = nil
    ) throws(InvalidInput) -> PlannedFault {
        let file = "inject"
        let findings = Findings()
        let text = yaml(words, file: file, findings: findings)
        try findings.throwIfAny()
        do {
            let reader = PlannedFaultReader(file: file, findings: findings, subjects: subjects, context: .injected)
            let read = reader.read(try YAMLText.compose(text, file: file)) { "\($0)#injected" }
            try findings.throwIfAny()
            guard let read else { preconditionFailure("a fault that cannot be read has findings") }
            return read.fault
        } catch {
            // Each word is a line of the text: a place in it is the number of a word.
            throw InvalidInput(
                error.diagnostics.map { diagnostic in
                    var diagnostic = diagnostic
                    diagnostic.position = SourcePosition(line: 1, column: diagnostic.position.line)
                    return diagnostic
                })
        }
    }

    /// The words as YAML, one a line, so that plans and words have one reader.
    private static func yaml(_ words: [String], file: String, findings: Findings) -> String {
        guard let kind = words.first else {
            findings.error("FLT016", file, .start, "there is no fault", hint: "write a kind and key=value words")
            return ""
        }
        var keys = ["fault"]
        var lines = ["fault: \(quoted(kind))"]
        for (index, word) in words.enumerated().dropFirst() {
            let position = SourcePosition(line: 1, column: index + 1)
            guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
                findings.error("FLT016", file, position, "'\(word)' gives no key a value", hint: "write key=value")
                continue
            }
            let key = String(word[..<equals])
            if keys.contains(key) {
                findings.error("YML003", file, position, "the key '\(key)' stands twice here", hint: "keep one of them")
            }
            keys.append(key)
            lines.append("\(quoted(key)): \(value(String(word[word.index(after: equals)...]), of: key))")
        }
        return lines.joined(separator: "\n")
    }

    private static func value(_ text: String, of key: String) -> String {
        guard listKeys.contains(key), text.hasPrefix("[") || text.contains(",") else { return quoted(text) }
        let inside = text.hasPrefix("[") && text.hasSuffix("]") ? text.dropFirst().dropLast() : text[...]
        let items = inside.split(separator: ",", omittingEmptySubsequences: inside.isEmpty)
        return "[\(items.map { quoted(String($0.filter { $0 != " " })) }.joined(separator: ", "))]"
    }

    /// The text in YAML's double quotation marks.
    private static func quoted(_ text: String) -> String {
        let digits = Array("0123456789abcdef")
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                quoted += "\\x\(digits[Int(scalar.value >> 4)])\(digits[Int(scalar.value & 15)])"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
