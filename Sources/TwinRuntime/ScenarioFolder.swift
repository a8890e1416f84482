import Diagnostics
import FaultPlan
import Glibc
import ScenarioFiles
import TwinCore

/// Reads scenarios and fault plans from disk.
package enum ScenarioFolder {
    /// The largest file of a scenario, in bytes: 4 MiB.
    package static let largestFileBytes = 4 << 20

    /// The names of the shipped scenarios, in alphabetical order.
    package static func names(in files: InstalledFiles) -> [String] {
        entries(of: files.scenarios).filter { exists("\(files.scenarios)/\($0)/scenario.yaml") }
    }

    /// The folder of the scenario that the user named: a folder of theirs, or a shipped one.
    package static func path(_ name: String, in files: InstalledFiles) throws(RuntimeError) -> String {
        if name.contains("/") || name == "." || exists("\(name)/scenario.yaml") {
            guard isFolder(name) else {
                throw .scenarioNotFound(name: name, known: names(in: files), nearest: nil)
            }
            var folder = name
            while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
            return folder
        }
        let known = names(in: files)
        guard known.contains(name) else {
            throw .scenarioNotFound(name: name, known: known, nearest: nearestName(to: name, among: known))
        }
        return "\(files.scenarios)/\(name)"
    }

    /// The folder's own name, whatever path it was named by; nil when it is not there.
    package static func ownName(of folder: String) -> String? {
        guard let resolved = realpath(folder, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved).split(separator: "/").last.map(String.init)
    }

    /// The texts of a scenario folder.
    package static func bundle(_ folder: String) throws(RuntimeError) -> ScenarioBundle {
        var texts: [String: String] = [:]
        for name in ScenarioBundle.requiredFiles where exists("\(folder)/\(name)") {
            texts[name] = try text("\(folder)/\(name)")
        }
        for name in entries(of: "\(folder)/faults") where name.hasSuffix(".yaml") {
            texts["faults/\(name)"] = try text("\(folder)/faults/\(name)")
        }
        return ScenarioBundle(folder: folder, files: texts)
    }

    /// The names of the plans that serve every scenario, in alphabetical order.
    package static func planNames(in files: InstalledFiles) -> [String] {
        entries(of: library(files)).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// The fault plan that the user named, with its text: one of the scenario's, one that serves every scenario, or a
    /// file. A plan of the scenario's wins over a common one of the same name.
    ///
    /// - Throws: `RuntimeError` when there is none, `InvalidInput` when the file's text is wrong or names a tag or a
    ///   component that the scenario does not have.
    package static func plan(
        _ name: String, for scenario: Scenario, in bundle: ScenarioBundle, _ files: InstalledFiles
    ) throws -> (plan: FaultPlan, text: String) {
        if let plan = scenario.faultPlans[name] { return (plan, bundle.files["faults/\(name).yaml"] ?? "") }
        return try plan(
            name, in: files, alsoKnown: scenario.faultPlans.keys.sorted(), subjects: FaultSubjects(scenario))
    }

    /// The fault plan that the user named without a scenario: one that serves every scenario, or a file.
    ///
    /// - Parameters:
    ///   - alsoKnown: further names that the user may have meant.
    ///   - subjects: what the scenario has; nil: tags and components are not looked up.
    /// - Throws: `RuntimeError` when there is none, `InvalidInput` when the file's text is wrong.
    package static func plan(
        _ name: String, in files: InstalledFiles, alsoKnown: [String] = [], subjects: FaultSubjects? = nil
    ) throws -> (plan: FaultPlan, text: String) {
        let shipped = planNames(in: files)
        guard shipped.contains(name) || name.contains("/") || name.hasSuffix(".yaml") else {
            let known = Set(shipped + alsoKnown).sorted()
            throw RuntimeError.planNotFound(name: name, known: known, nearest: nearestName(to: name, among: known))
        }
        let path = shipped.contains(name) ? "\(library(files))/\(name).yaml" : name
        let text = try text(path)
        return (try FaultPlanFile.parse(text, file: path, subjects: subjects), text)
    }

    /// The folder of the plans that serve every scenario.
    private static func library(_ files: InstalledFiles) -> String { "\(files.scenarios)/faults" }

    /// The text of a file, with its limit in bytes.
    package static func text(_ path: String, limit: Int = largestFileBytes) throws(RuntimeError) -> String {
        try RegularFile.text(path, limit: limit)
    }

    /// The names in a folder, in alphabetical order; none when it is not there.
    package static func entries(of folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}
