/// One stretch of a run without interruption: the first one, and one more each time the run was resumed.
package struct SessionRecord: Hashable, Sendable {
    /// The session's number, from 1.
    package var number: Int
    /// When it began: wall clock, UTC, ISO 8601.
    package var startedAt: String
    /// Where it begins on the run's time axis, s.
    package var timeSeconds: Double

    /// A session.
    package init(number: Int, startedAt: String, timeSeconds: Double) {
        self.number = number
        self.startedAt = startedAt
        self.timeSeconds = timeSeconds
    }
}
