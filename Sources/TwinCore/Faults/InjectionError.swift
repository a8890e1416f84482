import FaultPlan

/// Why a fault cannot be injected.
package enum InjectionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// As many injected faults as permitted are under way.
    case tooMany(limit: Int)
    /// It cannot act on this scenario.
    case unbound(FaultBindingError)
    /// Its times make no timetable.
    case untimed(FaultPlanError)
    /// It follows another fault, and an injected fault has none before it.
    case followsAnother(label: String)

    /// A stable code for scripts.
    package var code: String {
        switch self {
        case .tooMany: "FLT301"
        case .unbound(let error): error.code
        case .untimed(let error): error.code
        case .followsAnother: "FLT302"
        }
    }

    /// What is wrong and how to mend it.
    package var description: String {
        switch self {
        case .tooMany(let limit): "\(limit) injected faults are under way; clear one of them first"
        case .unbound(let error): error.description
        case .untimed(let error): error.description
        case .followsAnother(let label): "an injected fault cannot come after '\(label)'; leave 'after' out"
        }
    }
}
