import Testing

@Suite("The lists of careless changes", .timeLimit(.minutes(5)))
struct MutantListTests {
    /// A change of a list in Tests/Mutants.
    private struct Change {
        let list: String
        let name: String
        let file: String
        let old: [Substring]
        let new: [Substring]
    }

    /// The changes of a list and the test target that has to notice them, read as Scripts/mutants reads them.
    private static func read(_ list: String) throws -> (tests: String, changes: [Change]) {
        let blocks = try Repository.text(list).split(separator: "\n\n")
        let head = try #require(
            blocks.first?.firstMatch(of: /^tests: (\w+)\s*$/), "\(list) begins with 'tests: TARGET'")
        let changes = try blocks.dropFirst().map { block in
            let lines = block.split(separator: "\n")
            let match = try #require(lines.first?.wholeMatch(of: /\[(\w+)\] (.+\.)/), "\(list): \(lines.first ?? "")")
            func marked(_ mark: String) -> [Substring] {
                lines.dropFirst(2).filter { $0.hasPrefix(mark) }.map { $0.dropFirst(mark.count) }
            }
            return Change(
                list: list, name: String(match.1), file: String(lines.dropFirst().first ?? ""), old: marked("- "),
                new: marked("+ "))
        }
        return (String(head.1), changes)
    }

    /// A text whose lines begin with their first character.
    private static func unindented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.drop { $0 == " " } }
            .joined(separator: "\n")
    }

    @Test("Every change's fragment stands in its file exactly once, so that the lists cannot rot")
    func fragments() throws {
        var texts: [String: String] = [:]
        var names: Set<String> = []
        let targets = Set(try PackageManifest().targets.filter { $0.kind == "testTarget" }.map(\.name))
        for list in try Repository.files(below: "Tests/Mutants", endings: ["txt"]) {
            let (tests, changes) = try Self.read(list)
            #expect(targets.contains(tests), "\(list): there is no test target \(tests)")
            for change in changes {
                #expect(names.insert(change.name).inserted, "\(change.name) stands twice")
                let text = try texts[change.file] ?? Self.unindented(Repository.text(change.file))
                texts[change.file] = text
                let fragment = Self.unindented(change.old.joined(separator: "\n"))
                let found = fragment.isEmpty ? 0 : text.ranges(of: fragment).count
                #expect(found == 1, "\(list): the fragment of \(change.name) stands \(found) times in \(change.file)")
                #expect(change.old != change.new, "\(list): \(change.name) changes nothing")
            }
        }
        #expect(names.count >= 100)
    }
}
