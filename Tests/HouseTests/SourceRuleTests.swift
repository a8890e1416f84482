import Testing

@Suite("Rules for every source file", .timeLimit(.minutes(5)))
struct SourceRuleTests {
    @Test("No source file has more than 400 lines")
    func fileLength() throws {
        for file in try Repository.files(below: "Sources") {
            let lines = try Repository.text(file).split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count <= 400, "\(file) has \(lines.count) lines: does it hold one thing?")
        }
    }

    @Test("Every non-private declaration outside a function has its sentence")
    func documented() throws {
        var declarations = 0
        for file in try Repository.files(below: "Sources") {
            let lines = try Repository.text(file).split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() where line.contains("package ") {
                guard Self.isDeclaration(line) else { continue }
                declarations += 1
                #expect(Self.isDocumented(index, lines), "\(file):\(index + 1): \(line)")
            }
        }
        #expect(declarations > 500)
    }

    @Test("A declaration without its sentence is seen")
    func undocumented() {
        let lines: [Substring] = [
            "/// A sentence.", "    package let good = 1", "", "    @inline(__always) package func bad() {}",
            "/// A sentence.", "@frozen", "package struct Good {", "// no sentence", "package enum Bad {",
        ]
        let wrong = lines.indices.filter { Self.isDeclaration(lines[$0]) && !Self.isDocumented($0, lines) }
        #expect(wrong == [3, 8])
    }

    private static func isDeclaration(_ line: Substring) -> Bool {
        let code = line.drop { $0 == " " }
        return ["package ", "@inline(__always) package", "@discardableResult package"].contains(where: code.hasPrefix)
            && !code.hasPrefix("package internal(set)") && !code.hasPrefix("package import")
    }

    private static func isDocumented(_ index: Int, _ lines: [Substring]) -> Bool {
        var above = index - 1
        while above >= 0, lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
        return above >= 0 && lines[above].drop(while: { $0 == " " }).hasPrefix("///")
    }
}
