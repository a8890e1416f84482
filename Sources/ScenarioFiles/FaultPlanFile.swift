import Diagnostics
import FaultPlan
import Yams

/// A fault plan's YAML as a `FaultPlan`.
package enum FaultPlanFile {
    /// Reads a plan.
    ///
    /// - Throws: `InvalidInput` with every finding.
    package static func parse(_ text: String, file: String) throws(InvalidInput) -> FaultPlan {
        let root = try YAMLText.compose(text, file: file)
        let findings = Findings()
        let plan = read(root, file: file, findings: findings)
        try findings.throwIfAny()
        guard let plan else { preconditionFailure("a plan that cannot be read has findings") }
        return plan
    }

    private static func read(_ root: Node, file: String, findings: Findings) -> FaultPlan? {
        guard var reader = MappingReader(root, what: "a fault plan", file: file, findings: findings) else { return nil }
        let name = reader.requiredText("name")
        let summary = reader.requiredText("description")
        let list = reader.requiredNode("faults")
        reader.reportUnknownKeys()
        guard let sequence = list?.sequence else {
            if let list {
                findings.error("FLT001", file, list.position, "'faults' is a list", hint: "begin lines with '- '")
            }
            return nil
        }
        let faults = sequence.enumerated().compactMap { index, node in
            readFault(node, place: index + 1, file: file, findings: findings)
        }
        guard let name, let summary else { return nil }
        return FaultPlan(name: name, summary: summary, faults: faults)
    }

    private static func readFault(_ node: Node, place: Int, file: String, findings: Findings) -> PlannedFault? {
        guard var reader = MappingReader(node, what: "a fault", file: file, findings: findings) else { return nil }
        let kinds = FaultCatalogue.entries.map(\.kind)
        guard let kind = reader.choice("fault", among: kinds, standard: nil),
            let entry = FaultCatalogue.kind(kind)?.entry
        else { return nil }
        let parameters = FaultParameterReader.read(entry, from: &reader)
        reader.reportUnknownKeys()
        return parameters.map { PlannedFault(label: "\(kind)#\(place)", kind: kind, parameters: $0) }
    }
}
