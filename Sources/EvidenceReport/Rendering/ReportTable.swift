import Text

/// A table of plain texts, which the HTML and the Markdown report both write.
struct ReportTable {
    /// A column: its heading and how its cells stand.
    struct Column {
        /// How cells stand: short texts, figures flush right, or sentences that need room.
        enum Style: String {
            case text = ""
            case number = " class=\"n\""
            case prose = " class=\"p\""
        }

        var title: String
        var style: Style

        /// A column of short texts.
        static func text(_ title: String) -> Column { Column(title: title, style: .text) }
        /// A column of figures.
        static func number(_ title: String) -> Column { Column(title: title, style: .number) }
        /// A column of sentences, or of texts that may be long and without a blank.
        static func prose(_ title: String) -> Column { Column(title: title, style: .prose) }
    }

    /// The heading above it; empty for none.
    var title: String
    /// A sentence below the heading; empty for none.
    var note = ""
    /// The columns.
    var columns: [Column]
    /// The rows, as many cells as there are columns; not escaped.
    var rows: [[String]]
    /// The column whose cells carry an answer and get its colour.
    var answerColumn: Int?

    /// Most rows that a report shows of one table.
    static let mostRows = 500

    private var omitted: Int { max(0, rows.count - Self.mostRows) }

    /// The table as HTML, its heading included.
    func html(isSmall: Bool = false) -> String {
        var html = ""
        if !title.isEmpty { html += "<h2>\(Escaping.markup(title))</h2>\n" }
        if !note.isEmpty { html += "<p class=\"note\">\(Escaping.markup(note))</p>\n" }
        // A few figures stretched over the page would be torn from their names.
        let isNarrow = columns.count <= 3 && !columns.contains { $0.style == .prose }
        let style = isSmall ? " class=\"small\"" : isNarrow ? " class=\"narrow\"" : ""
        html += "<div class=\"scroll\"><table\(style)>\n<thead><tr>"
        for column in columns {
            html += "<th scope=\"col\"\(column.style.rawValue)>\(Escaping.markup(column.title))</th>"
        }
        html += "</tr></thead>\n<tbody>\n"
        for row in rows.prefix(Self.mostRows) {
            html += "<tr>"
            for (index, cell) in row.enumerated() {
                if index == answerColumn {
                    html += "<td>\(AnswerStyle.badge(cell))</td>"
                } else {
                    html += "<td\(columns[index].style.rawValue)>\(Escaping.markup(cell))</td>"
                }
            }
            html += "</tr>\n"
        }
        html += "</tbody></table></div>\n"
        if omitted > 0 {
            html += "<p class=\"note\">\(Figures.whole(Int64(omitted))) more rows are in evidence.sqlite.</p>\n"
        }
        return html
    }

    /// The table as Markdown, its heading included.
    func markdown() -> String {
        var text = title.isEmpty ? "" : "## \(Escaping.markdown(title))\n\n"
        if !note.isEmpty { text += Escaping.markdown(note) + "\n\n" }
        text += "| " + columns.map { Escaping.markdown($0.title) }.joined(separator: " | ") + " |\n"
        text += "|" + columns.map { $0.style == .number ? "---:" : "---" }.joined(separator: "|") + "|\n"
        for row in rows.prefix(Self.mostRows) {
            text += "| " + row.map(Escaping.markdown).joined(separator: " | ") + " |\n"
        }
        if omitted > 0 { text += "\n\(Figures.whole(Int64(omitted))) more rows are in evidence.sqlite.\n" }
        return text + "\n"
    }
}
