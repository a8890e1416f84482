import FaultPlan

/// What a fault did to one request, reply or connection.
package enum FaultEffect: Hashable, Sendable {
    /// The request was answered with this exception code and had no effect.
    case exception(UInt8)
    /// The write was confirmed and had no effect.
    case confirmedWithoutEffect
    /// The request had no effect and got no answer.
    case ignored
    /// The request was served; its reply did not leave.
    case withheld
    /// The reply's bytes were changed.
    case changed
    /// The reply left so many nanoseconds later, unless it is sent in pieces or with another reply.
    case delayed(nanoseconds: Int64)
    /// The reply left in pieces.
    case dripped
    /// The reply waited for the connection's next one, to leave with it or after it.
    case linked
    /// The connection was closed in this manner, or will be once the reply is out.
    case closed(CloseManner)
    /// The server sent a FIN and reads on.
    case halfClosed
    /// The server reads and does not answer any more.
    case silenced
    /// The server neither reads nor answers.
    case neglected
    /// The client was sent a frame that it did not ask for.
    case unsolicited
    /// The client was turned away.
    case refused
    /// Nothing could be told from an honest reply.
    case unchanged

    /// The effect in words.
    package var sentence: String {
        switch self {
        case .exception(let code): "exception \(code)"
        case .confirmedWithoutEffect: "write confirmed without effect"
        case .ignored: "request ignored"
        case .withheld: "reply withheld"
        case .changed: "reply changed"
        case .delayed(let nanoseconds): "reply delayed by \(nanoseconds / 1_000_000) ms"
        case .dripped: "reply sent in pieces"
        case .linked: "reply kept for the next one"
        case .closed(let manner): "connection closed (\(manner.rawValue))"
        case .halfClosed: "connection half closed"
        case .silenced: "connection silenced"
        case .neglected: "connection not read"
        case .unsolicited: "unsolicited frame sent"
        case .refused: "client turned away"
        case .unchanged: "no change"
        }
    }
}
