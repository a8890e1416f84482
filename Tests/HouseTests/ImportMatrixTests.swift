import Foundation
import Testing

/// The repository that these tests were built from.
private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// What each target may import of ours and of others', the whole matrix.
private let allowedImports: [String: Set<String>] = [
    "Determinism": ["Glibc"],
    "Diagnostics": [],
    "Text": ["Diagnostics", "Glibc"],
    "PLCCore": ["Determinism", "Diagnostics", "Glibc"],
    "PlantModels": ["Determinism", "Diagnostics", "Glibc"],
    "ModbusProtocol": ["Determinism", "Diagnostics", "Synchronization"],
    "FaultPlan": ["Determinism", "Diagnostics", "ModbusProtocol"],
    "TwinCore": [
        "Determinism", "Diagnostics", "PLCCore", "PlantModels", "ModbusProtocol", "FaultPlan", "Synchronization",
    ],
    "LeakAnalysis": ["Glibc"],
    "LeakCorpus": ["Determinism", "LeakAnalysis", "Glibc"],
    "LadderText": ["Diagnostics", "PLCCore"],
    "ScenarioFiles": [
        "Diagnostics", "Text", "PLCCore", "PlantModels", "ModbusProtocol", "FaultPlan", "TwinCore",
        "LadderText", "Evidence", "Yams",
    ],
    "Evidence": ["Text"],
    "EvidenceAnalysis": ["Diagnostics", "Text", "Evidence", "LeakAnalysis", "Glibc"],
    "EvidenceReport": ["Diagnostics", "Text", "Evidence", "EvidenceAnalysis", "LeakAnalysis", "Glibc"],
    "ModbusServer": ["FaultPlan", "ModbusProtocol", "CModbus", "CReactor", "Glibc", "Synchronization"],
    "ProcessProbes": ["CLinux", "Evidence", "Glibc", "Synchronization"],
    "EvidenceStore": ["Diagnostics", "Text", "Evidence", "EvidenceAnalysis", "GRDB", "Glibc"],
    "TwinRuntime": [
        "Determinism", "Diagnostics", "PLCCore", "ModbusProtocol", "FaultPlan", "TwinCore", "ScenarioFiles",
        "ModbusServer", "CLinux", "Glibc", "Synchronization",
    ],
    "ControlPanel": [
        "Diagnostics", "FaultPlan", "ScenarioFiles", "ModbusServer", "TwinRuntime", "Text", "EvidenceAnalysis",
        "FlyingFox",
        "FlyingSocks", "Foundation", "Dispatch", "Synchronization",
    ],
    "twinsim-accuracy": ["LeakAnalysis", "LeakCorpus", "ArgumentParser", "Glibc"],
    "twinsim-costs": [
        "Text", "Evidence", "EvidenceAnalysis", "EvidenceReport", "EvidenceStore", "FaultPlan", "ModbusServer",
        "ProcessProbes",
        "ScenarioFiles", "SoakHarness",
        "TwinRuntime", "ArgumentParser",
    ],
    "SoakHarness": [
        "Determinism", "Diagnostics", "FaultPlan", "TwinCore", "ScenarioFiles", "ModbusServer", "TwinRuntime",
        "ProcessProbes",
        "EvidenceStore", "EvidenceReport", "EvidenceAnalysis", "Evidence", "Text", "LeakAnalysis", "Glibc",
    ],
]

@Suite("The house")
struct ImportMatrixTests {
    @Test("Every target imports only what stands below it", arguments: allowedImports.keys.sorted())
    func imports(target: String) throws {
        let allowed = try #require(allowedImports[target])
        let files = try swiftFiles(below: "Sources/\(target)")
        #expect(!files.isEmpty, "Sources/\(target) has no Swift file; take it out of the matrix")
        for file in files {
            let text = try String(contentsOf: file, encoding: .utf8)
            for line in text.split(separator: "\n")
            where line.hasPrefix("import ") || line.hasPrefix("@testable import ") {
                let module = String(line.split(separator: " ").last ?? "")
                #expect(allowed.contains(module), "\(target)/\(file.lastPathComponent) imports \(module)")
            }
        }
    }

    @Test("Every Swift target stands in the matrix, and the pure ones reach no clock, file or thread")
    func completeness() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("Sources").path)
        let swift = try folders.filter { try !swiftFiles(below: "Sources/\($0)").isEmpty }
        #expect(Set(swift) == Set(allowedImports.keys).union(["twinsim"]))
    }

    @Test("The matrix has no circle: an order of the targets exists in which imports only go down")
    func acyclic() {
        var placed: Set<String> = []
        var waiting = allowedImports
        while !waiting.isEmpty {
            let free = waiting.filter { $0.value.filter { allowedImports[$0] != nil }.isSubset(of: placed) }.map(\.key)
            #expect(!free.isEmpty, "in a circle: \(waiting.keys.sorted())")
            if free.isEmpty { return }
            placed.formUnion(free)
            for name in free { waiting[name] = nil }
        }
    }

    @Test("No source file has more than 400 lines")
    func fileLength() throws {
        for file in try swiftFiles(below: "Sources") {
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 400, "\(file.lastPathComponent) has \(lines.count) lines: does it hold one thing?")
        }
    }

    @Test("Every non-private declaration outside a function has its sentence")
    func documented() throws {
        for file in try swiftFiles(below: "Sources") {
            let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
            for (index, line) in lines.enumerated() where line.contains("package ") {
                let code = line.trimmingCharacters(in: .whitespaces)
                guard
                    ["package ", "@inline(__always) package", "@discardableResult package"].contains(
                        where: code.hasPrefix),
                    !code.hasPrefix("package internal(set)"), !code.hasPrefix("package import")
                else { continue }
                var above = index - 1
                while above >= 0, lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("@") { above -= 1 }
                let isDocumented = above >= 0 && lines[above].trimmingCharacters(in: .whitespaces).hasPrefix("///")
                #expect(isDocumented, "\(file.lastPathComponent):\(index + 1): \(code)")
            }
        }
    }

    private func swiftFiles(below folder: String) throws -> [URL] {
        let start = root.appendingPathComponent(folder)
        guard let walker = FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil) else { return [] }
        return walker.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
    }
}
