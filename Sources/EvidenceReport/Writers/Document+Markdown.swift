import Text

extension Document {
    /// The document for code reviews: the same findings and tables in Markdown, without drawings.
    package var markdown: String {
        var text = "# \(Escaping.markdown(title))\n\n" + opening.map(\.markdown).joined()
        for section in sections {
            let blocks = section.blocks.map(\.markdown).joined()
            // A section of drawings alone has nothing to read.
            if !blocks.isEmpty { text += "## \(Escaping.markdown(section.title))\n\n\(blocks)" }
        }
        if !closing.isEmpty { text += closing.markdown + "\n" }
        return text
    }
}

extension DocumentBlock {
    /// The block as Markdown, an empty line at its end.
    var markdown: String {
        switch self {
        case .verdict(let box):
            ([Escaping.markdown(box.reason)] + box.lines.map(\.markdown)).map { $0 + "\n\n" }.joined()
        case .keyFigures(let figures):
            figures.map { figure in
                let detail = figure.detail.isEmpty ? "" : " (\(Escaping.markdown(figure.detail)))"
                return "- \(Escaping.markdown(figure.name)): **\(Escaping.markdown(figure.value))**\(detail)\n"
            }.joined() + "\n"
        case .facts(let facts):
            facts.map { "- \(Escaping.markdown($0.name)): \(Escaping.markdown($0.value))\n" }.joined() + "\n"
        case .paragraph(let prose): prose.markdown + "\n\n"
        case .note(let text): Escaping.markdown(text) + "\n\n"
        case .list(let sentences): sentences.map { "- \(Escaping.markdown($0))\n" }.joined() + "\n"
        case .table(let table): table.markdown
        case .plot, .bars, .contents: ""
        case .verbatim(let text): Self.fenced(text)
        case .questions(let questions):
            questions.map { item in
                "- [ ] **\(Escaping.markdown(item.subject))**: \(Escaping.markdown(item.seen)) "
                    + "*\(Escaping.markdown(item.question))*\n  - Answer:\n"
            }.joined() + "\n"
        case .signatures(let roles):
            "|  | name | date |\n|---|---|---|\n" + roles.map { "| \(Escaping.markdown($0)) |  |  |\n" }.joined() + "\n"
        }
    }

    /// A text as a block of code, between fences longer than any in it, so that nothing in it ends the block.
    private static func fenced(_ text: String) -> String {
        let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: max(3, longest + 1))
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }.map { Escaping.terminal(String($0)) }
        return "\(fence)\n\(lines.joined(separator: "\n"))\n\(fence)\n\n"
    }
}

extension ReportTable {
    /// The table as Markdown, without its title.
    var markdown: String {
        var text = "| " + columns.map { Escaping.markdown($0.title) }.joined(separator: " | ") + " |\n"
        text += "|" + columns.map { $0.style == .number ? "---:" : "---" }.joined(separator: "|") + "|\n"
        for row in shownRows { text += "| " + row.map(Escaping.markdown).joined(separator: " | ") + " |\n" }
        if let omission { text += "\n\(omission)\n" }
        return text + "\n"
    }
}

extension Prose {
    /// The words with their looks, one line.
    var markdown: String {
        map { phrase in
            switch phrase {
            case .plain(let text): Escaping.markdown(text)
            case .strong(let text): "**\(Escaping.markdown(text))**"
            case .code(let text): "`\(Escaping.terminal(text).filter { $0 != "`" })`"
            }
        }.joined()
    }
}
