import FaultPlan

/// What a scan tells whoever owns the clock and the sockets.
package enum TwinNotice: Hashable, Sendable {
    /// A fault began, ended or struck, or a storm has its turn.
    case fault(FaultEvent)
    /// The controller's power went off: every connection ends in this manner, and nobody can connect.
    case poweredOff(CloseManner)
    /// The power is back: clients may connect again.
    case poweredOn
    /// The controller let go of its connections, in this manner.
    case droppedConnections(CloseManner)
}
