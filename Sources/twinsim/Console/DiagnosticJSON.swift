import Diagnostics
import Text

extension Diagnostic {
    /// The finding as a JSON object.
    var json: JSONValue {
        [
            "severity": .string(severity.rawValue), "code": .string(code), "file": .string(file),
            "line": .integer(Int64(position.line)), "column": .integer(Int64(position.column)),
            "message": .string(message), "hint": .optional(hint),
        ]
    }
}
