import Diagnostics
import Evidence
import EvidenceAnalysis
import Text

extension ReportModel {
    /// The report for people: the answer and the memory that it is about, what the answer rests on, then the rest.
    package var document: Document {
        let run = facts.run
        return Document(
            title: "Soak of \(run.scenario): \(overall.headline)",
            opening: [.verdict(verdictBox)] + DocumentBlock.plots(ReportPlots.memory(self))
                + [.keyFigures(RunDescription.keyFigures(self)), .contents],
            sections: judged + [systemUnderTest] + course + record,
            closing: [
                .plain("Derived by twinsim \(run.programVersion) from evidence.sqlite; "), .code("twinsim report"),
                .plain(" derives it again."),
            ],
            pageFoot: "twinsim soak, \(run.scenario), \(run.startedAt), run \(run.uuid)")
    }

    private var verdictBox: VerdictBox {
        let run = facts.run
        var lines: [Prose] = []
        if !run.note.isEmpty { lines.append([.plain("Under test: "), .strong(run.note)]) }
        lines.append(VerdictBox.status(overall.answer.rawValue, overall.exitStatus))
        return VerdictBox(
            style: style,
            over: "Soak test · \(run.scenario) · \(run.startedAt) · \(Figures.duration(facts.durationSeconds))",
            headline: overall.headline, reason: overall.reason, lines: lines)
    }

    private var style: AnswerStyle {
        switch overall.exitStatus {
        case .success: overall.answer == .expected ? .good : .doubt
        case .suspicious: .doubt
        default: overall.answer == .leak || !overall.exitStatus.isSignal ? .bad : .doubt
        }
    }

    /// What the answer rests on.
    private var judged: [DocumentSection] {
        var sections = ReportTables.verdict(self).map(DocumentSection.init)
        if let words = facts.lastWords { sections.insert(section(of: words), at: 1) }
        // The lines that grow most, as bars, stand with the table that has them.
        if let bars = growth?.bars, let place = sections.firstIndex(where: { $0.title == WhereItGrows.tableTitle }) {
            sections[place].blocks.append(.bars(bars))
        }
        return sections
    }

    private var systemUnderTest: DocumentSection {
        var blocks: [DocumentBlock] = []
        if let system = controller?.system { blocks.append(.paragraph([.plain("\(system.title). \(system.summary)")])) }
        blocks.append(.facts(RunDescription.rows(self)))
        if !facts.run.definitionOfCorrect.isEmpty {
            blocks += [.note("What this run calls correct:"), .list(facts.run.definitionOfCorrect)]
        }
        return DocumentSection("System under test", blocks)
    }

    /// What happened, as drawings and as tables.
    private var course: [DocumentSection] {
        let plots = ReportPlots.others(self)
        return (plots.isEmpty ? [] : [DocumentSection("Over time", plots.map { .plot($0) })])
            + (ReportTables.course(self) + ReportTables.details(self)).map(DocumentSection.init)
    }

    /// What was asked of the run, what it leaves open, and who stands for it.
    private var record: [DocumentSection] {
        var sections = [DocumentSection("What this run cannot say", list: limitations)].compactMap { $0 }
        if facts.lastWords == nil, let output = facts.clientOutput { sections.append(section(of: output)) }
        if let plan = facts.run.faultPlanText { sections.append(DocumentSection("Fault plan", [.verbatim(plan)])) }
        if let criteria = facts.run.criteriaText {
            sections.append(DocumentSection("Criteria file", [.verbatim(criteria)]))
        }
        if !lessons.isEmpty {
            let questions = lessons.map { DocumentQuestion(subject: $0.subject, seen: $0.seen, question: $0.question) }
            sections.append(
                DocumentSection(
                    "Lessons: questions for the engineer",
                    [
                        .note(
                            "Made from what happened in this run. The run shows that and when; why, and what is changed "
                                + "because of it, is for who knows the client."), .questions(questions),
                    ]))
        }
        sections.append(
            DocumentSection(
                "Signatures",
                [
                    .paragraph([.plain("☐ accepted   ☐ accepted with the answers above   ☐ not accepted")]),
                    .signatures(["carried out by", "reviewed by", "accepted by"]),
                ]))
        return sections
    }

    /// What the client wrote last, and where the rest of it is.
    private func section(of output: ClientOutput) -> DocumentSection {
        DocumentSection(
            "The client's last words",
            [.note(output.sentence)]
                + (output.lastLines.isEmpty ? [] : [.verbatim(output.lastLines.joined(separator: "\n"))]))
    }
}
