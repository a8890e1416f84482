/// Everything that a server counted since it was made, as of one moment; the plain counts are members too, as in
/// `counters.requests`.
@dynamicMemberLookup
package struct ServerCounters: Sendable {
    /// The plain counts.
    package internal(set) var tally = ServerTally()
    /// Connections that are open.
    package internal(set) var open = 0
    /// CLOCK_MONOTONIC of the snapshot, in nanoseconds.
    package internal(set) var nanoseconds: Int64 = 0
    /// What each fault that began so far did, in the order of their first beginnings.
    package internal(set) var acceptance: [FaultAcceptance] = []
    /// Unit id -> reads of each entry, in the order of the unit's register map.
    package internal(set) var reads: [UInt8: [EntryReads]] = [:]

    /// The exceptions by what they answered, in no order; at most `ExceptionTable.capacity` a thread that serves.
    package internal(set) var exceptionKinds: [ExceptionKind] = []
    /// Exceptions of further kinds that no fault made.
    package internal(set) var otherExceptions: UInt64 = 0
    /// Exceptions of further kinds that faults made.
    package internal(set) var otherExceptionsByFault: UInt64 = 0

    /// Nothing counted, to add others to.
    package init() {}

    /// One of the plain counts.
    package subscript<Count>(dynamicMember count: KeyPath<ServerTally, Count>) -> Count { tally[keyPath: count] }
}

/// Counts that only grow.
package struct ServerTally: Hashable, Sendable {
    /// Complete frames received.
    package internal(set) var requests: UInt64 = 0
    /// Replies queued, exceptions included.
    package internal(set) var replies: UInt64 = 0
    /// Requests that got no reply: unknown unit under the silence policy, or withheld by a fault.
    package internal(set) var unanswered: UInt64 = 0
    /// Replies with exception codes 0...15, by code; 0 is any other code.
    package internal(set) var exceptions = [UInt64](repeating: 0, count: 16)
    /// Requests that the Modbus library should have answered but did not; they got exception 4. A bug if not 0.
    package internal(set) var codecFailures: UInt64 = 0
    /// Values that clients wrote.
    package internal(set) var writes: UInt64 = 0
    /// Records of files that clients read.
    package internal(set) var fileRecordsRead: UInt64 = 0
    /// Records of files that clients wrote.
    package internal(set) var fileRecordsWritten: UInt64 = 0
    /// Connections accepted.
    package internal(set) var accepted: UInt64 = 0
    /// Connections turned away at a limit.
    package internal(set) var refused: UInt64 = 0
    /// Connections that the client closed or reset.
    package internal(set) var closedByPeer: UInt64 = 0
    /// Connections that a storm closed.
    package internal(set) var closedByStorm: UInt64 = 0
    /// Connections that a fault closed.
    package internal(set) var closedByFault: UInt64 = 0
    /// Connections that were closed because no request came for the idle time.
    package internal(set) var closedIdle: UInt64 = 0
    /// Connections that gave way to another client at the connection limit.
    package internal(set) var displaced: UInt64 = 0
    /// Connections that ended for any other reason.
    package internal(set) var closedOtherwise: UInt64 = 0
    /// Storms carried out.
    package internal(set) var storms: UInt64 = 0
    /// Bytes received.
    package internal(set) var bytesIn: UInt64 = 0
    /// Bytes sent.
    package internal(set) var bytesOut: UInt64 = 0
    /// Times that the reactor woke up.
    package internal(set) var wakeUps: UInt64 = 0
    /// Times that reading a client was paused because its replies piled up.
    package internal(set) var pauses: UInt64 = 0
    /// Replies that left at once, with all that waited before them, because too many bytes waited on all connections.
    package internal(set) var hurriedReplies: UInt64 = 0
    /// Hits of faults that are in the counts of the fault but not in the records: more than so many a second.
    package internal(set) var unrecordedHits: UInt64 = 0
    /// Records that found the queue full and were dropped.
    package internal(set) var recordsLost: UInt64 = 0
}
