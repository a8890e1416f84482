import Diagnostics
import EvidenceAnalysis
import LeakAnalysis
import Text

extension EvidenceComparison {
    /// The version of the document's keys.
    package static let format = 1

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
}
