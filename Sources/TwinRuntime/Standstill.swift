/// A stretch in which no scan was made because the machine did not run the program, longer than is made up for: all that is
/// planned comes so much later.
package struct Standstill: Hashable, Sendable {
    /// When the scan that came next had been due, CLOCK_MONOTONIC in nanoseconds.
    package var fromNanoseconds: Int64
    /// When it began.
    package var toNanoseconds: Int64
}
