import Diagnostics
import Yams

/// Reads the keys of one YAML mapping, each once, and reports what is missing, misspelt or of the wrong kind.
struct MappingReader {
    let file: String
    let findings: Findings
    /// Where the mapping begins.
    let position: SourcePosition
    private let what: String
    private var values: [String: Node] = [:]
    private var keyPositions: [(key: String, position: SourcePosition)] = []
    private var asked: [String] = []
    private var refused: [String] = []

    /// A reader of `node`, which is called `what` in messages; nil (with a finding) when it is no mapping.
    init?(_ node: Node, what: String, file: String, findings: Findings) {
        self.file = file
        self.findings = findings
        self.what = what
        position = node.position
        guard let mapping = node.mapping else {
            findings.error(
                "YML010", file, node.position, "\(what) is a mapping of keys to values",
                hint: "write 'key: value' lines")
            return nil
        }
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                findings.error("YML011", file, key.position, "a key of \(what) is a plain word")
                continue
            }
            values[name] = value
            keyPositions.append((name, key.position))
        }
    }

    /// Every key with its place and value, in the order of the file.
    var entries: [(key: String, position: SourcePosition, value: Node)] {
        keyPositions.compactMap { entry in values[entry.key].map { (entry.key, entry.position, $0) } }
    }

    /// The value of a key that may be missing.
    mutating func node(_ key: String) -> Node? {
        asked.append(key)
        return values[key]
    }

    /// Where the value of a key stands; the mapping's own place when it is missing.
    func place(of key: String) -> SourcePosition { values[key]?.position ?? position }

    /// Reports a key that has a meaning elsewhere and none here.
    mutating func refuse(_ key: String, _ message: String, hint: String? = nil) {
        refused.append(key)
        guard let entry = keyPositions.first(where: { $0.key == key }) else { return }
        findings.error("FLT003", file, entry.position, message, hint: hint)
    }

    /// The value of a key that must be there.
    mutating func requiredNode(_ key: String) -> Node? {
        if let node = node(key) { return node }
        findings.error("YML012", file, position, "\(what) has no '\(key)'", hint: "add '\(key): …'")
        return nil
    }

    /// A text that may be missing.
    mutating func text(_ key: String) -> String? {
        node(key).flatMap { scalar($0, key) }
    }

    /// A text that must be there.
    mutating func requiredText(_ key: String) -> String? {
        requiredNode(key).flatMap { scalar($0, key) }
    }

    /// A whole number within a range; `standard` when the key is missing; nil (with a finding) when it is wrong.
    mutating func integer(_ key: String, in range: ClosedRange<Int>, standard: Int?) -> Int? {
        guard let node = standard == nil ? requiredNode(key) : node(key) else { return standard }
        guard let text = scalar(node, key) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            findings.error(
                "YML014", file, node.position,
                "'\(key)' is a whole number from \(range.lowerBound) to \(range.upperBound), "
                    + "not '\(text)'")
            return nil
        }
        return number
    }

    /// A duration above 0 in nanoseconds; `standard` when the key is missing; nil (with a finding) when it is wrong.
    mutating func duration(_ key: String, standard: Int64?) -> Int64? {
        guard let node = standard == nil ? requiredNode(key) : node(key) else { return standard }
        guard let text = scalar(node, key) else { return nil }
        guard let nanoseconds = DurationText.nanoseconds(text), nanoseconds > 0 else {
            findings.error(
                "YML015", file, node.position, "'\(key)' is a duration above 0, not '\(text)'",
                hint: "write a number and a unit: 100ms, 1.5s, 10min, 48h")
            return nil
        }
        return nanoseconds
    }

    /// One word of a closed list; `standard` when the key is missing; nil (with a finding) when it is another.
    mutating func choice(_ key: String, among words: [String], standard: String?) -> String? {
        guard let node = standard == nil ? requiredNode(key) : node(key) else { return standard }
        guard let text = scalar(node, key) else { return nil }
        guard words.contains(text) else {
            let near = nearestName(to: text, among: words).map { "did you mean '\($0)'?" }
            findings.error(
                "YML016", file, node.position, "'\(key)' is one of \(words.joined(separator: ", ")), not '\(text)'",
                hint: near)
            return nil
        }
        return text
    }

    /// Reports every key that nothing has asked for.
    func reportUnknownKeys() {
        for entry in keyPositions where !asked.contains(entry.key) && !refused.contains(entry.key) {
            let near = nearestName(to: entry.key, among: asked).map { "did you mean '\($0)'?" }
            findings.error(
                "YML013", file, entry.position, "\(what) knows no '\(entry.key)'",
                hint: near ?? "known keys: \(asked.sorted().joined(separator: ", "))")
        }
    }

    private func scalar(_ node: Node, _ key: String) -> String? {
        if let text = node.scalar?.string { return text }
        findings.error("YML017", file, node.position, "'\(key)' is a single value")
        return nil
    }
}
