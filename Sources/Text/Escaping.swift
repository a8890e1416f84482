/// Makes text harmless where it is quoted; everything that a client, a user or a file may have written goes through
/// one of these.
package enum Escaping {
    /// For HTML and XML, in content and in quoted attributes.
    ///
    /// Characters that XML 1.0 forbids become U+FFFD, and those that reverse the direction of writing become visible,
    /// so that a client cannot make a report read differently from what it says.
    package static func markup(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in visible(text).unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// For one line of Markdown, a table's cell included.
    package static func markdown(_ text: String) -> String {
        var escaped = ""
        for scalar in visible(text).unicodeScalars {
            switch scalar {
            case "\n", "\r", "\t": escaped += " "
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\\", "`", "*", "_", "[", "]", "|", "~", "#", "!", "$": escaped += "\\\(scalar)"
            // Keeps a client's text from calling upon a person.
            case "@": escaped += "&#64;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// For one line on a terminal: nothing in it can move the cursor, change a colour or turn the writing round.
    package static func terminal(_ text: String) -> String {
        String(visible(text).map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }

    private static func visible(_ text: String) -> String {
        var shown = ""
        shown.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: shown.unicodeScalars.append(scalar)
            case 0x00...0x1F, 0x7F...0x9F, 0xFFFE, 0xFFFF: shown += "\u{FFFD}"
            case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
                shown += "[U+\(String(scalar.value, radix: 16, uppercase: true))]"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
