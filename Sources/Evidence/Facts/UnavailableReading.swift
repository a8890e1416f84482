/// A stretch of time in which one quantity of one process could not be read.
package struct UnavailableReading: Hashable, Sendable {
    /// The process.
    package var process: ProcessKey
    /// What could not be read.
    package var quantity: SampledQuantity
    /// Since when, s from the start.
    package var fromSeconds: Double
    /// Until when, s from the start; nil when it stayed unavailable.
    package var toSeconds: Double?
    /// Why, a sentence without its full stop.
    package var reason: String

    /// A stretch without readings.
    package init(
        process: ProcessKey, quantity: SampledQuantity, fromSeconds: Double, toSeconds: Double?, reason: String
    ) {
        self.process = process
        self.quantity = quantity
        self.fromSeconds = fromSeconds
        self.toSeconds = toSeconds
        self.reason = reason
    }
}
