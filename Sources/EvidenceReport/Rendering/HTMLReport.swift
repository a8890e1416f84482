import Diagnostics
import Evidence
import EvidenceAnalysis
import Text

/// The report for people: one HTML file without any external reference and without a script.
package enum HTMLReport {
    /// The report as an HTML document.
    package static func render(_ model: ReportModel) -> String {
        let run = model.facts.run
        let title = "Soak of \(run.scenario): \(model.overall.headline)"
        var html = """
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
            \(pageFoot(run))
            </style>
            </head>
            <body>
            <main>

            """
        html += headline(model)
        html += setUp(model)
        html += ReportTables.verdict(model).map { $0.html() }.joined()
        html += "<h2>Over time</h2>\n" + ReportPlots.all(model).map { $0.figure() }.joined()
        html += GrowthBars.figure(model.growth)
        html += ReportTables.course(model).map { $0.html() }.joined()
        html += ReportTables.details(model).map { $0.html() }.joined()
        html += list("What this run cannot say", model.limitations)
        html += texts(run) + lessons(model) + signatures()
        html += "<footer>Derived by twinsim \(Escaping.markup(run.programVersion)) from evidence.sqlite; "
        html += "<code>twinsim report</code> derives it again.</footer>\n"
        return html + "</main>\n</body>\n</html>\n"
    }

    private static func headline(_ model: ReportModel) -> String {
        let run = model.facts.run
        let style = style(model.overall)
        var html = "<header>\n<p class=\"over\">Soak test · \(Escaping.markup(run.scenario)) · "
        html += "\(Escaping.markup(run.startedAt)) · \(Figures.duration(model.facts.durationSeconds))</p>\n"
        html += "<div class=\"verdict \(style)\">\n<h1>\(AnswerStyle.shape(style)) "
        html += "\(Escaping.markup(model.overall.headline))</h1>\n"
        html += "<p>\(Escaping.markup(model.overall.reason))</p>\n"
        if !run.note.isEmpty { html += "<p class=\"under\">Under test: <b>\(Escaping.markup(run.note))</b></p>\n" }
        html += "<p class=\"status\">Answer <b>\(model.overall.answer.rawValue)</b>, exit status "
        html += "<b>\(model.overall.exitStatus)</b></p>\n</div>\n<dl class=\"key\">\n"
        for figure in RunDescription.keyFigures(model) {
            html += "<div><dt>\(Escaping.markup(figure.name))</dt><dd>\(Escaping.markup(figure.value))"
            html += "<small>\(Escaping.markup(figure.detail))</small></dd></div>\n"
        }
        return html + "</dl>\n</header>\n"
    }

    private static func style(_ overall: OverallVerdict) -> String {
        switch overall.exitStatus {
        case .success: "good"
        case .suspicious: "doubt"
        default: overall.answer == .leak || !overall.exitStatus.isSignal ? "bad" : "doubt"
        }
    }

    private static func setUp(_ model: ReportModel) -> String {
        var html = "<h2>System under test</h2>\n"
        if let system = model.controller?.system {
            html += "<p>\(Escaping.markup(system.title)). \(Escaping.markup(system.summary))</p>\n"
        }
        html += "<dl class=\"facts\">\n"
        for row in RunDescription.rows(model) {
            html += "<div><dt>\(Escaping.markup(row.name))</dt><dd>\(Escaping.markup(row.value))</dd></div>\n"
        }
        return html + "</dl>\n" + list("What this run calls correct", model.facts.run.definitionOfCorrect)
    }

    private static func texts(_ run: RunRecord) -> String {
        var html = ""
        if let plan = run.faultPlanText { html += "<h2>Fault plan</h2>\n<pre>\(Escaping.markup(plan))</pre>\n" }
        if let criteria = run.criteriaText {
            html += "<h2>Criteria file</h2>\n<pre>\(Escaping.markup(criteria))</pre>\n"
        }
        return html
    }

    private static func list(_ title: String, _ sentences: [String]) -> String {
        guard !sentences.isEmpty else { return "" }
        let items = sentences.map { "<li>\(Escaping.markup($0))</li>\n" }.joined()
        return "<h2>\(Escaping.markup(title))</h2>\n<ul>\n\(items)</ul>\n"
    }
}
