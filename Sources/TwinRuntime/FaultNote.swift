import FaultPlan

/// A beginning, an end or a strike of a fault, as the scan's thread saw it.
package struct FaultNote: Hashable, Sendable {
    /// CLOCK_MONOTONIC in nanoseconds.
    package var nanoseconds: Int64
    /// What happened, with its simulated time and the fault's label.
    package var event: FaultEvent
    /// The fault's number in the run.
    package var id: Int
    /// Which of its occurrences, from 1.
    package var occurrence: Int
}
