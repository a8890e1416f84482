/// How the server ends a client's connection.
package enum CloseManner: String, CaseIterable, Hashable, Sendable {
    /// At once, with a TCP reset (RST): the client's next call fails with "connection reset by peer".
    case reset
    /// In order, with a TCP FIN: the client reads an end of file.
    case orderly
}
