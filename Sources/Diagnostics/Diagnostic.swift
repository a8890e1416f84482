/// One thing that is wrong with a text that the user wrote, and where, and how to mend it.
package struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    /// How bad it is: an error stops the work, a warning does not.
    package enum Severity: String, Hashable, Sendable {
        /// The text cannot be used as it is.
        case error
        /// The text can be used, but probably does not mean what its author thinks.
        case warning
    }

    /// How bad it is.
    package var severity: Severity
    /// A stable code that a script may match: letters for the kind of text, then three digits, like `LAD012`.
    package var code: String
    /// The file, as the user named it.
    package var file: String
    /// Where in the file.
    package var position: SourcePosition
    /// What is wrong, one sentence without its full stop.
    package var message: String
    /// How to mend it, one sentence without its full stop; nil where nothing useful can be said.
    package var hint: String?

    /// A finding at a place in a file.
    package init(
        _ severity: Severity = .error, code: String, file: String, position: SourcePosition, message: String,
        hint: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.file = file
        self.position = position
        self.message = Self.bounded(message)
        self.hint = hint.map(Self.bounded)
    }

    /// The longest message and the longest hint, in Unicode scalars: what the user wrote is echoed, but not all of it.
    package static let longestText = 400

    /// A text fit for one line of a terminal: no control characters, and cut in the middle when it is long.
    private static func bounded(_ text: String) -> String {
        let scalars = text.unicodeScalars
        let isPlain = scalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        // Counting to just beyond the limit is enough: the text may be megabytes.
        let isShort = scalars.prefix(longestText + 1).count <= longestText
        if isPlain, isShort { return text }
        var result = String.UnicodeScalarView()
        let half = longestText / 2
        let kept =
            isShort ? Array(scalars) : Array(scalars.prefix(half)) + ["\u{2026}"] + Array(scalars.suffix(half - 1))
        for scalar in kept {
            if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// `file:line:column: error CODE: what; how to mend it`.
    package var description: String {
        let mend = hint.map { "; \($0)" } ?? ""
        return "\(file):\(position.line):\(position.column): \(severity.rawValue) \(code): \(message)\(mend)"
    }
}
