import PLCCore

extension NeutralText {
    /// The program in normal form: one rung a paragraph, its comment above it.
    ///
    /// Reading it back gives the same program, but for the positions.
    package static func print(_ program: LadderProgram) -> String {
        var paragraphs: [String] = []
        for rung in program.rungs {
            paragraphs += rung.preface.map(comment)
            paragraphs.append((rung.comment.isEmpty ? "" : comment(rung.comment) + "\n") + text(of: rung.elements))
        }
        paragraphs += program.closingNotes.map(comment)
        return paragraphs.isEmpty ? "" : paragraphs.joined(separator: "\n\n") + "\n"
    }

    /// One rung in normal form, spaced as exporters do it: blanks only inside branches.
    static func text(of elements: [RungElement]) -> String {
        series(elements, separator: "") + ";"
    }

    private static func series(_ elements: [RungElement], separator: String) -> String {
        elements.map { element in
            switch element {
            case .instruction(let call): call.description
            case .branch(let branch):
                "[" + branch.legs.map { series($0, separator: " ") }.joined(separator: " ,") + " ]"
            }
        }.joined(separator: separator)
    }

    private static func comment(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "//" : "// \($0)" }
            .joined(separator: "\n")
    }
}
