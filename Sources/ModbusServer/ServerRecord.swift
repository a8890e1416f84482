/// One thing that happened on the server, with its time.
package struct ServerRecord: Hashable, Sendable {
    /// CLOCK_MONOTONIC at the wake-up in which it happened, in nanoseconds.
    package let nanoseconds: Int64
    /// What happened.
    package let event: Event

    /// What can happen.
    package enum Event: Hashable, Sendable {
        /// A client connected; connections are numbered from 1.
        case opened(connection: UInt64, peer: PeerAddress)
        /// A connection ended after so many requests and so much time.
        case closed(connection: UInt64, cause: CloseCause, requests: UInt64, openNanoseconds: Int64)
        /// A client was turned away.
        case refused(peer: PeerAddress?, reason: RefusalReason)
        /// `dropConnections` was carried out on this many connections.
        case storm(number: Int, how: CloseKind, closed: Int)
        /// A request was answered with an exception.
        case exception(connection: UInt64, unit: UInt8, function: UInt8, code: UInt8)
    }

    /// Why a client was turned away.
    package enum RefusalReason: String, Hashable, Sendable {
        /// As many clients as permitted are connected.
        case connectionLimit
        /// The process or the system is out of descriptors.
        case descriptorLimit
    }
}
