/// Reads the names by which records and other faults refer to a fault or a scene.
enum LabelReader {
    /// The longest name, in characters.
    static let longest = 80

    /// The name under this key; nil when there is none, with a finding when it is none.
    static func read(_ key: String, from reader: inout MappingReader) -> String? {
        guard let text = reader.text(key) else { return nil }
        guard isLabel(text) else {
            reader.findings.error(
                "FLT002", reader.file, reader.place(of: key),
                "'\(key)' is a name of 1 to \(longest) characters without '/' and '#', not '\(text)'")
            return nil
        }
        return text
    }

    /// Whether a text may name a fault or a scene. A slash joins scene and fault, a hash stands before a place.
    static func isLabel(_ text: String) -> Bool {
        !text.isEmpty && text.count <= longest && !text.contains { $0 == "/" || $0 == "#" || $0.isNewline }
    }
}
