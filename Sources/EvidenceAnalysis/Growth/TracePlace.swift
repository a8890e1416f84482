import Text

/// A place in a client's code, as its interpreter knows it; all of it is controlled by the client.
package struct TracePlace: Hashable, Sendable {
    /// The file.
    package var file: String
    /// The line's number in it.
    package var line: Int64
    /// The function; nil where only the line is known.
    package var function: String?
    /// The line's text, read from the file while the client was traced; nil where that was not possible.
    package var source: String?

    /// A place.
    package init(file: String, line: Int64, function: String? = nil, source: String? = nil) {
        self.file = file
        self.line = line
        self.function = function
        self.source = source
    }

    /// The place for readers: `file:line`, with the function around it where that is known.
    package var text: String { function.map { "\($0) (\(file):\(line))" } ?? "\(file):\(line)" }

    /// A place from a list of file, line and, after them, a text; nil when it is none.
    init?(_ value: JSONValue?, isSource: Bool) {
        guard let parts = value?.elements, parts.count >= 2, let file = parts[0].text,
            case .integer(let line) = parts[1]
        else { return nil }
        let text = parts.count > 2 ? parts[2].text : nil
        self.init(file: file, line: line, function: isSource ? nil : text, source: isSource ? text : nil)
    }
}
