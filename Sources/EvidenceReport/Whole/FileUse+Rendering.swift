import EvidenceAnalysis
import Text

extension FileUse {
    /// `files` in `verdict.json`.
    var json: JSONValue {
        [
            "grown_mb": .number(grownMegabytes), "mb_per_hour": .number(ratePerHour),
            "interval_low": .optional(interval?.lowerBound), "interval_high": .optional(interval?.upperBound),
            "free_mb": .optional(freeMegabytes), "hours_to_full": .optional(hoursToFull),
            "largest": .array(largest.map { ["path": .string($0.path), "bytes_grown": .integer($0.bytes)] }),
            "sentence": .string(sentence),
        ]
    }
}
