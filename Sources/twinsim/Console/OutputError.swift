import Diagnostics
import SoakHarness

/// Why the program's output could not be written where the user wanted it, or an argument makes no sense.
enum OutputError: Error, CustomStringConvertible {
    /// The file cannot be created.
    case cannotCreate(path: String, reason: String)
    /// Writing to the file failed.
    case cannotWrite(path: String, reason: String)
    /// An option's value cannot be used.
    case badValue(option: String, value: String, hint: String)
    /// The load of `twinsim bench` could not be put on the server.
    case loadFailed(reason: String)

    /// A stable code for scripts.
    var code: String {
        switch self {
        case .cannotCreate: "OUT001"
        case .cannotWrite: "OUT002"
        case .badValue: "OUT003"
        case .loadFailed: "OUT004"
        }
    }

    /// The status that the program ends with.
    var status: ExitStatus {
        switch self {
        case .cannotCreate: .cannotCreate
        case .cannotWrite: .inputOutput
        case .badValue: .usage
        case .loadFailed: .internalFault
        }
    }

    /// What is wrong and how to mend it.
    var description: String {
        switch self {
        case .cannotCreate(let path, let reason): "cannot create \(path): \(reason)"
        case .cannotWrite(let path, let reason): "cannot write \(path): \(reason)"
        case .badValue(let option, let value, let hint): "\(option) cannot be '\(value)'; \(hint)"
        case .loadFailed(let reason): "the load on the server failed: \(reason)"
        }
    }
}
