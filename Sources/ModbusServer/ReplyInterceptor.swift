/// Stands between the codec and a connection's output: the place for faults that change replies.
package protocol ReplyInterceptor: Sendable {
    /// May change the reply in `buffer` and returns how many bytes of the buffer to send; 0 sends nothing.
    ///
    /// Runs on the reactor thread, so it must neither wait nor allocate. `buffer` holds `ReplyLimit.bytes`.
    func intercept(_ buffer: UnsafeMutableRawBufferPointer, length: Int, context: ReplyContext) -> Int
}

/// Which reply an interceptor looks at.
package struct ReplyContext {
    /// The connection's number: the first one that a server accepts is 1.
    package let connection: UInt64
    /// Which of the connection's requests this is, from 1.
    package let request: UInt64
    /// CLOCK_MONOTONIC at the start of the wake-up that reads the request, in nanoseconds.
    package let nanoseconds: Int64
    /// The request's frame; valid during the call only.
    package let frame: UnsafeRawBufferPointer
}

/// The room for a reply.
package enum ReplyLimit {
    /// Bytes that an interceptor may send in place of one reply: a longest frame and as much again to spoil it.
    package static let bytes = 520
}
