import EvidenceAnalysis
import Text

extension CompressedRun {
    /// The figures that stand first, in place of growth by the hour.
    var keyFigures: [KeyFigure] {
        var figures: [KeyFigure] = []
        if let acceleration {
            figures.append(
                KeyFigure(
                    name: "per 1000 requests",
                    value: perThousand.map { "\(Figures.signed($0)) MB" } ?? "not measured",
                    detail: KeyFigure.interval(perThousandLow, perThousandHigh)))
            if let detectablePerThousand {
                figures.append(
                    KeyFigure(
                        name: "detectable from",
                        value: "\(Figures.significant(detectablePerThousand)) MB per 1000 requests",
                        detail: "in a run like this one"))
            }
            figures.append(
                KeyFigure(
                    name: "attained factor", value: attained.map { "×\(Figures.factor($0))" } ?? "unavailable",
                    detail: "asked ×\(Figures.factor(acceleration.asked))"))
            figures.append(
                KeyFigure(
                    name: "as many requests as",
                    value: equivalentHours.map { Figures.duration($0 * 3600) } ?? "unavailable",
                    detail: "of the client in real time"))
        }
        if let planHours {
            figures.append(
                KeyFigure(
                    name: "as many events as", value: Figures.duration(planHours * 3600),
                    detail: "of the fault plan as written"))
        }
        return figures
    }

    /// The tables that stand first in a report.
    var tables: [ReportTable] {
        var rows: [[String]] = []
        if let acceleration {
            rows.append(["factor asked", "×\(Figures.factor(acceleration.asked))"])
            rows.append([
                "factor attained by the client, by its requests",
                attained.map { "×\(Figures.factor($0))" } ?? "unavailable: \(plainReason)",
            ])
            rows.append([
                "factor attained by the plant, by its scans",
                plantFactor.map { "×\(Figures.factor($0))" } ?? "unavailable",
            ])
            rows.append([
                "requests a second in real time, before the run",
                acceleration.plainPollsPerSecond.map { Figures.significant($0) } ?? "unavailable: \(plainReason)",
            ])
            rows.append(["requests", operations.map(Figures.whole) ?? "unavailable"])
            rows.append([
                "hours in which the client makes as many in real time",
                equivalentHours.map { Figures.significant($0) } ?? "unavailable",
            ])
            rows.append([
                "real time",
                "\(Figures.duration(realSeconds)), \(Figures.duration(clientSeconds)) by the client's clock",
            ])
        }
        if let eventRate, let planHours {
            rows.append(["storms and faults, times as often as the plan says", "\(eventRate.factor)"])
            rows.append(["storms that closed a connection", "\(storms)"])
            rows.append(["other faults", "\(faults)"])
            rows.append(["hours of the plan as written with as many events", Figures.significant(planHours)])
            rows.append([
                "a storm left behind, MB", perStorm.map(Figures.signed) ?? "not measured: fewer than 5 storms",
            ])
            rows.append(["its 95 % interval, MB", Figures.interval(perStormLow, perStormHigh)])
        }
        let summary = ReportTable(
            title: mark, note: "What was compressed, and what of it was attained.",
            columns: [.prose("figure"), .text("value")], rows: rows)
        guard let acceleration else { return [summary] }
        let waits = ReportTable(
            title: "Kinds of waiting under the faster clock",
            note: "\(acceleration.executable), waits of \(Figures.duration(acceleration.waitSeconds)), "
                + "\(acceleration.library).",
            columns: [.text("kind"), .text("what came of it"), .number("factor"), .prose("the client's use")],
            rows: acceleration.waits.map { wait in
                [
                    wait.kind, String(wait.outcome.rawValue.map { $0 == "_" ? " " : $0 }),
                    wait.factor.map { Figures.factor($0) } ?? "–",
                    wait.isUnused ? "none, says the user" : "not known",
                ]
            })
        return [summary, waits]
    }

    private var plainReason: String {
        if case .unavailable(let reason)? = acceleration?.plainRate { reason } else { "the requests were not recorded" }
    }

    /// For `verdict.json`, key `compression`.
    var json: JSONValue {
        [
            "accelerated": .bool(acceleration != nil), "speed_asked": .optional(acceleration?.asked),
            "speed_attained": .optional(attained), "speed_of_plant": .optional(plantFactor),
            "plain_polls_per_second": .optional(acceleration?.plainPollsPerSecond),
            "equivalent_operations": acceleration == nil ? .null : .optional(operations),
            "equivalent_hours": .optional(equivalentHours), "real_seconds": .number(realSeconds),
            "mb_per_1000_requests": .optional(perThousand), "mb_per_1000_requests_low": .optional(perThousandLow),
            "mb_per_1000_requests_high": .optional(perThousandHigh),
            "detectable_mb_per_1000_requests": acceleration == nil ? .null : .optional(detectablePerThousand),
            "waits": .array((acceleration?.waits ?? []).map(\.json)), "library": .optional(acceleration?.library),
            "event_rate": .optional(eventRate.map { Int64($0.factor) }),
            "events_equivalent_hours": .optional(planHours),
            "storms": .integer(Int64(storms)), "faults": .integer(Int64(faults)),
            "per_storm_mb": .optional(perStorm), "per_storm_low": .optional(perStormLow),
            "per_storm_high": .optional(perStormHigh), "findings": .array(findings.map { .string($0) }),
        ]
    }
}
