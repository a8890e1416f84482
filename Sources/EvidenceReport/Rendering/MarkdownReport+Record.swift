import EvidenceAnalysis
import Text

extension MarkdownReport {
    /// The open questions, each with a place for its answer; empty when there are none.
    static func lessons(_ model: ReportModel) -> String {
        let lessons = model.lessons
        guard !lessons.isEmpty else { return "" }
        var text = "## Lessons: questions for the engineer\n\n\(ReportWords.lessonsNote)\n\n"
        for lesson in lessons {
            text += "- [ ] **\(Escaping.markdown(lesson.subject))**: \(Escaping.markdown(lesson.seen)) "
            text += "*\(Escaping.markdown(lesson.question))*\n"
            text += "  - Answer:\n"
        }
        return text + "\n"
    }

    /// Who did what when: to be filled in.
    static func signatures() -> String {
        var text = "## Signatures\n\n\(ReportWords.decisions)\n\n|  | name | date |\n|---|---|---|\n"
        for role in ReportWords.signatories { text += "| \(role) |  |  |\n" }
        return text
    }
}
