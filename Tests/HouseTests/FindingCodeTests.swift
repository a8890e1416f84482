import Testing

@Suite("Finding codes", .timeLimit(.minutes(5)))
struct FindingCodeTests {
    /// Codes that stand in no test, each with the reason: none.
    private static let exceptions: Set<String> = []

    /// The codes in string literals of a text, like TAG008.
    private static func codes(_ text: String) -> Set<String> {
        Set(text.matches(of: /"([A-Z]{3}[0-9]{3})"/).map { String($0.1) })
    }

    @Test("Every code that the sources declare stands in a test")
    func tested() throws {
        var declared: Set<String> = []
        for file in try Repository.files(below: "Sources") { declared.formUnion(Self.codes(try Repository.text(file))) }
        #expect(declared.count > 150)
        let tests = try Repository.files(below: "Tests").filter { !$0.hasPrefix("Tests/HouseTests/") }
            .map(Repository.text).joined()
        let silent = declared.filter { !tests.contains($0) && !Self.exceptions.contains($0) }
        #expect(silent.isEmpty, "no test brings \(silent.sorted().joined(separator: ", "))")
        #expect(Self.exceptions.isSubset(of: declared))
    }
}
