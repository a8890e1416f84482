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
        self.message = message
        self.hint = hint
    }

    /// `file:line:column: error CODE: what; how to mend it`.
    package var description: String {
        let mend = hint.map { "; \($0)" } ?? ""
        return "\(file):\(position.line):\(position.column): \(severity.rawValue) \(code): \(message)\(mend)"
    }
}
