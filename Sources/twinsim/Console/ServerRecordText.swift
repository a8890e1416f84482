import EvidenceReport
import ModbusServer

extension ServerRecord {
    /// From which log level on the record is told.
    var level: Serve.LogLevel {
        switch event {
        case .opened, .closed: .info
        case .refused: .warning
        case .storm: .info
        case .exception: .debug
        }
    }

    /// The record as a line for people.
    var sentence: String {
        switch event {
        case .opened(let connection, let peer):
            "connection \(connection) from \(peer)"
        case .closed(let connection, let cause, let requests, let openNanoseconds):
            "connection \(connection) ended after \(requests) requests and "
                + "\(NumberText.fixed(Double(openNanoseconds) * 1e-9, 3)) s: \(cause.sentence)"
        case .refused(let peer, let reason):
            "refused \(peer.map { "\($0)" } ?? "a client"): \(reason.rawValue)"
        case .storm(let number, let how, let closed):
            "storm \(number): \(closed) connections closed (\(how.rawValue))"
        case .exception(let connection, let unit, let function, let code):
            "connection \(connection), unit \(unit), function \(function): exception \(code)"
        }
    }

    /// The record as a JSON object; `time_ns` is on the machine's monotonic clock.
    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init(name: "event", value: .string(name)), .init(name: "time_ns", value: .integer(nanoseconds)),
        ]
        func add(_ name: String, _ value: JSONValue) { members.append(.init(name: name, value: value)) }
        switch event {
        case .opened(let connection, let peer):
            add("connection", .integer(Int64(connection)))
            add("peer", .string("\(peer)"))
        case .closed(let connection, let cause, let requests, let openNanoseconds):
            add("connection", .integer(Int64(connection)))
            add("cause", .string(cause.sentence))
            add("requests", .integer(Int64(requests)))
            add("open_s", .number(Double(openNanoseconds) * 1e-9))
        case .refused(let peer, let reason):
            add("peer", .optional(peer.map { "\($0)" }))
            add("reason", .string(reason.rawValue))
        case .storm(let number, let how, let closed):
            add("storm", .integer(Int64(number)))
            add("close", .string(how.rawValue))
            add("closed", .integer(Int64(closed)))
        case .exception(let connection, let unit, let function, let code):
            add("connection", .integer(Int64(connection)))
            add("unit", .integer(Int64(unit)))
            add("function", .integer(Int64(function)))
            add("code", .integer(Int64(code)))
        }
        return .object(members)
    }

    private var name: String {
        switch event {
        case .opened: "opened"
        case .closed: "closed"
        case .refused: "refused"
        case .storm: "storm"
        case .exception: "exception"
        }
    }
}

extension ServerError {
    /// A stable code for scripts.
    var code: String {
        switch self {
        case .portInUse: "SRV001"
        case .portForbidden: "SRV002"
        case .unknownHost: "SRV003"
        case .codecUnavailable: "SRV004"
        case .identityTooLong: "SRV005"
        case .invalidConfiguration: "SRV006"
        case .system: "SRV007"
        }
    }
}
