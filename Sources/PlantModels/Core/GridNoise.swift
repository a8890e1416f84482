import Determinism

/// A random course: a normal number at each point of a fixed time grid, straight lines between.
///
/// The grid does not depend on the integration step, so a finer step sees the same course.
struct GridNoise {
    private var stream: RandomStream
    private let period: Double
    private var interval = 0.0
    private var before: Double
    private var after: Double

    /// The course from `stream` with a new value every `period` seconds, the first one at the start of the run.
    init(stream: RandomStream, period: Double) {
        self.stream = stream
        self.period = period
        before = self.stream.normal()
        after = self.stream.normal()
    }

    /// The value `seconds` after the start of the run; time must not run backwards.
    mutating func value(atSeconds seconds: Double) -> Double {
        let position = seconds / period
        while position >= interval + 1 {
            interval += 1
            before = after
            after = stream.normal()
        }
        return before + (position - interval) * (after - before)
    }
}
