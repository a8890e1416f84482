/// How a session of a run ended; a run without it is still going on, or was killed.
package struct FinishRecord: Hashable, Sendable {
    /// Why it ended.
    package enum Reason: Hashable, Sendable {
        /// The planned duration was reached.
        case completed
        /// The client ended before its time.
        case clientEndedEarly(ClientEnd)
        /// A look at this channel found a certain leak, and the run was told to stop then.
        case certainLeak(Channel)
        /// A signal asked twinsim to stop: 2 is SIGINT, 15 is SIGTERM.
        case interrupted(signal: Int32)
        /// twinsim itself could not go on; the sentence says why.
        case internalFault(String)
    }

    /// When: wall clock, UTC, ISO 8601.
    package var endedAt: String
    /// When, s from the start.
    package var timeSeconds: Double
    /// Why.
    package var reason: Reason

    /// The end of a session.
    package init(endedAt: String, timeSeconds: Double, reason: Reason) {
        self.endedAt = endedAt
        self.timeSeconds = timeSeconds
        self.reason = reason
    }
}
