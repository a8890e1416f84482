/// The server as a whole under the faults of the moment. The default is the server without faults.
package struct ServerConditions: Hashable, Sendable {
    /// The listening socket is closed: connecting is refused.
    package var isListenerClosed = false
    /// Nobody is accepted: clients wait in the kernel's queue until it is full.
    package var isAcceptPaused = false
    /// Connections that may wait in the kernel's queue while nobody is accepted; nil: the usual number.
    package var backlog: Int?
    /// At most so many connections; nil: the configured limit.
    package var connectionLimit: Int?
    /// What a client beyond `connectionLimit` meets; nil: the configured policy.
    package var limitPolicy: ConnectionLimitPolicy?
    /// A connection without a request for this long is closed, in nanoseconds; nil: the configured time.
    package var idleTimeoutNanoseconds: Int64?
    /// Bytes a second that leave on each connection; nil: no limit.
    package var bytesPerSecond: Int?
    /// The server listens this many ports above the configured one; 0: at the configured one.
    package var portOffset = 0

    /// The conditions without faults.
    package init() {}
}

/// What a client meets that connects when as many as permitted are connected.
package enum ConnectionLimitPolicy: String, CaseIterable, Hashable, Sendable {
    /// It is accepted and closed in order at once.
    case refuse
    /// It is accepted and reset at once.
    case reset
    /// The connection that has been idle longest is closed and the new one served.
    case closeOldestIdle = "close-oldest-idle"
    /// It is left in the kernel's queue, neither accepted nor refused.
    case leaveWaiting = "leave-waiting"
}
