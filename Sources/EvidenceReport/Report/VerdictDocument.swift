import Diagnostics
import Evidence
import EvidenceAnalysis
import LeakAnalysis
import Text

/// The verdict for programs: `verdict.json`, whose keys are documented in `Docs/Evidence.md` and only ever added to.
package enum VerdictDocument {
    /// The version of the document's keys.
    package static let format = 1

    /// The verdict as a JSON text with a line break at its end.
    package static func render(_ model: ReportModel) -> String {
        value(model).pretty + "\n"
    }

    /// The verdict as a JSON value; null stands for "not applicable" and "not available".
    package static func value(_ model: ReportModel) -> JSONValue {
        let run = model.facts.run
        let memory = model.memory
        // An hour of an accelerated run is none of a client in real time.
        let hourly = model.isAccelerated ? nil : memory
        let delays = model.facts.reconnects.map(\.delaySeconds).sorted()
        let totals = model.facts.server.totals
        return [
            "format": .integer(Int64(format)),
            "verdict": .string(model.overall.answer.rawValue),
            "exit_status": .integer(Int64(model.overall.exitStatus.rawValue)),
            "headline": .string(model.overall.headline),
            "reason": .string(model.overall.reason),
            "rate_mb_per_hour": .optional(hourly?.ratePerHour),
            "interval_low": .optional(hourly?.intervalLow),
            "interval_high": .optional(hourly?.intervalHigh),
            "detectable_mb_per_hour": .optional(hourly?.detectablePerHour),
            "hours_needed": .optional(hourly?.hoursNeeded),
            "per_storm_mb": .optional(memory?.perStormOfCause),
            "per_storm_low": .optional(memory?.perStormOfCause == nil ? nil : memory?.perStormLow),
            "per_storm_high": .optional(memory?.perStormOfCause == nil ? nil : memory?.perStormHigh),
            "mb_per_1000_requests": .optional(model.megabytesPerThousandPolls),
            "mb_per_1000_requests_low": .optional(model.megabytesPerThousandPollsInterval?.low),
            "mb_per_1000_requests_high": .optional(model.megabytesPerThousandPollsInterval?.high),
            "plateau_hours": .optional(hourly?.plateauHours),
            "cause": .optional(memory?.cause?.rawValue),
            "grounds": .array(model.grounds.map(ground)),
            "channels": .array(model.channels.map { channel($0, model.facts) }),
            "memory_parts": .array(model.memoryParts.map(\.json)),
            "files": model.files?.json ?? .null,
            "agreement": .array(model.agreements.map(\.json)),
            "criteria": .array(model.criteria.map(criterion)),
            "storms": .integer(Int64(model.storms.count)),
            "storms_that_closed_connections": .integer(Int64(model.facts.effectiveStormTimes.count)),
            "connections_closed_by_storms": .integer(
                model.storms.reduce(0) { $0 + Int64($1.storm.connectionsClosed) }),
            "faults": .array(model.faults.map(\.json)),
            "reconnects": .integer(Int64(delays.count)),
            "reconnect_seconds_median": .optional(median(delays)),
            "reconnect_seconds_longest": .optional(delays.last),
            "polls": .optional(model.polls),
            "polls_per_second": .optional(model.meanPollsPerSecond),
            "exceptions": .optional(totals[.exceptions]),
            "exceptions_by_code": .object(
                model.facts.server.exceptionsByCode.sorted { $0.key < $1.key }.map {
                    JSONValue.Member(name: "\($0.key)", value: .integer($0.value))
                }),
            "longest_tag_gap_seconds": .optional(model.facts.tagGaps.compactMap(\.longestGapSeconds).max()),
            "tags_never_read": .array(model.facts.tagGaps.filter { $0.reads == 0 }.map { .string($0.tag) }),
            "client_end": clientEnd(model.facts.finish),
            "client_ends": .array(
                ClientEnds(model.facts.events).ways.map { way in
                    ["end": .string(way.end.name), "count": .integer(Int64(way.count))]
                }),
            "harness": [
                "verdict": .optional(model.harness?.answer.rawValue),
                "rate_mb_per_hour": .optional(model.harness?.ratePerHour),
                "sampling_ms_mean": .optional(model.facts.server.meanSamplingMilliseconds),
            ],
            "traced": .bool(model.facts.isTraced),
            "accelerated": .bool(model.isAccelerated),
            "compression": model.compressed?.json ?? .null,
            "where_it_grows": model.growth?.json ?? .null,
            "native_size_classes": model.native?.classesJSON ?? .null,
            "blind_runtimes": .array(model.blindRuntimes.map(\.json)),
            "unavailable": .array(model.facts.unavailable.map(unavailable)),
            "limitations": .array(model.limitations.map { .string($0) }),
            "lessons": .array(model.lessons.map(\.json)),
            "alarms": .array(model.controller.map { AlarmSpan.all($0).map(\.json) } ?? []),
            "scenario": .string(run.scenario),
            "seed": Int64(exactly: run.seed).map { .integer($0) } ?? .string(String(run.seed)),
            "fault_plan": .optional(run.faultPlanName),
            "client": .array(run.clientArguments.map { .string($0) }),
            "note": .string(run.note),
            "started_at": .string(run.startedAt),
            "ended_at": .optional(model.facts.finish?.endedAt),
            "planned_seconds": .number(run.plannedSeconds),
            "stop_on": .string(run.stopsOnLeak ? "leak" : "never"),
            "fail_on": .string(run.failsOnDoubt ? "doubt" : "leak"),
            "duration_seconds": .number(model.facts.durationSeconds),
            "interval_seconds": .number(run.intervalSeconds),
            "run": .string(run.uuid),
            "twinsim_version": .string(run.programVersion),
        ]
    }

    private static func channel(_ report: ChannelReport, _ facts: EvidenceFacts) -> JSONValue {
        let verdict = report.verdict
        let summary = SeriesSummary(facts[report.channel])
        return [
            "channel": .string(report.channel.rawValue),
            "unit": .string(report.channel.unit),
            "required": .bool(report.channel.isRequired),
            "verdict": .optional(report.answer?.rawValue),
            "reason": .string(report.reason),
            "first": .optional(summary?.first),
            "last": .optional(summary?.last),
            "highest": .optional(summary?.highest),
            "readings": .integer(Int64(summary?.count ?? 0)),
            "rate_per_hour": .optional(verdict?.ratePerHour),
            "interval_low": .optional(verdict?.intervalLow),
            "interval_high": .optional(verdict?.intervalHigh),
            "detectable_per_hour": .optional(verdict?.detectablePerHour),
            "hours_needed": .optional(verdict?.hoursNeeded),
            "per_storm": .optional(verdict?.perStormOfCause),
        ]
    }

    private static func ground(_ ground: Ground) -> JSONValue {
        [
            "ground": .string(ground.kind.rawValue), "state": .string(ground.state.rawValue),
            "figure": .string(ground.figure), "sentence": .string(ground.sentence),
        ]
    }

    private static func criterion(_ result: CriterionResult) -> JSONValue {
        [
            "name": .string(result.name), "met": result.isMet.map { .bool($0) } ?? .null,
            "asked": .string(result.demand), "measured": .string(result.measured),
        ]
    }

    private static func clientEnd(_ finish: FinishRecord?) -> JSONValue {
        guard let finish else { return .null }
        var reason = "completed"
        var status: Int64?
        var signal: Int64?
        var channel: String?
        switch finish.reason {
        case .completed: break
        case .clientEndedEarly(.exited(let code)): (reason, status) = ("client_ended_early", Int64(code))
        case .clientEndedEarly(.signalled(let number)): (reason, signal) = ("client_ended_early", Int64(number))
        case .clientEndedEarly(.unknown): reason = "client_ended_early"
        case .certainLeak(let leaking): (reason, channel) = ("stopped_early", leaking.rawValue)
        case .interrupted: reason = "interrupted"
        case .internalFault: reason = "internal_fault"
        }
        return [
            "reason": .string(reason), "seconds": .number(finish.timeSeconds), "exit_status": .optional(status),
            "signal": .optional(signal), "channel": .optional(channel),
        ]
    }

    private static func unavailable(_ reading: UnavailableReading) -> JSONValue {
        [
            "pid": .integer(Int64(reading.process.pid)), "reading": .string(reading.quantity.rawValue),
            "from_seconds": .number(reading.fromSeconds), "to_seconds": .optional(reading.toSeconds),
            "reason": .string(reading.reason),
        ]
    }

    private static func median(_ sorted: [Double]) -> Double? {
        guard !sorted.isEmpty else { return nil }
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
