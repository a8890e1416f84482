import Diagnostics
import Evidence
import EvidenceAnalysis
import LeakAnalysis
import Text

extension EvidenceComparison {
    /// The comparison for people: the answer, the memory of both runs, then channel by channel.
    package var document: Document {
        let names = "\(before.facts.run.scenario) · \(before.facts.run.startedAt) and \(after.facts.run.startedAt)"
        let sections = [
            DocumentSection(growthTable), DocumentSection(whyTable), DocumentSection(figuresTable),
            DocumentSection("In what the runs differ besides the revision", list: differences),
        ]
        return Document(
            title: "Comparison: \(answer.title)",
            opening: [
                .verdict(
                    VerdictBox(
                        style: style, over: "Two soaks · \(names)", headline: "Comparison: \(answer.title)",
                        reason: reason, lines: [VerdictBox.status(answer.title, exitStatus)]))
            ] + DocumentBlock.plots(memoryPlot),
            sections: sections.compactMap { $0 },
            closing: [
                .plain("Derived from two evidence folders; "), .code("twinsim compare"), .plain(" derives it again."),
            ],
            pageFoot: "twinsim compare, runs \(before.facts.run.uuid) and \(after.facts.run.uuid)")
    }

    private var style: AnswerStyle {
        switch exitStatus {
        case .success: .good
        case .leak: .bad
        default: .doubt
        }
    }

    /// The channels that were looked at in both runs, and those that every run has to look at.
    var shown: [ChannelComparison] {
        channels.filter { $0.channel.isRequired || ($0.before.verdict != nil && $0.after.verdict != nil) }
    }

    private var growthTable: ReportTable {
        func cell(_ rate: MeasuredRate?) -> String {
            rate.map { "\(Figures.signed($0.value)) (\(Figures.interval($0.low, $0.high)))" } ?? "–"
        }
        var rows: [[String]] = []
        for comparison in shown {
            let name = comparison.channel.title + (comparison.channel.isMemory ? ", MB" : "")
            let first = comparison.before.verdict
            let second = comparison.after.verdict
            rows.append([
                "\(name), per hour", cell(MeasuredRate(perHourOf: first)), cell(MeasuredRate(perHourOf: second)),
                cell(comparison.change), comparison.answer.title,
            ])
            let perStorm = (MeasuredRate(perStormOf: first), MeasuredRate(perStormOf: second))
            guard perStorm.0 != nil || perStorm.1 != nil else { continue }
            rows.append(["\(name), per storm", cell(perStorm.0), cell(perStorm.1), cell(comparison.changePerStorm), ""])
        }
        if before.growthPerThousandPolls != nil || after.growthPerThousandPolls != nil {
            rows.insert(
                [
                    "memory, MB, per 1,000 polls", cell(before.growthPerThousandPolls),
                    cell(after.growthPerThousandPolls),
                    cell(changePerThousandPolls), "",
                ], at: min(1, rows.count))
        }
        return ReportTable(
            title: "Growth",
            note: "With 95 % intervals. The runs are independent: the half widths of their intervals add as squares in "
                + "the interval of the difference.",
            columns: [.text("growth"), .number("before"), .number("after"), .number("difference"), .text("answer")],
            rows: rows, answerColumn: 4)
    }

    private var whyTable: ReportTable {
        ReportTable(
            title: "Channel by channel", columns: [.text("channel"), .text("before"), .text("after"), .prose("why")],
            rows: shown.map {
                [
                    $0.channel.title + ($0.channel.isSecondOpinion ? " (second opinion)" : ""),
                    $0.before.answer?.rawValue ?? "not looked at", $0.after.answer?.rawValue ?? "not looked at",
                    $0.reason,
                ]
            })
    }

    private var figuresTable: ReportTable {
        func column(_ model: ReportModel) -> [String] {
            let memory = SeriesSummary(model.facts[.memory])
            let delays = model.facts.reconnects.map(\.delaySeconds)
            return [
                model.facts.run.note.isEmpty ? "–" : model.facts.run.note, model.facts.run.startedAt,
                model.overall.headline, Figures.duration(model.facts.durationSeconds),
                memory.map { Figures.fixed($0.last, 2) } ?? "–", memory.map { Figures.fixed($0.highest, 2) } ?? "–",
                model.memory?.detectablePerHour.map { Figures.significant($0) } ?? "–",
                model.polls.map(Figures.whole) ?? "–",
                model.meanPollsPerSecond.map { Figures.significant($0) } ?? "–",
                model.megabytesPerThousandPolls.map { Figures.signed($0) } ?? "–",
                "\(model.facts.effectiveStormTimes.count)", delays.max().map(Figures.duration) ?? "–",
                model.facts.server.totals[.exceptions].map(Figures.whole) ?? "–",
            ]
        }
        let names = [
            "note", "started", "verdict of the run", "length", "memory at the end, MB", "highest memory, MB",
            "detectable leak, MB/h", "requests", "requests a second", "MB per 1,000 requests",
            "storms that closed connections", "longest reconnect", "exception replies",
        ]
        let columns = (column(before), column(after))
        return ReportTable(
            title: "The two runs", columns: [.text("figure"), .prose("before"), .prose("after")],
            rows: names.indices.map { [names[$0], columns.0[$0], columns.1[$0]] })
    }
}
