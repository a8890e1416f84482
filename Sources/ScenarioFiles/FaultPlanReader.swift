import Diagnostics
import FaultPlan
import Yams

/// Reads a plan's scenes and its list of faults and calls.
struct FaultPlanReader {
    private let file: String
    private let findings: Findings
    private let subjects: FaultSubjects?
    private var scenes: [String: [NamedStep]] = [:]
    private var sceneNames: [String] = []

    /// A reader of one plan.
    init(file: String, findings: Findings, subjects: FaultSubjects?) {
        self.file = file
        self.findings = findings
        self.subjects = subjects
    }

    /// The plan; nil (with findings) when it cannot be used.
    mutating func read(_ root: Node) -> FaultPlan? {
        guard var reader = MappingReader(root, what: "a fault plan", file: file, findings: findings) else { return nil }
        let name = reader.requiredText("name")
        let summary = reader.requiredText("description")
        if let node = reader.node("scenes") { readScenes(node) }
        let list = reader.requiredNode("faults")
        reader.reportUnknownKeys()
        let steps = list.map { readSteps($0, "faults", scene: nil) } ?? []
        guard let name, let summary else { return nil }
        return FaultPlan(name: name, summary: summary, faults: steps.flatMap(\.faults))
    }

    private mutating func readScenes(_ node: Node) {
        guard let reader = MappingReader(node, what: "'scenes'", file: file, findings: findings) else { return }
        sceneNames = reader.entries.map(\.key)
        for (name, position, list) in reader.entries {
            if !LabelReader.isLabel(name) {
                findings.error(
                    "FLT002", file, position,
                    "a scene's name has 1 to \(LabelReader.longest) characters without '/' and '#'")
            }
            let before = findings.diagnostics.count
            let steps = readSteps(list, name, scene: name)
            if steps.isEmpty, findings.diagnostics.count == before {
                findings.error("FLT015", file, list.position, "the scene '\(name)' has no fault", hint: "take it out")
            }
            scenes[name] = steps
        }
    }

    private func readSteps(_ node: Node, _ what: String, scene: String?) -> [NamedStep] {
        guard let sequence = node.sequence else {
            findings.error("FLT001", file, node.position, "'\(what)' is a list", hint: "begin lines with '- '")
            return []
        }
        var steps: [NamedStep] = []
        // Looked up for each of up to tens of thousands of faults.
        var taken: Set<String> = []
        for (index, node) in sequence.enumerated() {
            guard let step = readStep(node, place: index + 1, taken: taken, scene: scene) else { continue }
            steps.append(step)
            taken.insert(step.names.label)
        }
        NamedStep.check(steps, file: file, findings: findings)
        return steps
    }

    private func readStep(_ node: Node, place: Int, taken: Set<String>, scene: String?) -> NamedStep? {
        if node.mapping?["scene"] != nil {
            if scene == nil { return readCall(node, place: place, taken: taken) }
            findings.error(
                "FLT012", file, node.position, "the scene '\(scene ?? "")' calls a scene",
                hint: "scenes call no scenes; write its faults here, or call both from 'faults'")
            return nil
        }
        let reader = PlannedFaultReader(
            file: file, findings: findings, subjects: subjects, context: scene == nil ? .plan : .scene)
        guard let read = reader.read(node, standardLabel: { "\($0)#\(place)" }) else { return nil }
        return NamedStep(names: read.names, faults: [read.fault], schedule: read.fault.schedule)
    }

    private func readCall(_ node: Node, place: Int, taken: Set<String>) -> NamedStep? {
        guard var reader = MappingReader(node, what: "a call of a scene", file: file, findings: findings),
            let scene = reader.text("scene")
        else { return nil }
        let name = LabelReader.read("name", from: &reader)
        let schedule = ScheduleReader(call: scene).read(from: &reader)
        reader.reportUnknownKeys()
        guard let steps = scenes[scene] else {
            findings.error(
                "FLT011", file, reader.place(of: "scene"), "there is no scene '\(scene)'",
                hint: nearestName(to: scene, among: sceneNames).map { "did you mean '\($0)'?" }
                    ?? (sceneNames.isEmpty
                        ? "write it below 'scenes'" : "scenes: \(sceneNames.joined(separator: ", "))"))
            return nil
        }
        guard let schedule, !steps.isEmpty else { return nil }
        let label = name ?? (taken.contains(scene) ? "\(scene)#\(place)" : scene)
        let call = SceneCall(label: label, schedule: schedule)
        let faults = steps.flatMap(\.faults).map { fault in
            var fault = fault
            fault.label = "\(label)/\(fault.label)"
            if case .after(let other) = fault.schedule.origin { fault.schedule.origin = .after("\(label)/\(other)") }
            fault.call = call
            return fault
        }
        if schedule.every != nil, schedule.times != 1,
            let endless = faults.first(where: { $0.isEndless && $0.entry.extent != .ownSchedule })
        {
            findings.error(
                "FLT009", file, reader.place(of: "every"),
                "the scene '\(scene)' comes back and '\(endless.label)' in it never ends",
                hint: "give it a 'for', or 'times' if it comes back")
        }
        return NamedStep(
            names: NamedStep.Names(
                label: label, labelPosition: reader.place(of: name == nil ? "scene" : "name"),
                afterPosition: reader.place(of: "after")),
            faults: faults, schedule: schedule)
    }
}
