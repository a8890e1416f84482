/// One line of somebody's log, in the order in which it was written.
package struct RecordedRow: Hashable, Sendable {
    /// When, in seconds on the clock of the log, which may have been set meanwhile; NaN when it is not known.
    package var timeSeconds: Double
    /// What was read; nil for a line that only marks a storm, NaN for a reading that is missing.
    package var value: Double?
    /// Whether a storm began here.
    package var isStorm: Bool
    /// The life of the process that the line belongs to: another number than in the line before means that the process
    /// was started anew. Nil when the log does not say.
    package var segment: Double?

    /// A line of a log.
    package init(timeSeconds: Double, value: Double?, isStorm: Bool = false, segment: Double? = nil) {
        self.timeSeconds = timeSeconds
        self.value = value
        self.isStorm = isStorm
        self.segment = segment
    }
}
