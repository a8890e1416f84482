/// Counts of durations in classes whose width grows with the duration: every class is within 1/16 of its value.
///
/// The counts lie inside the value itself, so recording allocates nothing. Unit: nanoseconds, from 0 to 2^44
/// (4.9 hours); longer ones count as that.
package struct LogLinearHistogram: Sendable {
    private static let subclasses = 16
    private static let longest: UInt64 = (1 << 44) - 1
    private var counts = InlineArray<656, UInt64>(repeating: 0)
    /// How many durations have been recorded.
    package private(set) var total: UInt64 = 0

    /// An empty histogram.
    package init() {}

    /// Counts one duration; a negative one counts as 0.
    package mutating func record(_ nanoseconds: Int64) {
        counts[Self.index(UInt64(max(0, nanoseconds)))] += 1
        total += 1
    }

    /// The duration that this share of all durations does not exceed, in nanoseconds; nil when none is recorded.
    ///
    /// `fraction` from 0 to 1. The answer is the upper end of a class: at most 1/16 above the true value.
    package func quantile(_ fraction: Double) -> Int64? {
        guard total > 0 else { return nil }
        let wanted = max(1, UInt64((min(max(fraction, 0), 1) * Double(total)).rounded(.up)))
        var seen: UInt64 = 0
        for index in counts.indices {
            seen += counts[index]
            if seen >= wanted { return Int64(Self.upperEnd(index)) }
        }
        return Int64(Self.longest)
    }

    private static func index(_ value: UInt64) -> Int {
        let limited = min(value, longest)
        guard limited >= UInt64(subclasses) else { return Int(limited) }
        let octave = 63 - limited.leadingZeroBitCount
        let sub = Int(limited >> UInt64(octave - 4)) - subclasses
        return (octave - 3) * subclasses + sub
    }

    private static func upperEnd(_ index: Int) -> UInt64 {
        guard index >= subclasses else { return UInt64(index) }
        let shift = UInt64(index / subclasses - 1)
        return (UInt64(index % subclasses + subclasses + 1) << shift) - 1
    }
}
