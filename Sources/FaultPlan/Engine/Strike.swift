/// What is done to an open connection at one moment.
package enum Strike: Hashable, Sendable {
    /// It is closed in this manner.
    case close(CloseManner)
    /// The server sends a FIN and reads on.
    case halfClose
    /// The peer has vanished: the server neither reads nor answers nor closes, until the fault's end or the client's.
    case vanish(forNanoseconds: Int64)
    /// The client is sent a frame that it did not ask for, with this transaction id.
    case unsolicited(transaction: UInt16)
    /// It is closed in order, and the close lingers for this long with the client's bytes unread.
    case lingeringClose(afterNanoseconds: Int64)
}
