import EvidenceAnalysis
import Text

/// The report for code reviews: the same findings and tables in Markdown, without the plots.
package enum MarkdownReport {
    /// The report as a Markdown text.
    package static func render(_ model: ReportModel) -> String {
        let run = model.facts.run
        var text = "# Soak of \(Escaping.markdown(run.scenario)): \(Escaping.markdown(model.overall.headline))\n\n"
        text += "\(Escaping.markdown(model.overall.reason))\n\n"
        text += "Answer **\(model.overall.answer.rawValue)**, exit status **\(model.overall.exitStatus)**.\n\n"
        for figure in RunDescription.keyFigures(model) {
            let detail = figure.detail.isEmpty ? "" : " (\(Escaping.markdown(figure.detail)))"
            text += "- \(Escaping.markdown(figure.name)): **\(Escaping.markdown(figure.value))**\(detail)\n"
        }
        text += "\n## System under test\n\n"
        if let system = model.controller?.system {
            text += "\(Escaping.markdown(system.title)). \(Escaping.markdown(system.summary))\n\n"
        }
        for row in RunDescription.rows(model) {
            text += "- \(Escaping.markdown(row.name)): \(Escaping.markdown(row.value))\n"
        }
        text += "\n" + list("What this run calls correct", run.definitionOfCorrect)
        let tables = ReportTables.verdict(model) + ReportTables.course(model) + ReportTables.details(model)
        text += tables.map { $0.markdown() }.joined()
        text += list("What this run cannot say", model.limitations)
        return text + lessons(model) + signatures()
    }

    private static func list(_ title: String, _ sentences: [String]) -> String {
        guard !sentences.isEmpty else { return "" }
        return "## \(title)\n\n" + sentences.map { "- \(Escaping.markdown($0))\n" }.joined() + "\n"
    }
}
