import Diagnostics
import Evidence
import Yams

/// A criteria file's YAML as `Criteria`: what its author calls a correct client.
package enum CriteriaFile {
    /// The channels whose growth may be limited, in the order of the documentation.
    private static let channels: [Channel] = [.memory, .descriptors, .sockets, .threads, .children]

    /// Reads the criteria; `tags` are the scenario's tag names, against which required tags are checked when given.
    ///
    /// - Throws: `InvalidInput` with every finding.
    package static func parse(_ text: String, file: String, tags: [String]? = nil) throws(InvalidInput) -> Criteria {
        let root = try YAMLText.compose(text, file: file)
        let findings = Findings()
        let criteria = read(root, file: file, tags: tags, findings: findings)
        try findings.throwIfAny()
        return criteria
    }

    private static func read(_ root: Node, file: String, tags: [String]?, findings: Findings) -> Criteria {
        var criteria = Criteria()
        guard var reader = MappingReader(root, what: "a criteria file", file: file, findings: findings) else {
            return criteria
        }
        if let node = reader.node("growth_per_hour"),
            var limits = MappingReader(node, what: "'growth_per_hour'", file: file, findings: findings)
        {
            for channel in channels {
                criteria.limits[channel] = limits.number(channel.rawValue, in: 0...1e9)
            }
            limits.reportUnknownKeys()
        }
        criteria.reconnectSeconds = seconds(&reader, "reconnect_within")
        if let node = reader.node("polls"),
            var polls = MappingReader(node, what: "'polls'", file: file, findings: findings)
        {
            criteria.pollsPerSecond = polls.number("per_second_at_least", in: 0...1e9)
            criteria.pollShare = polls.number("share_of_start_at_least", in: 0...1)
            polls.reportUnknownKeys()
        }
        if let node = reader.node("tags"),
            var list = MappingReader(node, what: "'tags'", file: file, findings: findings)
        {
            criteria.tagUnreadSeconds = seconds(&list, "unread_at_most", isRequired: true)
            criteria.requiredTags = required(&list, tags: tags)
            list.reportUnknownKeys()
        }
        if reader.node("restarts_at_most") != nil {
            criteria.restartsAllowed = reader.integer("restarts_at_most", in: 0...1_000_000, standard: 0)
        }
        reader.reportUnknownKeys()
        return criteria
    }

    private static func seconds(_ reader: inout MappingReader, _ key: String, isRequired: Bool = false) -> Double? {
        guard isRequired || reader.node(key) != nil else { return nil }
        return reader.duration(key, standard: nil).map { Double($0) / 1e9 }
    }

    /// The names in `required`; nil for every tag that the client reads.
    private static func required(_ reader: inout MappingReader, tags: [String]?) -> [String]? {
        guard let node = reader.node("required") else { return nil }
        if node.scalar?.string == "read" { return nil }
        guard let list = node.sequence, !list.isEmpty else {
            reader.findings.error(
                "CRI001", reader.file, node.position, "'required' is a list of tags, or the word read",
                hint: "write [LT101, PT102], or read for every tag that the client reads")
            return nil
        }
        return list.compactMap { entry in
            guard let name = entry.scalar?.string else {
                reader.findings.error("CRI001", reader.file, entry.position, "a tag is a plain word")
                return nil
            }
            if let tags, !tags.contains(name) {
                let near = nearestName(to: name, among: tags).map { "did you mean '\($0)'?" }
                reader.findings.error(
                    "CRI002", reader.file, entry.position, "the scenario's registers hold no tag '\(name)'",
                    hint: near ?? "twinsim scenarios map NAME lists them")
            }
            return name
        }
    }
}
