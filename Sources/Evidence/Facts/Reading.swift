/// What came of one attempt to take a reading: unavailable is never zero, and neither is a reading that was not due.
package enum Reading<Value: Sendable>: Sendable {
    /// The value that was read, in the unit of its quantity.
    case value(Value)
    /// The reading was tried and could not be taken; the reason is a sentence without its full stop.
    case unavailable(String)
    /// The reading is taken less often than once a sample, and its turn had not come.
    case notDue

    /// The value; nil where there is none.
    package var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }

    /// Why it is unavailable; nil when it was read or not due.
    package var reason: String? {
        if case .unavailable(let reason) = self { reason } else { nil }
    }

    /// The reading with its value transformed; unavailable for the same reason.
    package func map<Other: Sendable>(_ transform: (Value) -> Other) -> Reading<Other> {
        switch self {
        case .value(let value): .value(transform(value))
        case .unavailable(let reason): .unavailable(reason)
        case .notDue: .notDue
        }
    }
}

extension Reading: Equatable where Value: Equatable {}
extension Reading: Hashable where Value: Hashable {}
