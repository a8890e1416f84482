/// The reactor's limits. Docs/Modbus.md lists them with their reasons.
package enum ReactorLimit {
    /// Bytes of requests read from one connection in one turn: about 170 requests, then the others have their turn.
    package static let requestBytesPerTurn = 2048
    /// Connections accepted in one turn.
    package static let acceptsPerTurn = 256
    /// Events taken in one wake-up.
    package static let eventsPerWakeUp = 256
    /// Bytes of waiting replies above which a client is not read any more.
    package static let pausingOutputBytes = 65_536
    /// Bytes of waiting replies below which it is read again.
    package static let resumingOutputBytes = 16_384
    /// Bytes of replies that the kernel buffers for one client (SO_SNDBUF; the kernel doubles it for its own needs).
    static let kernelOutputBytes: Int32 = 131_072
    /// Bytes of requests that the kernel buffers for one client (SO_RCVBUF; the kernel doubles it too).
    static let kernelInputBytes: Int32 = 65_536
    /// Room for the replies of one turn before they are sent.
    static let outboxBytes = 65_536
    /// Bytes of delayed replies on all connections together, overhead included; beyond it replies leave at once.
    package static let waitingReplyBytes = 67_108_864
    /// Nanoseconds that delayed replies may still take after the client has sent its last byte.
    static let farewellNanoseconds: Int64 = 1_000_000_000
    /// How many times a second bytes leave under a rate limit of more than that many bytes a second.
    static let rationsPerSecond = 50
    /// Descriptors kept free for the rest of the process when the connection limit is set.
    static let descriptorsForOthers = 256
    /// Milliseconds between two looks at clients that do not read, and at a listener without descriptors.
    static let sweepMilliseconds: Int32 = 250
    /// Milliseconds between two attempts to pass on writes that found the ring to the scan full.
    static let heldWritesMilliseconds: Int32 = 5
}
