/// What a series of samples says about a leak, from the mildest answer to the worst.
package enum Answer: String, CaseIterable, Comparable, Sendable {
    /// It rises at start-up or with load, then holds a ceiling.
    case expected
    /// It cannot yet be told: a few retained jumps, a plateau not reached, or a run too short for its noise.
    case suspicious
    /// It grows steadily or in stairs without a ceiling: by the hour, or by the storm.
    case leak

    /// Orders by badness, so that the worst of several answers is their maximum.
    package static func < (left: Answer, right: Answer) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .expected: 0
        case .suspicious: 1
        case .leak: 2
        }
    }
}
