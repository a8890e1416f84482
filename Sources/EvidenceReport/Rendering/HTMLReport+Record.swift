import Evidence
import EvidenceAnalysis
import Text

extension HTMLReport {
    /// The open questions, each with room to write on paper; empty when there are none.
    static func lessons(_ model: ReportModel) -> String {
        let lessons = model.lessons
        guard !lessons.isEmpty else { return "" }
        var html = "<h2>Lessons: questions for the engineer</h2>\n"
        html += "<p class=\"note\">\(Escaping.markup(ReportWords.lessonsNote))</p>\n<ol class=\"lessons\">\n"
        for lesson in lessons {
            html += "<li><p><b>\(Escaping.markup(lesson.subject))</b>: \(Escaping.markup(lesson.seen)) "
            html += "<em>\(Escaping.markup(lesson.question))</em></p>\n"
            html += "<div class=\"answer\"></div><div class=\"answer\"></div></li>\n"
        }
        return html + "</ol>\n"
    }

    /// Who did what when: to be filled in by hand.
    static func signatures() -> String {
        var html =
            "<section class=\"sign\">\n<h2>Signatures</h2>\n<p>\(ReportWords.decisions)</p>\n<table>\n<thead><tr>"
        for heading in ["", "name", "date", "signature"] { html += "<th scope=\"col\">\(heading)</th>" }
        html += "</tr></thead>\n<tbody>\n"
        for role in ReportWords.signatories {
            html += "<tr><th scope=\"row\">\(role)</th><td></td><td></td><td></td></tr>\n"
        }
        return html + "</tbody></table>\n</section>\n"
    }

    /// What stands at the foot of each printed page, as a style sheet; the run's own words only where they are plain.
    static func pageFoot(_ run: RunRecord) -> String {
        let words = "twinsim soak, \(run.scenario), \(run.startedAt), run \(run.uuid)"
        let plain = String(
            words.unicodeScalars.filter {
                $0.isASCII
                    && ($0.properties.isAlphabetic || $0.properties.numericType != nil
                        || " .,:-".unicodeScalars.contains($0))
            }.map(Character.init))
        return "@page { @bottom-left { content: \"\(plain)\"; font: 7.5pt sans-serif; color: #444; } }"
    }
}
