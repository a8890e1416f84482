/// What came of one attempt to take a reading: unavailable is not zero, and neither is a reading that was not due.
package enum EvidenceReading: Hashable, Sendable {
    /// The reading, in the unit of its quantity.
    case value(Int64)
    /// The reading was tried and could not be taken; the reason is a sentence without its full stop.
    case unavailable(String)
    /// The reading is taken less often than once a sample and its turn had not come.
    case notDue

    /// The reading where there is one.
    package var value: Int64? {
        if case .value(let value) = self { value } else { nil }
    }
}
