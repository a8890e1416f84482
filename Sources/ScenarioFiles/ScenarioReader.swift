import Diagnostics
import FaultPlan
import LadderText
import PLCCore
import PlantModels
import TwinCore

/// A scenario folder's texts as a checked `Scenario`.
package enum ScenarioReader {
    /// A scenario and what is worth a second look in it.
    package struct Result: Sendable {
        /// The scenario, ready to run.
        package var scenario: Scenario
        /// Findings that do not stop it from running.
        package var warnings: [Diagnostic]
    }

    /// Reads and binds every file of the folder.
    ///
    /// - Throws: `InvalidInput` with every finding in every file, in the order manifest, tags, ladder, plant, wiring,
    ///   fault plans.
    package static func read(_ bundle: ScenarioBundle) throws(InvalidInput) -> Result {
        let findings = Findings()
        for required in ScenarioBundle.requiredFiles where bundle.files[required] == nil {
            findings.error(
                "SCN001", "\(bundle.folder)/\(required)", .start, "the scenario has no \(required)",
                hint: "every scenario folder holds \(ScenarioBundle.requiredFiles.joined(separator: ", "))")
        }
        try findings.throwIfAny()
        func file(_ name: String) -> (text: String, path: String) {
            (bundle.files[name] ?? "", "\(bundle.folder)/\(name)")
        }
        let manifestPath = file("scenario.yaml").path
        let manifest = Manifest.parse(file("scenario.yaml").text, file: manifestPath, findings: findings)
        var table = TagTableFile.parse(
            file("tags.csv").text, file: file("tags.csv").path, wordOrder: manifest?.wordOrder ?? .abcd,
            findings: findings)
        var controllerTags = ControllerTags()
        if let manifest {
            table?.add(manifest.files, manifest.queues, manifest: manifestPath, findings: findings)
            if let table {
                controllerTags = table.controllerTags(
                    manifest.controllerTags, manifest: manifestPath, findings: findings)
            }
        }
        let ladder = findings.collect { () throws(InvalidInput) in
            try NeutralText.parse(file("program.ladder").text, file: file("program.ladder").path)
        }
        var program: CompiledProgram?
        if let ladder, let table {
            let before = findings.diagnostics.count
            program = findings.collect { () throws(InvalidInput) in
                try CompiledProgram(ladder, tags: table.tags)
            }
            // A tag whose row is wrong is there all the same: that it is missing would be a second, false finding.
            findings.drop(from: before) { finding in
                finding.code == LadderDiagnosticCode.unknownTag.rawValue
                    && table.spoiled.contains { finding.message.lowercased().contains("'\($0)") }
            }
        }
        let plant = PlantFile.parse(file("plant.yaml").text, file: file("plant.yaml").path, findings: findings)
        var subjects: FaultSubjects?
        if let plant, let table, let manifest {
            let built = findings.collect { () throws(InvalidInput) in
                try Plant(
                    plant, stepSeconds: Double(manifest.timing.plantStepNanoseconds) * 1e-9, seed: manifest.seed)
            }
            if let built { checkWires(table, built: built, file: file("tags.csv").path, findings: findings) }
            // Where a row is wrong its tag is not known, and nobody is told that it is missing.
            if table.spoiled.isEmpty {
                subjects = FaultSubjects(
                    scenario: manifest.name, points: table.points, registerMap: table.registerMap, plant: plant,
                    built: built)
            }
        }
        let plans = readPlans(bundle, subjects: subjects, findings: findings)
        try findings.throwIfAny()
        guard let manifest, let table, let ladder, let program, let plant else {
            preconditionFailure("a part that cannot be read has findings")
        }
        var scenario = Scenario(
            name: manifest.name, title: manifest.title, summary: manifest.summary, timing: manifest.timing,
            defaultSeed: manifest.seed, unit: manifest.unit, points: table.points, tags: table.tags, ladder: ladder,
            program: program, plant: plant, registerMap: table.registerMap, faultPlans: plans)
        scenario.controllerTags = controllerTags
        let lint = ScenarioLint(
            table: table, ladder: ladder, plant: plant,
            files: (file("tags.csv").path, file("program.ladder").path, file("plant.yaml").path))
        return Result(scenario: scenario, warnings: findings.diagnostics + program.warnings + lint.findings())
    }

    /// The warning that the folder and the manifest name the scenario differently; nil when they agree.
    ///
    /// - Parameter folderName: the folder's own name, without its path.
    package static func nameFinding(_ scenario: Scenario, in bundle: ScenarioBundle, folderName: String) -> Diagnostic?
    {
        guard folderName != scenario.name else { return nil }
        return Diagnostic(
            .warning, code: "SCN030", file: "\(bundle.folder)/scenario.yaml", position: .start,
            message: "the scenario is called '\(scenario.name)' and its folder '\(folderName)'",
            hint: "give both one name: people name the folder, reports the scenario")
    }

    /// Looks up every wire in the plant.
    private static func checkWires(_ table: TagTableFile, built: Plant, file: String, findings: Findings) {
        for (point, row) in zip(table.points, table.rows) {
            guard let wire = point.wire else { continue }
            let (path, found, ports, way) =
                switch wire {
                case .input(let port): (port, built.outputPort(port) != nil, built.outputPaths, "output")
                case .output(let port, _): (port, built.inputPort(port) != nil, built.inputPaths, "free input")
                }
            if !found {
                findings.error(
                    "TAG030", file, row.wirePosition, "the plant has no \(way) port '\(path)'",
                    hint: portHint(path, ports, way: way))
            }
            if point.reference == nil {
                findings.error(
                    "TAG031", file, row.wirePosition, "'\(point.name)' is a structure and cannot be wired",
                    hint: "wire one of its members, in a row of its own")
            }
        }
    }

    /// The port that was probably meant, and the ports that there are: of the component, or else the components.
    private static func portHint(_ path: String, _ ports: [String], way: String) -> String {
        let meant = nearestName(to: path, among: ports).map { "did you mean '\($0)'? " } ?? ""
        let component = String(path.prefix { $0 != "." })
        let own = ports.filter { $0.hasPrefix("\(component).") }.map { String($0.dropFirst(component.count + 1)) }
        if !own.isEmpty { return "\(meant)\(way)s of '\(component)': \(own.joined(separator: ", "))" }
        var components: [String] = []
        for port in ports {
            let name = String(port.prefix { $0 != "." })
            if !components.contains(name) { components.append(name) }
        }
        return "\(meant)components with such a port: \(components.joined(separator: ", "))"
    }

    private static func readPlans(
        _ bundle: ScenarioBundle, subjects: FaultSubjects?, findings: Findings
    ) -> [String: FaultPlan] {
        var plans: [String: FaultPlan] = [:]
        for (path, text) in bundle.files.sorted(by: { $0.key < $1.key })
        where path.hasPrefix("faults/") && path.hasSuffix(".yaml") {
            let name = String(path.dropFirst("faults/".count).dropLast(".yaml".count))
            plans[name] = findings.collect { () throws(InvalidInput) in
                try FaultPlanFile.parse(text, file: "\(bundle.folder)/\(path)", subjects: subjects)
            }
        }
        return plans
    }
}
