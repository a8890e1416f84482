import Determinism

extension Twin {
    /// Runs the twin alone for this long in simulated time, as fast as the machine can.
    ///
    /// - Parameters:
    ///   - nanoseconds: simulated time to run; the last scan begins before it has passed.
    ///   - interval: simulated nanoseconds between calls of `record`, rounded up to whole scans.
    ///   - record: called after a scan with the scan's time; the first time at 0.
    package func run(
        forNanoseconds nanoseconds: Int64, recordingEvery interval: Int64,
        record: (SimulatedTime) throws -> Void
    ) rethrows {
        let period = scenario.timing.scanPeriodNanoseconds
        var now = SimulatedTime.zero
        var nextRecord = SimulatedTime.zero
        while now.nanoseconds < nanoseconds {
            scan(at: now)
            if now >= nextRecord {
                try record(now)
                nextRecord = nextRecord.advanced(byNanoseconds: interval)
            }
            now = now.advanced(byNanoseconds: period)
        }
    }
}
