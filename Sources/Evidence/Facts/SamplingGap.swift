/// A stretch of the run in which nothing was sampled.
package struct SamplingGap: Hashable, Sendable {
    /// The last sample before it, s from the start.
    package var fromSeconds: Double
    /// The first sample after it, s from the start.
    package var toSeconds: Double
    /// Why, a sentence without its full stop.
    package var reason: String

    /// The reason where there was nothing to sample: a client that had ended and was not yet launched anew.
    package static let clientWasNotRunning = "The client was not running."

    /// Whether the client is to blame, and neither twinsim nor the machine.
    package var isTheClients: Bool { reason == Self.clientWasNotRunning }

    /// A gap.
    package init(fromSeconds: Double, toSeconds: Double, reason: String) {
        self.fromSeconds = fromSeconds
        self.toSeconds = toSeconds
        self.reason = reason
    }
}
