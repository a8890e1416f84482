import FaultPlan

/// What a scan tells whoever owns the clock and the sockets.
package enum TwinNotice: Hashable, Sendable {
    /// A fault began, ended or struck, or a storm has its turn.
    case fault(FaultEvent)
    /// The controller's power went off: every connection ends in this manner, and nobody can connect.
    case poweredOff(Cause, CloseManner)
    /// The power is back: clients may connect again. The cause is that of `poweredOff`.
    case poweredOn(Cause)
    /// The controller let go of its connections, in this manner.
    case droppedConnections(Cause, CloseManner)

    /// The fault behind a notice.
    package struct Cause: Hashable, Sendable {
        /// Its number in the run.
        package var fault: Int
        /// Its name in records.
        package var label: String
        /// Which of its occurrences, from 1.
        package var occurrence: Int
    }
}
