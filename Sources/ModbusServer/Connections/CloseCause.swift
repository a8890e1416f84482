import FaultPlan
import ModbusProtocol

/// Why a connection ended.
package enum CloseCause: Hashable, Sendable {
    /// The client closed it.
    case peer
    /// The client reset it, or the network did.
    case peerReset
    /// The bytes were not Modbus.
    case protocolViolation(MBAPFramer.Violation)
    /// The client left replies unread for longer than the limit.
    case stalledOutput
    /// The storm with this number closed it.
    case storm(Int, CloseManner)
    /// The fault with this number closed it.
    case fault(Int)
    /// No request came for the idle time of the device.
    case idle
    /// It had been idle longest when another client connected at the limit.
    case displaced
    /// The server stopped.
    case serverStopped
    /// A system call on it failed with this errno.
    case system(Int32)

    /// Whether what comes next is up to the client: neither a storm nor the server's own end closed the connection.
    var leavesTheClientTheNextMove: Bool {
        switch self {
        case .storm, .serverStopped: false
        default: true
        }
    }

    /// The cause in words, for logs and reports.
    package var sentence: String {
        switch self {
        case .peer: "the client closed it"
        case .peerReset: "the client reset it"
        case .protocolViolation(.protocolIdentifier(let value)): "protocol id \(value) instead of 0"
        case .protocolViolation(.length(let value)): "length field \(value), outside 2...254"
        case .stalledOutput: "the client did not read its replies"
        case .storm(let number, let kind): "storm \(number), \(kind.rawValue)"
        case .fault(let number): "fault \(number)"
        case .idle: "no request for the idle time"
        case .displaced: "it gave way to another client at the connection limit"
        case .serverStopped: "the server stopped"
        case .system(let errorNumber): "system error \(errorNumber)"
        }
    }
}
