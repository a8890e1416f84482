import Diagnostics
import Evidence
import EvidenceAnalysis
import LeakAnalysis
import Text

extension EvidenceComparison {
    /// The version of the document's keys.
    package static let format = 1

    /// The comparison for code reviews.
    package var markdown: String {
        var text = "# Comparison: \(answer.title)\n\n\(Escaping.markdown(reason))\n\n"
        text += "Answer **\(answer.title)**, exit status **\(exitStatus)**.\n\n"
        text += growthTable.markdown() + whyTable.markdown() + figuresTable.markdown()
        if !differences.isEmpty {
            text += "## In what the runs differ besides the revision\n\n"
            text += differences.map { "- \(Escaping.markdown($0))\n" }.joined()
        }
        return text
    }

    /// The comparison for programs; its keys are documented in `Docs/Evidence.md` and only ever added to.
    package var json: JSONValue {
        [
            "format": .integer(Int64(Self.format)), "answer": .string(answer.rawValue),
            "exit_status": .integer(Int64(exitStatus.rawValue)), "reason": .string(reason),
            "channels": .array(channels.map(Self.object)), "before": Self.object(before), "after": Self.object(after),
            "change_mb_per_1000_requests": .optional(changePerThousandPolls?.value),
            "change_mb_per_1000_requests_low": .optional(changePerThousandPolls?.low),
            "change_mb_per_1000_requests_high": .optional(changePerThousandPolls?.high),
            "differences": .array(differences.map { .string($0) }),
        ]
    }

    private static func object(_ comparison: ChannelComparison) -> JSONValue {
        func side(_ report: ChannelReport) -> JSONValue {
            let perStorm = MeasuredRate(perStormOf: report.verdict)
            return [
                "verdict": .optional(report.answer?.rawValue), "rate_per_hour": .optional(report.verdict?.ratePerHour),
                "interval_low": .optional(report.verdict?.intervalLow),
                "interval_high": .optional(report.verdict?.intervalHigh),
                "detectable_per_hour": .optional(report.verdict?.detectablePerHour),
                "per_storm": .optional(perStorm?.value), "per_storm_low": .optional(perStorm?.low),
                "per_storm_high": .optional(perStorm?.high),
            ]
        }
        return [
            "channel": .string(comparison.channel.rawValue), "unit": .string(comparison.channel.unit),
            "required": .bool(comparison.channel.isRequired), "answer": .string(comparison.answer.rawValue),
            "reason": .string(comparison.reason), "before": side(comparison.before), "after": side(comparison.after),
            "change_per_hour": .optional(comparison.change?.value), "change_low": .optional(comparison.change?.low),
            "change_high": .optional(comparison.change?.high),
            "change_per_storm": .optional(comparison.changePerStorm?.value),
            "change_per_storm_low": .optional(comparison.changePerStorm?.low),
            "change_per_storm_high": .optional(comparison.changePerStorm?.high),
        ]
    }

    private static func object(_ model: ReportModel) -> JSONValue {
        let run = model.facts.run
        return [
            "run": .string(run.uuid), "note": .string(run.note), "scenario": .string(run.scenario),
            "started_at": .string(run.startedAt), "verdict": .string(model.overall.answer.rawValue),
            "exit_status": .integer(Int64(model.overall.exitStatus.rawValue)),
            "duration_seconds": .number(model.facts.durationSeconds),
            "storms_that_closed_connections": .integer(Int64(model.facts.effectiveStormTimes.count)),
            "polls_per_second": .optional(model.meanPollsPerSecond),
            "mb_per_1000_requests": .optional(model.megabytesPerThousandPolls),
        ]
    }

    private var shown: [ChannelComparison] {
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
            rows: rows)
    }

    private var whyTable: ReportTable {
        ReportTable(
            title: "Channel by channel", columns: [.text("channel"), .text("before"), .text("after"), .prose("why")],
            rows: shown.map {
                [
                    $0.channel.title + ($0.channel.isRequired ? "" : " (second opinion)"),
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
