/// What a revision did to a leak, in a word; the raw value stands in the comparison's document.
package enum ComparisonAnswer: String, CaseIterable, Hashable, Sendable {
    /// What leaked before does not leak any more, and the second run would have shown it.
    case fixed
    /// It still grows or is still in doubt, but grows less, beyond what chance explains.
    case improved
    /// No difference beyond what chance explains, and one that matters would have shown.
    case unchanged
    /// No difference beyond what chance explains, but one that matters could hide in the interval.
    case notShown = "not_shown"
    /// It leaks where it did not, or grows faster beyond what chance explains.
    case worse
    /// The two runs do not say.
    case cannotTell = "cannot_tell"

    /// Whether it says of no difference that it is one.
    package var showsNoChange: Bool { self == .unchanged || self == .notShown }

    /// The answer for readers.
    package var title: String {
        switch self {
        case .fixed, .improved, .unchanged, .worse: rawValue
        case .notShown: "no change shown"
        case .cannotTell: "cannot tell"
        }
    }
}
