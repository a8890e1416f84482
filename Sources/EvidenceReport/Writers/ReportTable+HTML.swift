import Text

extension ReportTable {
    /// The table as HTML, without its title.
    func html(isSmall: Bool = false) -> String {
        // A few figures stretched over the page would be torn from their names.
        let isNarrow = columns.count <= 3 && !columns.contains { $0.style == .prose }
        let style = isSmall ? " class=\"small\"" : isNarrow ? " class=\"narrow\"" : ""
        var html = "<div class=\"scroll\"><table\(style)>\n<thead><tr>"
        for column in columns {
            html += "<th scope=\"col\"\(column.style.attribute)>\(Escaping.markup(column.title))</th>"
        }
        html += "</tr></thead>\n<tbody>\n"
        for row in shownRows {
            html += "<tr>"
            for (index, cell) in row.enumerated() {
                html += "<td\(columns[index].style.attribute)>"
                html += (index == answerColumn ? Self.badge(cell) : Escaping.markup(cell)) + "</td>"
            }
            html += "</tr>\n"
        }
        html += "</tbody></table></div>\n"
        if let omission { html += "<p class=\"note\">\(omission)</p>\n" }
        return html
    }

    private static func badge(_ answer: String) -> String {
        let style = AnswerStyle(word: answer)
        return "<span class=\"badge \(style.rawValue)\">\(style.mark) \(Escaping.markup(answer))</span>"
    }
}

extension ReportTable.Column.Style {
    fileprivate var attribute: String {
        switch self {
        case .text: ""
        case .number: " class=\"n\""
        case .prose: " class=\"p\""
        }
    }
}
