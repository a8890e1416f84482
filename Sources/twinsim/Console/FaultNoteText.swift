import Text
import TwinRuntime

extension FaultNote {
    /// The note as a JSON object of `serve --json`; `time_ns` is on the machine's monotonic clock, `time_s` simulated.
    func json(kind: String) -> JSONValue {
        let name =
            switch event.action {
            case .begin: "fault-began"
            case .end: "fault-ended"
            default: "fault-struck"
            }
        return [
            "event": .string(name), "time_ns": .integer(nanoseconds), "time_s": .number(event.at.seconds),
            "fault": .integer(Int64(id)), "label": .string(event.fault), "kind": .string(kind),
            "occurrence": .integer(Int64(occurrence)),
        ]
    }
}
