/// What is done to an open connection at one moment.
package enum Strike: Hashable, Sendable {
    /// It is closed in this manner.
    case close(CloseManner)
    /// The server sends a FIN and reads on.
    case halfClose
    /// The peer has vanished: the server neither reads nor answers for so long, then it resets the connection, as a host does
    /// that is back and knows nothing of it. It ends earlier when the client ends it.
    case vanish(forNanoseconds: Int64)
    /// The client is sent a frame that it did not ask for, with this transaction id.
    case unsolicited(transaction: UInt16)
    /// It is closed in order, and the close lingers for this long with the client's bytes unread.
    case lingeringClose(afterNanoseconds: Int64)
}
