/// The sockets that a process holds.
package struct SocketCounts: Hashable, Sendable {
    /// Descriptors that are sockets of any kind.
    package var total: Int
    /// The TCP sockets by state; nil in the samples between two dumps of the kernel's socket table.
    package var states: SocketStates?
    /// Why this sample should have had the states and has not; nil when it has them or their turn had not come.
    package var statesFailure: String?

    /// Counts of a process with `total` sockets.
    package init(total: Int, states: SocketStates? = nil, statesFailure: String? = nil) {
        self.total = total
        self.states = states
        self.statesFailure = statesFailure
    }
}

/// The TCP sockets of a process by state (RFC 9293, section 3.3.2), IPv4 and IPv6 together.
package struct SocketStates: Hashable, Sendable {
    /// Connected.
    package var established = 0
    /// Connecting: SYN-SENT.
    package var synSent = 0
    /// The server closed, the client has not: what a client that forgets `close` collects.
    package var closeWait = 0
    /// Closed by the client, the server has not acknowledged it: FIN-WAIT-1.
    package var finWait1 = 0
    /// Closed by the client, waiting for the server to close too: FIN-WAIT-2.
    package var finWait2 = 0
    /// Both sides closed at once: CLOSING.
    package var closing = 0
    /// Closed by the server, then by the client, waiting for the last acknowledgement: LAST-ACK.
    package var lastAck = 0
    /// Closed on both sides, kept by the kernel for late segments: TIME-WAIT. Seldom still a descriptor's.
    package var timeWait = 0
    /// Waiting for connections.
    package var listening = 0
    /// SYN-RECEIVED.
    package var synReceived = 0
    /// Not in the kernel's TCP table: never connected, reset by the server and not yet closed, or not TCP at all.
    package var unlisted = 0

    /// No sockets.
    package init() {}

    /// Counts a socket in the kernel's state number `state` (include/net/tcp_states.h).
    package mutating func count(state: UInt8) {
        switch state {
        case 1: established += 1
        case 2: synSent += 1
        case 3, 12: synReceived += 1
        case 4: finWait1 += 1
        case 5: finWait2 += 1
        case 6: timeWait += 1
        case 8: closeWait += 1
        case 9: lastAck += 1
        case 10: listening += 1
        case 11: closing += 1
        default: unlisted += 1
        }
    }
}
