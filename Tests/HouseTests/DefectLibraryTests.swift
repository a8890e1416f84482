import Foundation
import Testing

/// The repository that these tests were built from.
private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

@Suite("The library of defects is whole", .timeLimit(.minutes(5)))
struct DefectLibraryTests {
    /// The names of the unfixed clients.
    private static func names() throws -> [String] {
        let files = try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(defects).path)
        return files.filter { $0.hasSuffix(".py") && !$0.hasSuffix("_fixed.py") }.map { String($0.dropLast(3)) }
            .sorted()
    }

    private static let defects = "Examples/defects"

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// The lines of a client below its docstring.
    private static func code(_ name: String) throws -> [Substring] {
        let parts = try text("\(defects)/\(name).py").components(separatedBy: "\"\"\"\n\n")
        return parts.dropFirst().joined(separator: "\"\"\"\n\n").split(separator: "\n")
    }

    /// The plan that a client's docstring names.
    private static func plan(_ name: String) throws -> String {
        let found = try #require(try text("\(defects)/\(name).py").firstMatch(of: /--faults (\S+)/))
        return String(found.1)
    }

    @Test("Every defect has a mended twin that differs by a few lines, with the same plan")
    func twins() throws {
        let names = try Self.names()
        #expect(names.count >= 6)
        for name in names {
            let unfixed = try Self.code(name)
            let fixed = try Self.code("\(name)_fixed")
            #expect(unfixed.count > 20 && fixed.count > 20, "\(name) has no code below its docstring")
            let changes = fixed.difference(from: unfixed).count
            #expect((1...10).contains(changes), "\(name) and its twin differ by \(changes) lines")
            #expect(try Self.plan(name) == Self.plan("\(name)_fixed"))
        }
    }

    @Test("Every defect's plan is there, and every plan in the library is used")
    func plans() throws {
        let used = Set(try Self.names().map(Self.plan))
        for plan in used {
            let path = plan.hasSuffix(".yaml") ? plan : "Scenarios/faults/\(plan).yaml"
            #expect(
                FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path), "\(path) is missing")
        }
        let folder = root.appendingPathComponent("\(Self.defects)/plans").path
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            #expect(used.contains("\(Self.defects)/plans/\(file)"), "nobody uses \(file)")
        }
    }

    @Test("Every defect is explained in Docs/Defects.md, with its mend as it is")
    func explained() throws {
        let tutorial = try Self.text("Docs/Defects.md")
        for name in try Self.names() {
            #expect(tutorial.contains("`\(name).py`"), "\(name) has no section")
            let unfixed = try Self.code(name)
            for change in try Self.code("\(name)_fixed").difference(from: unfixed) {
                switch change {
                case .insert(_, let line, _): #expect(tutorial.contains("\n+\(line)\n"), "the mend lacks +\(line)")
                case .remove(_, let line, _): #expect(tutorial.contains("\n-\(line)\n"), "the mend lacks -\(line)")
                }
            }
        }
    }
}
