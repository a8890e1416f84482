import FaultPlan
import ScenarioFiles
import Text

extension FaultEvent {
    /// The event as one object of `faults plan --json`.
    ///
    /// - Parameters:
    ///   - faults: the timetable's faults, at which the action's number points.
    ///   - polls: the requests that it waits for; nil: its time counts from the run's start.
    func json(_ faults: [PlannedFault], afterPolls polls: UInt64? = nil) -> JSONValue {
        var members: [(String, JSONValue)] = [("time_s", .number(at.seconds)), ("fault", .string(fault))]
        if let planned = action.fault.map({ faults[$0] }) ?? faults.first(where: { $0.label == fault }) {
            members.append(("kind", .string(planned.kind)))
        }
        if let polls { members.append(("after_polls", .integer(Int64(polls)))) }
        switch action {
        case .begin(let number, let occurrence):
            members += [("action", "begin"), ("occurrence", .integer(Int64(occurrence)))]
            members += Self.details(faults[number])
        case .end(_, let occurrence):
            members += [("action", "end"), ("occurrence", .integer(Int64(occurrence)))]
        case .strike(let number, let occurrence):
            members += [("action", "strike"), ("occurrence", .integer(Int64(occurrence)))]
            members += Self.details(faults[number])
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

    private static func details(_ fault: PlannedFault) -> [(String, JSONValue)] {
        func object(_ words: [(key: String, text: String)]) -> JSONValue {
            .object(words.map { JSONValue.Member(name: $0.key, value: .string($0.text)) })
        }
        return [
            ("parameters", object(FaultText.parameters(fault))), ("target", object(FaultText.target(fault.target))),
        ]
    }

    /// The event in words, without its time: label, kind, what happens.
    ///
    /// - Parameter faults: the timetable's faults, at which the action's number points.
    func sentence(_ faults: [PlannedFault]) -> String {
        let planned = action.fault.map { faults[$0] } ?? faults.first { $0.label == fault }
        let kind = planned.map { $0.label.hasPrefix("\($0.kind)#") ? "" : "  \($0.kind)" } ?? ""
        return "\(fault)\(kind)  \(action.sentence)" + (action.starts ? planned.map(Self.words) ?? "" : "")
    }

    private static func words(_ fault: PlannedFault) -> String {
        func text(_ words: [(key: String, text: String)]) -> String {
            words.map { "\($0.key) \($0.text)" }.joined(separator: ", ")
        }
        let parameters = text(FaultText.parameters(fault))
        let target = text(FaultText.target(fault.target))
        return (parameters.isEmpty ? "" : ": \(parameters)") + (target.isEmpty ? "" : "; only \(target)")
    }
}

extension FaultAction {
    /// The number of the fault; nil for a part of a storm.
    fileprivate var fault: Int? {
        switch self {
        case .begin(let fault, _), .end(let fault, _), .strike(let fault, _): fault
        case .dropConnections, .refuseConnections, .acceptConnections: nil
        }
    }

    /// Whether a fault starts to act, so that its parameters are worth saying.
    fileprivate var starts: Bool {
        switch self {
        case .begin, .strike: true
        default: false
        }
    }

    /// The action in words.
    var sentence: String {
        switch self {
        case .begin(_, let occurrence): "begins (\(occurrence))"
        case .end(_, let occurrence): "ends (\(occurrence))"
        case .strike(_, let occurrence): "strikes (\(occurrence))"
        case .dropConnections(let manner, let storm, let drop):
            "storm \(storm), drop \(drop): close every connection (\(manner.rawValue))"
        case .refuseConnections(let storm): "storm \(storm): refuse connections"
        case .acceptConnections(let storm): "storm \(storm): accept connections again"
        }
    }
}
