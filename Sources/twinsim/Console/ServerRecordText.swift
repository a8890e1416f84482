import ModbusServer
import Text

extension ServerRecord {
    /// From which log level on the record is told.
    var level: Serve.LogLevel {
        switch event {
        case .opened, .closed: .info
        case .refused, .cannotListen: .warning
        case .storm, .listening: .info
        // What begins and ends is told by the scan, which sees every fault.
        case .exception, .faultBegan, .faultEnded, .faultHit, .stormRefusal: .debug
        }
    }

    /// The record as a line for people.
    var sentence: String {
        switch event {
        case .opened(let connection, let peer):
            "connection \(connection) from \(peer)"
        case .closed(let connection, let cause, let requests, let openNanoseconds):
            "connection \(connection) ended after \(requests) requests and "
                + "\(Figures.fixed(Double(openNanoseconds) * 1e-9, 3)) s: \(cause.sentence)"
        case .refused(let peer, let reason):
            "refused \(peer.map { "\($0)" } ?? "a client"): \(reason.rawValue)"
        case .storm(let number, let how, let closed):
            "storm \(number): \(closed) connections closed (\(how.rawValue))"
        case .exception(let connection, let kind):
            "connection \(connection), unit \(kind.unit), function \(kind.function)"
                + "\(kind.address.map { ", address \($0)" } ?? ""): exception \(kind.code)"
        case .faultBegan(let fault, let occurrence): "fault \(fault) begins (\(occurrence))"
        case .faultEnded(let fault, let occurrence): "fault \(fault) ends (\(occurrence))"
        case .faultHit(let fault, _, let connection, let sequence, let effect):
            "fault \(fault) hits connection \(connection)\(sequence > 0 ? ", request \(sequence)" : ""): "
                + effect.sentence
        case .listening(let port, _): port.map { "listening at port \($0) again" } ?? "not listening"
        case .stormRefusal(let storm, let isOver):
            "storm \(storm) \(isOver ? "no longer refuses" : "refuses") connections"
        case .cannotListen(let port, let errorNumber): "cannot listen at port \(port): errno \(errorNumber)"
        }
    }

    /// The record as a JSON object; `time_ns` is on the machine's monotonic clock, `server_port` is there where
    /// a port is given.
    func json(port: UInt16? = nil) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(name: "event", value: .string(name)), .init(name: "time_ns", value: .integer(nanoseconds)),
        ]
        func add(_ name: String, _ value: JSONValue) { members.append(.init(name: name, value: value)) }
        if let port { add("server_port", .integer(Int64(port))) }
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
        case .exception(let connection, let kind):
            add("connection", .integer(Int64(connection)))
            add("unit", .integer(Int64(kind.unit)))
            add("function", .integer(Int64(kind.function)))
            add("address", .optional(kind.address.map { Int64($0) }))
            add("code", .integer(Int64(kind.code)))
            add("by_fault", .bool(kind.isByFault))
        case .faultBegan(let fault, let occurrence), .faultEnded(let fault, let occurrence):
            add("fault", .integer(Int64(fault)))
            add("occurrence", .integer(Int64(occurrence)))
        case .faultHit(let fault, let occurrence, let connection, let sequence, let effect):
            add("fault", .integer(Int64(fault)))
            add("occurrence", .integer(Int64(occurrence)))
            add("connection", .integer(Int64(connection)))
            add("request", .integer(Int64(sequence)))
            add("effect", .string(effect.sentence))
        case .stormRefusal(let storm, let isOver):
            add("storm", .integer(Int64(storm)))
            add("over", .bool(isOver))
        case .listening(let port, let storm):
            add("port", .optional(port.map { Int64($0) }))
            add("storm", .integer(Int64(storm)))
        case .cannotListen(let port, let errorNumber):
            add("port", .integer(Int64(port)))
            add("errno", .integer(Int64(errorNumber)))
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
        case .faultBegan: "fault-began"
        case .faultEnded: "fault-ended"
        case .faultHit: "fault-hit"
        case .listening: "listening-changed"
        case .stormRefusal: "storm-refusal"
        case .cannotListen: "cannot-listen"
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
