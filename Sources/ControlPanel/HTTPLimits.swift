/// The limits of the panel's server, each with the answer that a client beyond it gets.
package struct HTTPLimits: Sendable {
    /// Connections at a time; a further one is answered 503 and closed.
    package var connections = 32
    /// Bytes of a request's first line and headers; more is answered 431.
    package var headBytes = 16 << 10
    /// Headers of a request; more is answered 431.
    package var headerCount = 64
    /// Bytes of a request's body, however it is sent; more is answered 413.
    package var bodyBytes = 64 << 10
    /// Seconds that a request may take from its first byte to its last; longer is answered 408.
    package var requestSeconds = 10.0
    /// Seconds that a connection may stay without a request; then it is closed.
    package var idleSeconds = 15.0
    /// Seconds that a client may take to fetch an answer; then the connection is closed.
    package var answerSeconds = 10.0
    /// Seconds without accepting after the descriptors ran out.
    package var pauseSeconds = 0.1

    /// The panel's limits.
    package init() {}
}
