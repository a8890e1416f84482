/// One client's connection. No reference counted field: it lives in raw memory that the table owns.
struct Connection {
    /// -1 when the slot is free.
    var descriptor: Int32 = -1
    /// Counts the slot's connections, so that a late event of an earlier one is recognised.
    var generation: UInt32 = 0
    /// The connection's number, from 1.
    var number: UInt64 = 0
    /// When it was accepted, CLOCK_MONOTONIC in nanoseconds.
    var openedNanoseconds: Int64 = 0
    /// When its unread replies last became fewer.
    var progressNanoseconds: Int64 = 0
    /// When its last request was read; when it was accepted, before the first.
    var lastRequestNanoseconds: Int64 = 0
    /// Requests received.
    var requests: UInt64 = 0
    /// What faults have left with it; allocated only while there is something.
    var faulty: UnsafeMutablePointer<FaultyConnection>?
    /// The start of a frame whose rest has not come; allocated only while there is one.
    var partial: UnsafeMutablePointer<UInt8>?
    /// Replies that the socket would not take; allocated only while there are some.
    var output: UnsafeMutablePointer<UInt8>?
    /// Bytes in `partial`.
    var partialCount: UInt32 = 0
    /// Where the waiting replies start in `output`.
    var outputStart: UInt32 = 0
    /// Where they end.
    var outputEnd: UInt32 = 0
    /// The room of `output`.
    var outputCapacity: UInt32 = 0
    /// The transaction id of its last request, 0 before the first.
    var transaction: UInt16 = 0
    /// What epoll watches.
    var interest: UInt32 = 0
    /// Reading is paused until the replies drain.
    var isPaused = false
    /// `partial` is a whole request, which waits for the next scan.
    var awaitsScan = false
    /// The client has sent its last byte; what is still to be sent is sent, then the connection ends.
    var isEnding = false

    /// Bytes of replies that wait.
    var pendingOutput: Int { Int(outputEnd - outputStart) }
}
