import Testing

@Suite("Rules for every test", .timeLimit(.minutes(5)))
struct TestRuleTests {
    /// A test file with its code, comments and strings blanked out.
    private struct File {
        let path: String
        let code: String
    }

    private let files: [File]

    init() throws {
        files = try Repository.files(below: "Tests").map {
            File(path: $0, code: SwiftCode.bare(try Repository.text($0)))
        }
    }

    /// The attributes `@name(…)` of a code, each from its name to its closing parenthesis, with the line it begins in.
    private static func attributes(_ name: String, in code: String) -> [(line: Int, text: Substring)] {
        var found: [(Int, Substring)] = []
        var start = code.startIndex
        while let at = code[start...].firstRange(of: "@\(name)") {
            var depth = 0
            var end = at.upperBound
            while end < code.endIndex {
                if code[end] == "(" { depth += 1 }
                if code[end] == ")" { depth -= 1 }
                if depth == 0 { break }
                end = code.index(after: end)
            }
            found.append((code[..<at.lowerBound].count { $0 == "\n" } + 1, code[at.lowerBound..<end]))
            start = at.upperBound
        }
        return found
    }

    @Test("Every suite limits the time of its tests, and every test stands in a suite")
    func limits() {
        var suites = 0
        for file in files {
            let found = Self.attributes("Suite", in: file.code)
            suites += found.count
            for (line, text) in found {
                #expect(text.contains(".timeLimit(.minutes("), "\(file.path):\(line) has no time limit")
            }
            if let first = Self.attributes("Test", in: file.code).first {
                let isInside = found.first.map { $0.line < first.line } ?? file.code.contains("extension ")
                #expect(isInside, "\(file.path):\(first.line) is a test outside every suite")
            }
        }
        #expect(suites > 150)
    }

    @Test("No test or suite is skipped: what it needs is installed by `make test`, and its lack is a failure")
    func skips() {
        for file in files {
            for word in [".enabled(if:", ".disabled(", "#available", "Test.cancel", "withKnownIssue"] {
                // What the kernel lets root alone do can be tested as root alone; the trait says so where it is skipped.
                let code = file.code.replacing(#/\.enabled\(if: geteuid\(\) == 0, "/#, with: "")
                    .replacing(#/\.enabled\(\s*if: geteuid\(\) == 0, "/#, with: "")
                #expect(!code.contains(word), "\(file.path) has \(word): let it fail and say what is missing")
            }
        }
    }

    @Test("No loop waits without an end: `while true` counts, and blocking reads have a deadline")
    func loops() {
        for file in files {
            for (index, line) in file.code.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                #expect(
                    !line.contains("while true"), "\(file.path):\(index + 1) may go on for ever; give it a deadline")
            }
        }
    }

    @Test("The rules see what they are about")
    func specimens() {
        let code = "@Suite(\"a\", .timeLimit(.minutes(5))) struct A { @Test func b() {} }\n@Suite struct C {}"
        let found = Self.attributes("Suite", in: code)
        #expect(found.map(\.line) == [1, 2])
        #expect(found.map { $0.text.contains(".timeLimit(") } == [true, false])
    }
}
