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
        let faults = sequence.compactMap { readFault($0, file: file, findings: findings) }
        guard let name, let summary else { return nil }
        return FaultPlan(name: name, summary: summary, faults: faults)
    }

    private static func readFault(_ node: Node, file: String, findings: Findings) -> PlannedFault? {
        guard var reader = MappingReader(node, what: "a fault", file: file, findings: findings) else { return nil }
        let kinds = FaultCatalogue.entries.map(\.kind)
        guard let kind = reader.choice("fault", among: kinds, standard: nil) else { return nil }
        let fault: PlannedFault?
        switch kind {
        case ReconnectStorm.kind: fault = readReconnectStorm(&reader).map(PlannedFault.reconnectStorm)
        default: preconditionFailure("the catalogue names '\(kind)', which nothing here reads")
        }
        reader.reportUnknownKeys()
        return fault
    }

    private static func readReconnectStorm(_ reader: inout MappingReader) -> ReconnectStorm? {
        let storms = reader.integer("storms", in: 1...10_000, standard: nil)
        let drops = reader.integer("drops", in: 1...1_000, standard: 1)
        let spacing = reader.duration("spacing", standard: 500_000_000)
        let gaps = reader.choice("gaps", among: ReconnectStorm.Gaps.allCases.map(\.rawValue), standard: "random")
        let manners = CloseManner.allCases.map(\.rawValue) + ["alternate"]
        let close = reader.choice("close", among: manners, standard: "reset")
        let from = planTime(&reader, "from", standard: .share(1.0 / 3))
        let until = planTime(&reader, "until", standard: .share(2.0 / 3))
        guard let storms, let drops, let spacing, let close, let from, let until,
            let gaps = gaps.flatMap(ReconnectStorm.Gaps.init(rawValue:))
        else { return nil }
        return ReconnectStorm(
            storms: storms, drops: drops, spacingSeconds: Double(spacing) * 1e-9, gaps: gaps,
            manner: CloseManner(rawValue: close), from: from, until: until)
    }

    private static func planTime(_ reader: inout MappingReader, _ key: String, standard: PlanTime) -> PlanTime? {
        guard let node = reader.node(key) else { return standard }
        if let text = node.scalar?.string, let time = planTime(text) { return time }
        reader.findings.error(
            "FLT002", reader.file, node.position, "'\(key)' is a duration, or a share of the run from 0 to 1",
            hint: "write 90s, 10min, 2h, or 33%, 1/3")
        return nil
    }

    private static func planTime(_ text: String) -> PlanTime? {
        if text.hasSuffix("%"), let percent = Double(text.dropLast()), (0...100).contains(percent) {
            return .share(percent / 100)
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, let above = Double(parts[0]), let below = Double(parts[1]), below > 0, above >= 0,
            above <= below
        {
            return .share(above / below)
        }
        return DurationText.seconds(text).map(PlanTime.seconds)
    }
}
