import Text
import TwinRuntime

extension ControllerNote {
    /// The note as an object of `serve --json`.
    func eventJSON(scenario: String) -> JSONValue {
        .object(
            [
                .init(name: "event", value: .string(topic == .summary ? "controller-summary" : "controller-fault")),
                .init(name: "scenario", value: .string(scenario)),
                .init(name: "severity", value: topic == .summary ? .null : .string(topic.rawValue)),
                .init(name: "repeated", value: .bool(isRepeated)), .init(name: "sentence", value: .string(sentence)),
                .init(name: "fault", value: faultJSON),
            ] + members)
    }

    /// How a fault is cleared here, a sentence.
    ///
    /// - Parameters:
    ///   - panel: the panel's port; nil without one.
    ///   - register: what a client sets to clear it, like `coil 10`; nil when the scenario has none.
    static func remedy(panel: UInt16?, register: String?) -> String {
        var ways: [String] = []
        if let panel { ways.append("'twinsim inject --panel \(panel) --clear controller', or the panel's button") }
        if let register { ways.append("a client that sets \(register)") }
        if ways.isEmpty { return "Start the twin with --panel PORT to be able to clear it." }
        return "To clear it: \(ways.joined(separator: "; or "))."
    }
}
