import Foundation
import Testing

@Suite("The import matrix", .timeLimit(.minutes(5)))
struct ImportMatrixTests {
    /// What comes with the toolchain and is declared nowhere.
    private static let toolchain: Set<String> = [
        "Glibc", "Foundation", "FoundationXML", "Dispatch", "Synchronization", "Testing",
    ]

    private let manifest: PackageManifest

    init() throws { manifest = try PackageManifest() }

    /// The modules that the Swift files of a target import, each with a file that does, and those whose headers its C
    /// files include.
    private func imported(by target: PackageManifest.Target) throws -> [String: String] {
        var found: [String: String] = [:]
        for file in try Repository.files(below: target.folder, endings: ["swift", "c", "h", "modulemap"]) {
            let text = try Repository.text(file)
            if file.hasSuffix(".swift") {
                for module in SwiftCode.imports(text) { found[module] = file }
            } else {
                for match in text.matches(of: /#include [<"]([\w.\/]+)[>"]/) {
                    for other in manifest.targets where other.name != target.name {
                        let header = "\(other.folder)/include/\(match.1)"
                        let path = Repository.root.appendingPathComponent(header).path
                        if FileManager.default.fileExists(atPath: path) { found[other.name] = file }
                    }
                }
            }
        }
        return found
    }

    @Test("What a file imports its target declares, and nothing of the toolchain but what is known here")
    func declared() throws {
        for target in manifest.targets {
            let allowed = Set(target.dependencies).union(Self.toolchain).union([target.name])
            for (module, file) in try imported(by: target) {
                #expect(allowed.contains(module), "\(file) imports \(module), which \(target.name) does not declare")
            }
        }
    }

    @Test("What a target declares some file of it imports; a program is declared to be built")
    func used() throws {
        let programs = Set(manifest.targets.filter { $0.kind == "executableTarget" }.map(\.name))
        for target in manifest.targets {
            let imported = Set(try imported(by: target).keys)
            for dependency in target.dependencies where !programs.contains(dependency) {
                #expect(imported.contains(dependency), "\(target.name) declares \(dependency) and no file imports it")
            }
            #expect(Set(target.dependencies).count == target.dependencies.count, "\(target.name) declares one twice")
        }
    }

    @Test("Imports go down only: what a target declares stands above it in Package.swift")
    func direction() {
        var above: Set<String> = []
        let names = Set(manifest.targets.map(\.name))
        for target in manifest.targets {
            for dependency in target.dependencies where names.contains(dependency) {
                #expect(above.contains(dependency), "\(target.name) declares \(dependency), which stands below it")
            }
            above.insert(target.name)
        }
    }

    @Test("Every folder with sources is a target, and every target has a room")
    func complete() throws {
        let folders = Set(manifest.targets.map(\.folder))
        // Data of the tests, not code of them.
        let data: Set<String> = ["Tests/Specimens", "Tests/Mutants"]
        for top in ["Sources", "Tests"] {
            let path = Repository.root.appendingPathComponent(top).path
            for folder in try FileManager.default.contentsOfDirectory(atPath: path) {
                var isFolder: ObjCBool = false
                _ = FileManager.default.fileExists(atPath: "\(path)/\(folder)", isDirectory: &isFolder)
                guard isFolder.boolValue, !data.contains("\(top)/\(folder)") else { continue }
                #expect(folders.contains("\(top)/\(folder)"), "\(top)/\(folder) belongs to no target")
            }
        }
        for target in manifest.targets { #expect(!target.room.isEmpty, "\(target.name) stands under no heading") }
        #expect(Set(manifest.targets.map(\.room)).isSuperset(of: PackageManifest.pureRooms))
        #expect(manifest.pure.count >= 10)
    }

    @Test("The reader of Package.swift sees names, kinds, dependencies, folders and rooms")
    func reader() throws {
        let text = """
            let yaml = Target.Dependency.product(name: "Yams", package: "Yams")
            targets: [
                // ground
                .target(name: "A", swiftSettings: [.unsafeFlags(["-O"])]),
                // adapters
                .executableTarget(
                    name: "b-c",
                    dependencies: [
                        "A", yaml,
                    ], path: "Tests/X"),
                .testTarget(name: "ATests", dependencies: ["A"]),
            ]
            """
        let targets = try PackageManifest(text).targets
        #expect(targets.map(\.name) == ["A", "b-c", "ATests"])
        #expect(targets.map(\.dependencies) == [[], ["A", "Yams"], ["A"]])
        #expect(targets.map(\.folder) == ["Sources/A", "Tests/X", "Tests/ATests"])
        #expect(targets.map(\.room) == ["ground", "adapters", "adapters"])
        #expect(throws: Repository.NothingFound.self) { try PackageManifest("// nothing") }
    }

    @Test("The reader of imports takes no import out of a string or a comment")
    func importLines() {
        let text = """
            import A
            @testable import B
            package import C // import D
            import struct E.F
            /* import G
            import H */
            let script = \"\"\"
                import os
                \"\"\"
            let other = #"import I "quoted" "#
            """
        #expect(SwiftCode.imports(text) == ["A", "B", "C", "E"])
        #expect(SwiftCode.bare("a /* b */ \"c // d\" e // f") == "a         \"      \" e     ")
        #expect(SwiftCode.bare(text).split(separator: "\n", omittingEmptySubsequences: false).count == 10)
    }
}
