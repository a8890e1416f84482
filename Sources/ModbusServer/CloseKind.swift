/// How the server ends a connection.
package enum CloseKind: String, CaseIterable, Sendable {
    /// A reset: the client's next call fails with "connection reset by peer" (SO_LINGER with 0 seconds, then close).
    case reset
    /// A FIN: the client reads the end of the stream.
    case orderly
}
