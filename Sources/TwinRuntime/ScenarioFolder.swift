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

    /// The fault plan that the user named, with its text: one of the scenario's, or a file.
    ///
    /// - Throws: `RuntimeError` when there is none, `InvalidInput` when the file's text is wrong.
    package static func plan(
        _ name: String, for scenario: Scenario, in bundle: ScenarioBundle
    ) throws -> (plan: FaultPlan, text: String) {
        if let plan = scenario.faultPlans[name] { return (plan, bundle.files["faults/\(name).yaml"] ?? "") }
        guard name.contains("/") || name.hasSuffix(".yaml") else {
            let known = scenario.faultPlans.keys.sorted()
            throw RuntimeError.planNotFound(name: name, known: known, nearest: nearestName(to: name, among: known))
        }
        let text = try text(name)
        return (try FaultPlanFile.parse(text, file: name, subjects: FaultSubjects(scenario)), text)
    }

    /// The text of a file, with its limit in bytes.
    package static func text(_ path: String, limit: Int = largestFileBytes) throws(RuntimeError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(path: path, reason: String(cString: strerror(errno)))
            }
            if count == 0 { break }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw .tooLarge(path: path, bytes: bytes.count, limit: limit) }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .unreadable(path: path, reason: "it is not UTF-8 text")
        }
        return text
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
