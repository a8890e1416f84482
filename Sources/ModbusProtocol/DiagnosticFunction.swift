/// The sub-functions of function 8 that have a meaning on TCP (MODBUS Application Protocol V1.1b3, section 6.8.1).
///
/// The others change a serial port's mode, or count what only a serial line has.
package enum DiagnosticFunction: UInt16, CaseIterable, Sendable {
    /// Gives back the request's data.
    case returnQueryData = 0
    /// Clears the counts, and the event log too if the data say so.
    case restartCommunications = 1
    /// Clears the counts.
    case clearCounters = 10
    /// The number of messages that the unit saw.
    case busMessageCount = 11
    /// The number of messages with a wrong checksum.
    case communicationErrorCount = 12
    /// The number of exception replies.
    case exceptionCount = 13
    /// The number of messages addressed to the unit.
    case serverMessageCount = 14
    /// The number of messages that got no reply.
    case noResponseCount = 15
    /// The number of replies with exception 6.
    case busyCount = 17
    /// The number of messages lost to a character overrun.
    case overrunCount = 18

    /// The data of `restartCommunications` that clear the event log too.
    package static let clearsLog: UInt16 = 0xFF00
}
