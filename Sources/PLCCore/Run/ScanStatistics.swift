/// What the scans of a controller took and how punctual they were. Recording allocates nothing.
package struct ScanStatistics: Sendable {
    /// The scan period, nanoseconds; 0 when scans are not periodic, and then nothing counts as an overrun.
    package var periodNanoseconds: Int64 = 0
    /// Scans recorded.
    package private(set) var scans: UInt64 = 0
    /// Scans that took longer than the period.
    package private(set) var overruns: UInt64 = 0
    /// Execution time of the last scan, nanoseconds.
    package private(set) var lastExecutionNanoseconds: Int64 = 0
    /// The longest execution time, nanoseconds.
    package private(set) var maximumExecutionNanoseconds: Int64 = 0
    /// The greatest lateness, nanoseconds.
    package private(set) var maximumLatenessNanoseconds: Int64 = 0
    /// Execution times.
    package private(set) var execution = LogLinearHistogram()
    /// How late scans began after their due time: the jitter.
    package private(set) var lateness = LogLinearHistogram()
    private var executionSum = 0.0

    /// Nothing recorded.
    package init() {}

    /// Records one scan: how long it took, and how long after its due time it began.
    package mutating func record(executionNanoseconds: Int64, latenessNanoseconds: Int64) {
        scans += 1
        lastExecutionNanoseconds = executionNanoseconds
        maximumExecutionNanoseconds = max(maximumExecutionNanoseconds, executionNanoseconds)
        maximumLatenessNanoseconds = max(maximumLatenessNanoseconds, latenessNanoseconds)
        executionSum += Double(executionNanoseconds)
        if periodNanoseconds > 0, executionNanoseconds > periodNanoseconds { overruns += 1 }
        execution.record(executionNanoseconds)
        lateness.record(latenessNanoseconds)
    }

    /// The mean execution time, nanoseconds; 0 before the first scan.
    package var meanExecutionNanoseconds: Double { scans == 0 ? 0 : executionSum / Double(scans) }

    /// The lateness that this share of scans (0 to 1) does not exceed, nanoseconds; nil before the first scan.
    package func latenessPercentile(_ fraction: Double) -> Int64? { lateness.quantile(fraction) }

    /// The execution time that this share of scans (0 to 1) does not exceed, nanoseconds; nil before the first scan.
    package func executionPercentile(_ fraction: Double) -> Int64? { execution.quantile(fraction) }
}
