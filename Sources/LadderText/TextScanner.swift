import Diagnostics

/// A place in a text that moves forward and knows its line and column.
struct TextScanner {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    /// The line and column of the next character.
    private(set) var position = SourcePosition.start

    /// The start of `text`.
    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        // A byte order mark at the start is no part of the text.
        if scalars.first == "\u{FEFF}" { index = 1 }
    }

    /// The next character; nil at the end.
    var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    /// The character after the next.
    var afterNext: Unicode.Scalar? { index + 1 < scalars.count ? scalars[index + 1] : nil }

    /// Whether the text is used up.
    var isAtEnd: Bool { index >= scalars.count }

    /// Takes the next character.
    @discardableResult
    mutating func take() -> Unicode.Scalar? {
        guard let scalar = next else { return nil }
        index += 1
        if scalar == "\n" {
            position = SourcePosition(line: position.line + 1, column: 1)
        } else {
            position.column += 1
        }
        return scalar
    }

    /// Takes the next character if it is `scalar`.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        take()
        return true
    }

    /// Takes characters while they satisfy `condition`.
    mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = next, condition(scalar) {
            text.append(scalar)
            take()
        }
        return String(text)
    }

    /// Takes the rest of the line, without its end.
    mutating func takeLine() -> String {
        let line = take { $0 != "\n" }
        return line.hasSuffix("\r") ? String(line.dropLast()) : line
    }
}

extension Unicode.Scalar {
    /// Whether a name can start with it.
    var startsName: Bool { isASCII && properties.isAlphabetic || self == "_" }
    /// Whether a name can go on with it.
    var continuesName: Bool { startsName || isDigit }
    /// Whether it is a decimal digit.
    var isDigit: Bool { ("0"..."9").contains(self) }
    /// Whether it is a blank within a line or a line end.
    var isBlank: Bool { self == " " || self == "\t" || self == "\r" || self == "\n" }
    /// How an error message shows it.
    var shown: String {
        switch self {
        case "\n", "\r": "the end of the line"
        case _ where value < 0x20 || value == 0x7F: "the control character \(value)"
        default: "'\(String(self))'"
        }
    }
}
