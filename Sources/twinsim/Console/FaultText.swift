import EvidenceReport
import FaultPlan

extension FaultEvent {
    /// The event as one object of `faults plan --json`.
    var json: JSONValue {
        var members: [(String, JSONValue)] = [("time_s", .number(at.seconds)), ("fault", .string(fault))]
        switch action {
        case .begin(_, let occurrence):
            members += [("action", "begin"), ("occurrence", .integer(Int64(occurrence)))]
        case .end(_, let occurrence):
            members += [("action", "end"), ("occurrence", .integer(Int64(occurrence)))]
        case .strike(_, let occurrence):
            members += [("action", "strike"), ("occurrence", .integer(Int64(occurrence)))]
        case .dropConnections(let manner, let storm, let drop):
            members += [
                ("action", "drop"), ("storm", .integer(Int64(storm))), ("drop", .integer(Int64(drop))),
                ("close", .string(manner.rawValue)),
            ]
        case .refuseConnections(let storm):
            members += [("action", "refuse"), ("storm", .integer(Int64(storm)))]
        case .acceptConnections(let storm):
            members += [("action", "accept"), ("storm", .integer(Int64(storm)))]
        }
        return .object(members.map { JSONValue.Member(name: $0.0, value: $0.1) })
    }
}

extension FaultAction {
    /// The action in words.
    var sentence: String {
        switch self {
        case .begin(_, let occurrence): "begins (occurrence \(occurrence))"
        case .end(_, let occurrence): "ends (occurrence \(occurrence))"
        case .strike(_, let occurrence): "strikes (occurrence \(occurrence))"
        case .dropConnections(let manner, let storm, let drop):
            "storm \(storm), drop \(drop): close every connection (\(manner.rawValue))"
        case .refuseConnections(let storm): "storm \(storm): refuse connections"
        case .acceptConnections(let storm): "storm \(storm): accept connections again"
        }
    }
}

extension ParameterValue {
    /// The value as a plan spells it.
    var text: String {
        switch self {
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .duration(let value):
            value.isMultiple(of: 1_000_000_000) ? "\(value / 1_000_000_000)s" : "\(Double(value) / 1e6)ms"
        case .time(.seconds(let value)): "\(value)s"
        case .time(.share(let value)): "\(NumberText.fixed(value * 100, 1))%"
        case .word(let value): value
        }
    }
}
