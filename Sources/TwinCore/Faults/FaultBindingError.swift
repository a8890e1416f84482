/// Why a fault of a plan cannot act on this scenario.
package enum FaultBindingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No point has this name.
    case unknownTag(fault: String, tag: String, nearest: String?)
    /// Clients do not see the point: it has no register.
    case unpublishedTag(fault: String, tag: String)
    /// Not a number, and no register of the tag holds a floating-point number.
    case notAFloat(fault: String, tag: String)
    /// The effect is one on several registers, and the tag has one.
    case oneRegister(fault: String, tag: String)
    /// The plant has no such component.
    case unknownComponent(fault: String, component: String, nearest: String?)
    /// The component has no such input port.
    case unknownPort(fault: String, port: String, nearest: String?, known: [String])
    /// Another component drives the port.
    case wiredPort(fault: String, port: String, driver: String)
    /// A tag drives the port.
    case drivenPort(fault: String, port: String, tag: String)
    /// The port does not take the value.
    case outOfRange(fault: String, port: String, value: Double, range: ClosedRange<Double>)

    /// A stable code for scripts.
    package var code: String {
        switch self {
        case .unknownTag: "FLT201"
        case .unpublishedTag: "FLT202"
        case .notAFloat: "FLT203"
        case .oneRegister: "FLT204"
        case .unknownComponent: "FLT205"
        case .unknownPort: "FLT206"
        case .wiredPort: "FLT207"
        case .drivenPort: "FLT208"
        case .outOfRange: "FLT209"
        }
    }

    /// What is wrong.
    package var message: String {
        switch self {
        case .unknownTag(let fault, let tag, _): "'\(fault)' names the tag '\(tag)', which the scenario does not have"
        case .unpublishedTag(let fault, let tag): "'\(fault)' spoils '\(tag)', which has no register"
        case .notAFloat(let fault, let tag): "'\(fault)' makes '\(tag)' not a number, and its registers hold no float"
        case .oneRegister(let fault, let tag): "'\(fault)' acts between the registers of '\(tag)', which has only one"
        case .unknownComponent(let fault, let component, _):
            "'\(fault)' names the component '\(component)', which the plant does not have"
        case .unknownPort(let fault, let port, _, _):
            "'\(fault)' drives '\(port)', and the component has no such input port"
        case .wiredPort(let fault, let port, let driver): "'\(fault)' drives '\(port)', which follows '\(driver)'"
        case .drivenPort(let fault, let port, let tag): "'\(fault)' drives '\(port)', which the tag '\(tag)' drives"
        case .outOfRange(let fault, let port, let value, let range):
            "'\(fault)' sets '\(port)' to \(value), and it takes \(range.lowerBound) to \(range.upperBound)"
        }
    }

    /// How to mend it.
    package var hint: String {
        switch self {
        case .unknownPort(_, _, let nearest, let known):
            (nearest.map { "did you mean '\($0)'? " } ?? "")
                + (known.isEmpty ? "it has no input" : "its inputs are \(known.joined(separator: ", "))")
        case .unknownTag(_, _, let nearest), .unknownComponent(_, _, let nearest):
            nearest.map { "did you mean '\($0)'?" } ?? "'twinsim scenarios show NAME' lists tags and ports"
        case .unpublishedTag: "name a tag that has a register"
        case .notAFloat: "name a tag with the encoding float32 or float64, or use the kind 'value'"
        case .oneRegister: "name a tag of two or four registers"
        case .wiredPort: "drive a port that nothing drives, or put the fault on the component before it"
        case .drivenPort: "the controller commands it; put the fault on the component's fault_mode, or on the tag"
        case .outOfRange: "give a value in its range"
        }
    }

    /// What is wrong and how to mend it.
    package var description: String { "\(message); \(hint)" }
}
