extension FaultAcceptance {
    /// The counters by the names in `Docs/Evidence.md`, in that order; times in nanoseconds.
    package var namedCounts: KeyValuePairs<String, Int64> {
        func count(_ value: UInt64) -> Int64 { Int64(clamping: value) }
        return [
            "hits": count(hits), "bytes": count(bytes), "withheld": count(withheld), "exceptions": count(exceptions),
            "writes_lost": count(writesLost), "changed": count(changed), "resets": count(resets),
            "closes": count(closes), "refused": count(refused), "delayed": count(delayed),
            "delay_ns": delayNanoseconds, "longest_delay_ns": longestDelayNanoseconds,
            "polled_on": count(polledOn.count), "polled_on_ns": polledOn.nanoseconds,
            "polled_on_longest_ns": polledOn.longestNanoseconds, "reconnected": count(reconnected.count),
            "reconnected_ns": reconnected.nanoseconds, "reconnected_longest_ns": reconnected.longestNanoseconds,
            "gave_up": count(gaveUp),
        ]
    }
}
