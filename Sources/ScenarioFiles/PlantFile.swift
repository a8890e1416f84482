import Diagnostics
import PlantModels
import Yams

/// `plant.yaml` as a `PlantDescription`. What the components and their keys mean is `PlantModels`' matter.
enum PlantFile {
    /// Reads the wiring; nil (with findings) when it is not a list of components.
    static func parse(_ text: String, file: String, findings: Findings) -> PlantDescription? {
        guard let root = findings.collect({ () throws(InvalidInput) in try YAMLText.compose(text, file: file) }),
            var reader = MappingReader(root, what: "a plant", file: file, findings: findings)
        else { return nil }
        let before = findings.diagnostics.count
        let components = reader.requiredNode("components")
        reader.reportUnknownKeys()
        guard let components,
            let list = MappingReader(components, what: "'components'", file: file, findings: findings)
        else { return nil }
        let described = list.entries.compactMap { entry in
            describe(entry.value, name: entry.key, at: entry.position, file: file, findings: findings)
        }
        // Without a component that cannot be read, whatever names it would look wrong too.
        guard findings.diagnostics.count == before else { return nil }
        return PlantDescription(file: file, components: described)
    }

    private static func describe(
        _ node: Node, name: String, at position: SourcePosition, file: String, findings: Findings
    ) -> ComponentDescription? {
        guard var reader = MappingReader(node, what: "the component '\(name)'", file: file, findings: findings),
            let kindNode = reader.requiredNode("kind")
        else { return nil }
        guard let kind = kindNode.scalar?.string else {
            findings.error("YML017", file, kindNode.position, "'kind' is a single value")
            return nil
        }
        let parameters = reader.entries.filter { $0.key != "kind" }.compactMap { entry in
            value(entry.value, file: file, findings: findings).map { (entry.key, $0, entry.value.position) }
        }
        return ComponentDescription(
            name: name, kind: kind, namePosition: position, kindPosition: kindNode.position, parameters: parameters)
    }

    private static func value(_ node: Node, file: String, findings: Findings) -> ParameterValue? {
        switch node {
        case .scalar(let scalar):
            // A quoted number is a text, as everywhere in YAML.
            if scalar.style == .plain, let number = Double(scalar.string) { return .number(number) }
            return .text(scalar.string)
        case .sequence(let sequence):
            return .list(sequence.compactMap { value($0, file: file, findings: findings) })
        case .mapping, .alias:
            findings.error(
                "YML018", file, node.position, "a parameter is a number, a text or a list",
                hint: "give nested things names of their own, as components")
            return nil
        }
    }
}
