import Text

extension Document {
    /// The document as one page without any external reference and without a script.
    package var html: String {
        var page = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(Escaping.markup(title))</title>
            <style>
            \(StyleSheet.text)
            \(pageFootRule)
            </style>
            </head>
            <body>
            <main>

            """
        // The answer's headline is the page's heading, where there is an answer.
        if !opening.contains(where: \.isVerdict) { page += "<h1>\(Escaping.markup(title))</h1>\n" }
        page += opening.map { $0.html(in: self) }.joined()
        for (index, section) in sections.enumerated() {
            page += "<h2 id=\"\(Self.sectionID(index))\">\(Escaping.markup(section.title))</h2>\n"
            page += section.blocks.map { $0.html(in: self) }.joined()
        }
        if !closing.isEmpty { page += "<footer>\(closing.html)</footer>\n" }
        return page + "</main>\n</body>\n</html>\n"
    }

    /// Where each section is, as links.
    var contentsHTML: String {
        guard isLong else { return "" }
        var html = "<nav class=\"contents\" aria-label=\"Contents\">\n<ol>\n"
        for (index, section) in sections.enumerated() {
            html += "<li><a href=\"#\(Self.sectionID(index))\">\(Escaping.markup(section.title))</a></li>\n"
        }
        return html + "</ol>\n</nav>\n"
    }

    private static func sectionID(_ index: Int) -> String { "section-\(index + 1)" }

    /// What stands at the foot of each printed page, as a rule of the style sheet; only plain characters of it.
    private var pageFootRule: String {
        guard !pageFoot.isEmpty else { return "" }
        let plain = String(
            pageFoot.unicodeScalars.filter {
                $0.isASCII
                    && ($0.properties.isAlphabetic || $0.properties.numericType != nil
                        || " .,:-".unicodeScalars.contains($0))
            }.map(Character.init))
        return "@page { @bottom-left { content: \"\(plain)\"; font: 7.5pt sans-serif; color: #444; } }"
    }
}

extension DocumentBlock {
    /// Whether it is the document's answer.
    var isVerdict: Bool { if case .verdict = self { true } else { false } }

    /// The block as HTML.
    func html(in document: Document) -> String {
        switch self {
        case .verdict(let box): box.html
        case .keyFigures(let figures): Self.html(figures)
        case .facts(let facts): Self.html(facts)
        case .paragraph(let prose): "<p>\(prose.html)</p>\n"
        case .note(let text): "<p class=\"note\">\(Escaping.markup(text))</p>\n"
        case .list(let sentences):
            "<ul>\n" + sentences.map { "<li>\(Escaping.markup($0))</li>\n" }.joined() + "</ul>\n"
        case .table(let table): table.html()
        case .plot(let plot): plot.figure()
        case .bars(let chart): chart.figure()
        case .contents: document.contentsHTML
        case .verbatim(let text): "<pre>\(Escaping.markup(text))</pre>\n"
        case .questions(let questions): Self.html(questions)
        case .signatures(let roles): Self.signatures(roles)
        }
    }

    private static func html(_ figures: [KeyFigure]) -> String {
        let items = figures.map { figure in
            "<div><dt>\(Escaping.markup(figure.name))</dt><dd>\(Escaping.markup(figure.value))"
                + "<small>\(Escaping.markup(figure.detail))</small></dd></div>\n"
        }
        return "<dl class=\"key\">\n\(items.joined())</dl>\n"
    }

    private static func html(_ facts: [Fact]) -> String {
        let items = facts.map { fact in
            "<div><dt>\(Escaping.markup(fact.name))</dt><dd>\(Escaping.markup(fact.value))</dd></div>\n"
        }
        return "<dl class=\"facts\">\n\(items.joined())</dl>\n"
    }

    private static func html(_ questions: [DocumentQuestion]) -> String {
        let items = questions.map { item in
            "<li><p><b>\(Escaping.markup(item.subject))</b>: \(Escaping.markup(item.seen)) "
                + "<em>\(Escaping.markup(item.question))</em></p>\n"
                + "<div class=\"answer\"></div><div class=\"answer\"></div></li>\n"
        }
        return "<ol class=\"questions\">\n\(items.joined())</ol>\n"
    }

    private static func signatures(_ roles: [String]) -> String {
        var html = "<table class=\"sign\">\n<thead><tr>"
        for heading in ["", "name", "date", "signature"] { html += "<th scope=\"col\">\(heading)</th>" }
        html += "</tr></thead>\n<tbody>\n"
        for role in roles {
            html += "<tr><th scope=\"row\">\(Escaping.markup(role))</th><td></td><td></td><td></td></tr>\n"
        }
        return html + "</tbody></table>\n"
    }
}

extension VerdictBox {
    /// The box as HTML, the page's heading in it.
    var html: String {
        var html = "<header>\n"
        if !over.isEmpty { html += "<p class=\"over\">\(Escaping.markup(over))</p>\n" }
        html += "<div class=\"verdict \(style.rawValue)\">\n<h1>\(style.mark) \(Escaping.markup(headline))</h1>\n"
        html += "<p>\(Escaping.markup(reason))</p>\n"
        html += lines.map { "<p class=\"status\">\($0.html)</p>\n" }.joined()
        return html + "</div>\n</header>\n"
    }
}

extension AnswerStyle {
    /// Its shape, which a screen reader leaves out.
    var mark: String { "<span aria-hidden=\"true\">\(shape)</span>" }
}

extension Prose {
    /// The words with their looks.
    var html: String {
        map { phrase in
            switch phrase {
            case .plain(let text): Escaping.markup(text)
            case .strong(let text): "<b>\(Escaping.markup(text))</b>"
            case .code(let text): "<code>\(Escaping.markup(text))</code>"
            }
        }.joined()
    }
}
