import Text

extension Document {
    /// The document for a terminal: the same in lines, without drawings; nothing in it can move the cursor.
    package var text: String {
        var text = Escaping.terminal(title) + "\n\n" + opening.map(\.text).joined()
        for section in sections {
            let blocks = section.blocks.map(\.text).joined()
            if !blocks.isEmpty { text += "\(Escaping.terminal(section.title))\n\n\(blocks)" }
        }
        if !closing.isEmpty { text += Escaping.terminal(closing.words) + "\n" }
        while text.hasSuffix("\n\n") { text.removeLast() }
        return text
    }
}

extension DocumentBlock {
    /// The block in lines, an empty line at its end.
    var text: String {
        switch self {
        case .verdict(let box): Self.lines([box.reason] + box.lines.map(\.words))
        case .keyFigures(let figures):
            Self.aligned(
                figures.map { Fact(name: $0.name, value: $0.detail.isEmpty ? $0.value : "\($0.value) (\($0.detail))") })
        case .facts(let facts): Self.aligned(facts)
        case .paragraph(let prose): Self.lines([prose.words])
        case .note(let text): Self.lines([text])
        case .list(let sentences): Self.lines(sentences)
        case .table(let table): table.text
        case .plot, .bars, .contents, .signatures: ""
        case .verbatim(let text):
            Self.lines(text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { "  \($0)" })
        case .questions(let questions):
            Self.lines(questions.map { "\($0.subject): \($0.seen) \($0.question)" })
        }
    }

    private static func lines(_ lines: [String]) -> String {
        lines.map { Escaping.terminal($0) + "\n" }.joined() + "\n"
    }

    private static func aligned(_ facts: [Fact]) -> String {
        let width = facts.map(\.name.count).max() ?? 0
        return lines(facts.map { $0.name + String(repeating: " ", count: width + 2 - $0.name.count) + $0.value })
    }
}

extension ReportTable {
    /// The table in lines: columns set apart by two blanks, figures flush right.
    var text: String {
        let lines = ([columns.map(\.title)] + shownRows).map { $0.map(Escaping.terminal) }
        let widths = columns.indices.map { index in lines.map { $0[index].count }.max() ?? 0 }
        let text = lines.map { cells in
            var line = ""
            for (index, cell) in cells.enumerated() {
                let blanks = String(repeating: " ", count: widths[index] - cell.count)
                line += (index > 0 ? "  " : "") + (columns[index].style == .number ? blanks + cell : cell + blanks)
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
        return text + (omission.map { $0 + "\n" } ?? "") + "\n"
    }
}
