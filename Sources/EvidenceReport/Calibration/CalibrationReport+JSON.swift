import Diagnostics
import Evidence
import EvidenceAnalysis
import LeakAnalysis
import Text

extension CalibrationReport {
    /// The calibration for programs: `calibration.json`, and what `--json` prints.
    package var json: JSONValue {
        [
            "calibration": .string(conclusion.rawValue), "exit_status": .integer(Int64(exitStatus.rawValue)),
            "reason": .string(([headline + "."] + sentences).joined(separator: " ")),
            "scenario": .string(setting.scenario), "faults": .optional(setting.faultPlan),
            // A seed has 64 bits; as a number many readers would round it.
            "seed": .string("\(setting.seed)"),
            "run_seconds": .number(setting.seconds), "interval_seconds": .number(setting.intervalSeconds),
            "started_at": .string(setting.startedAt), "program_version": .string(setting.programVersion),
            "host": setting.host.map(Self.host) ?? .null,
            "reference_hours": .number(CalibrationScale.referenceSeconds / 3600), "rate_factor": .number(factor),
            "noise_mb": .optional(noiseMegabytes),
            "references": .array(zip(results, findings).map(Self.reference)),
            "detectable": .array(outlooks.flatMap(Self.detectable)),
            "hours_to_find": .array(outlooks.flatMap(hoursToFind)),
            "limitations": .array(limitations.map { .string($0) }),
        ]
    }

    private static func host(_ host: HostDescription) -> JSONValue {
        [
            "operating_system": .string(host.operatingSystem), "kernel": .string(host.kernel),
            "processors": .integer(Int64(host.processors)), "memory_bytes": .integer(host.memoryBytes),
        ]
    }

    private static func reference(_ result: ReferenceResult, _ finding: ReferenceFinding) -> JSONValue {
        var nominal: Double?
        if case .memory(let rate) = result.reference.kept { nominal = rate }
        return [
            "reference": .string(result.reference.name), "does": .string(result.reference.title),
            "known_good": .bool(result.reference.isGood), "channel": .string(result.reference.channel.rawValue),
            "finding": .string(finding.word), "why": .optional(finding.why),
            "verdict": .optional(result.verdict?.answer.rawValue), "verdict_reason": .optional(result.verdict?.reason),
            "unit": .string(result.unit), "nominal_mb_per_hour": .optional(nominal), "truth": .optional(result.truth),
            "measured": .optional(result.measured), "interval_low": .optional(result.low),
            "interval_high": .optional(result.high),
            "truth_in_interval": result.holdsTruth.map { .bool($0) } ?? .null,
            "detectable_per_hour": .optional(result.detectablePerHour), "noise": .optional(result.verdict?.noise),
            "storms": .integer(Int64(result.storms)), "seconds": .number(result.seconds),
            "kept_bytes": .optional(result.ledger?.keptBytes), "kept_sockets": .optional(result.ledger?.sockets),
            "kept_threads": .optional(result.ledger?.threads),
        ]
    }

    private static func detectable(_ reference: ReferenceClient, _ outlook: DetectionOutlook) -> [JSONValue] {
        outlook.rows.map { row in
            [
                "like": .string(reference.name), "hours": .number(row.hours), "mb_per_hour": .number(row.ratePerHour),
                "floor_mb_per_hour": .number(LeakAnalysis.floor(hours: row.hours)),
                "how": row.isMeasured ? "measured" : "extrapolated",
            ]
        }
    }

    private func hoursToFind(_ reference: ReferenceClient, _ outlook: DetectionOutlook) -> [JSONValue] {
        nominalRates.map { rate in
            let hours = outlook.hours(toFind: rate)
            return [
                "like": .string(reference.name), "mb_per_hour": .number(rate),
                "hours": .optional(hours.isFinite ? hours : nil), "how": "extrapolated",
            ]
        }
    }
}
