/// One reading: a moment and a value.
package struct Sample: Hashable, Sendable {
    /// When, in seconds since the start of the run.
    package var timeSeconds: Double
    /// What was read: MB (10⁶ bytes) for memory, a number of things for counts.
    package var value: Double

    /// The reading `value` at `timeSeconds`.
    package init(timeSeconds: Double, value: Double) {
        self.timeSeconds = timeSeconds
        self.value = value
    }
}
