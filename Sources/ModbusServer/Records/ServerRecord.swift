import FaultPlan

/// One thing that happened on the server, with its time.
package struct ServerRecord: Hashable, Sendable {
    /// CLOCK_MONOTONIC at the wake-up in which it happened, in nanoseconds.
    package let nanoseconds: Int64
    /// What happened.
    package let event: Event

    /// A record of this event.
    package init(nanoseconds: Int64, event: Event) {
        self.nanoseconds = nanoseconds
        self.event = event
    }

    /// What can happen.
    package enum Event: Hashable, Sendable {
        /// A client connected; connections are numbered from 1.
        case opened(connection: UInt64, peer: PeerAddress)
        /// A connection ended after so many requests and so much time.
        case closed(connection: UInt64, cause: CloseCause, requests: UInt64, openNanoseconds: Int64)
        /// A client was turned away.
        case refused(peer: PeerAddress?, reason: RefusalReason)
        /// `dropConnections` was carried out on this many connections.
        case storm(number: Int, how: CloseManner, closed: Int)
        /// A request was answered with an exception.
        case exception(connection: UInt64, ExceptionKind)
        /// A fault began, or struck.
        case faultBegan(fault: Int, occurrence: Int)
        /// A fault ended and everything is as before.
        case faultEnded(fault: Int, occurrence: Int)
        /// A fault acted; `sequence` is the request's number on its connection, 0 where it acted on the connection.
        case faultHit(fault: Int, occurrence: Int, connection: UInt64, sequence: UInt64, effect: FaultEffect)
        /// The server listens at this port again, or no longer (nil) for a fault or a storm; `storm` is the
        /// storm's number, 0 for a fault.
        case listening(port: UInt16?, storm: Int)
        /// Connecting is refused for this storm from here on, or (`isOver`) no longer for this storm; another one or a fault
        /// may go on refusing.
        case stormRefusal(number: Int, isOver: Bool)
        /// The server could not listen at this port, with this errno; it tries again.
        case cannotListen(port: Int, errorNumber: Int32)
    }

    /// Whether it tells of a storm or of the port: they are as many as the plan has, and must not be lost.
    var isOfThePlan: Bool {
        switch event {
        case .storm, .stormRefusal, .listening: true
        default: false
        }
    }

    /// Why a client was turned away.
    package enum RefusalReason: String, Hashable, Sendable {
        /// As many clients as permitted are connected.
        case connectionLimit
        /// The process or the system is out of descriptors.
        case descriptorLimit
    }
}
