/// How often clients read one value, and how long they went without.
package struct EntryReads: Hashable, Sendable {
    /// Requests that read the whole value; half of a 32-bit value does not count.
    package internal(set) var count: UInt64 = 0
    /// CLOCK_MONOTONIC of the first such request, in nanoseconds; 0 before it.
    package internal(set) var firstNanoseconds: Int64 = 0
    /// CLOCK_MONOTONIC of the last such request, in nanoseconds; 0 before the first.
    package internal(set) var lastNanoseconds: Int64 = 0
    /// The longest time between two such requests, in nanoseconds; 0 before the second.
    package internal(set) var longestGapNanoseconds: Int64 = 0

    /// Notes a read at this moment.
    @inline(__always)
    mutating func note(at nanoseconds: Int64) {
        if count == 0 {
            firstNanoseconds = nanoseconds
        } else {
            longestGapNanoseconds = max(longestGapNanoseconds, nanoseconds - lastNanoseconds)
        }
        lastNanoseconds = nanoseconds
        count += 1
    }

    /// Notes a read at this moment of a value that others note reads of too; one of any of them came at `previous`, 0 for
    /// none so far. The longest gap of them all is the longest between two reads of whomever.
    @inline(__always)
    mutating func note(at nanoseconds: Int64, previous: Int64) {
        if count == 0 { firstNanoseconds = nanoseconds }
        if previous > 0 { longestGapNanoseconds = max(longestGapNanoseconds, nanoseconds - previous) }
        lastNanoseconds = nanoseconds
        count += 1
    }

    /// Adds the reads of the same value that another noted.
    mutating func add(_ other: EntryReads) {
        guard other.count > 0 else { return }
        firstNanoseconds = count == 0 ? other.firstNanoseconds : min(firstNanoseconds, other.firstNanoseconds)
        lastNanoseconds = max(lastNanoseconds, other.lastNanoseconds)
        longestGapNanoseconds = max(longestGapNanoseconds, other.longestGapNanoseconds)
        count += other.count
    }

    /// The longest time without a read up to `now`, the time since the last read included; since `start` if there was
    /// none, and the time before the first read included if `start` is given.
    package func longestGap(until now: Int64, since start: Int64? = nil) -> Int64? {
        guard count > 0 else { return start.map { now - $0 } }
        let before = start.map { firstNanoseconds - $0 } ?? 0
        return max(longestGapNanoseconds, now - lastNanoseconds, before)
    }
}
