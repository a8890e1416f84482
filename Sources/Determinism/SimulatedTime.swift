/// A moment on the simulated clock, counted from the start of the run.
///
/// Unit: nanoseconds in a signed 64-bit integer, so a run can last 292 years. No wall clock is behind it: whoever
/// advances the twin decides what time it is.
package struct SimulatedTime: Hashable, Comparable, Sendable {
    /// Nanoseconds since the start of the run.
    package var nanoseconds: Int64

    /// The start of the run.
    package static let zero = SimulatedTime(nanoseconds: 0)

    /// A moment `nanoseconds` after the start of the run.
    package init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// A moment `seconds` after the start of the run, rounded to the nearest nanosecond.
    package init(seconds: Double) {
        nanoseconds = Int64((seconds * 1e9).rounded())
    }

    /// Seconds since the start of the run.
    package var seconds: Double { Double(nanoseconds) / 1e9 }

    /// Orders by time.
    package static func < (left: SimulatedTime, right: SimulatedTime) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The moment `nanoseconds` later.
    package func advanced(byNanoseconds nanoseconds: Int64) -> SimulatedTime {
        SimulatedTime(nanoseconds: self.nanoseconds &+ nanoseconds)
    }

    /// Nanoseconds from `earlier` to this moment; negative when `earlier` is in fact later.
    package func nanoseconds(since earlier: SimulatedTime) -> Int64 {
        nanoseconds &- earlier.nanoseconds
    }
}
