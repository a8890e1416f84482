/// A measured value, or the reason why it could not be measured: unavailable is never zero.
package enum Reading<Value: Sendable>: Sendable {
    /// The value that was read.
    case value(Value)
    /// It could not be read, and why, as part of a sentence.
    case unavailable(String)

    /// The value, or nil when it is unavailable.
    package var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    /// Why it is unavailable, or nil when there is a value.
    package var reason: String? {
        if case .unavailable(let reason) = self { reason } else { nil }
    }

    /// The reading with its value transformed, or unavailable for the same reason.
    package func map<Other: Sendable>(_ transform: (Value) -> Other) -> Reading<Other> {
        switch self {
        case .value(let value): .value(transform(value))
        case .unavailable(let reason): .unavailable(reason)
        }
    }
}

extension Reading: Equatable where Value: Equatable {}
