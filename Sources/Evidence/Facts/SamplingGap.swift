/// A stretch of the run in which nothing was sampled.
package struct SamplingGap: Hashable, Sendable {
    /// The last sample before it, s from the start.
    package var fromSeconds: Double
    /// The first sample after it, s from the start.
    package var toSeconds: Double
    /// Why, a sentence without its full stop.
    package var reason: String

    /// A gap.
    package init(fromSeconds: Double, toSeconds: Double, reason: String) {
        self.fromSeconds = fromSeconds
        self.toSeconds = toSeconds
        self.reason = reason
    }
}
