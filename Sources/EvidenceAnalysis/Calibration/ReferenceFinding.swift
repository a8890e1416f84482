import Evidence

/// What the soak of one reference client proves of the harness.
package enum ReferenceFinding: Hashable, Sendable {
    /// A known-good client that was not called a leak.
    case held
    /// A leak that was found.
    case found
    /// A leak that the run could have found, and called no leak.
    case missed
    /// A leak that the run could have found, and was only suspicious of: no wrong answer, and none.
    case undecided
    /// A leak too slow for this run, as the run itself says.
    case belowDetection
    /// These channels were called leaks and are none.
    case falseAlarm([Channel])
    /// The client had no occasion to leak; why, a clause without a full stop.
    case notTried(String)
    /// The soak did not run as planned; why, a clause without a full stop.
    case failed(String)

    /// Whether the harness is not fit because of it.
    package var isFault: Bool {
        switch self {
        case .missed, .falseAlarm, .failed: true
        case .held, .found, .undecided, .belowDetection, .notTried: false
        }
    }

    /// The word for scripts.
    package var word: String {
        switch self {
        case .held: "held"
        case .found: "found"
        case .missed: "missed"
        case .undecided: "undecided"
        case .belowDetection: "below_detection"
        case .falseAlarm: "false_alarm"
        case .notTried: "not_tried"
        case .failed: "failed"
        }
    }

    /// A few words for a table.
    package var title: String {
        switch self {
        case .held: "right: no leak"
        case .found: "right: found"
        case .missed: "MISSED"
        case .undecided: "undecided"
        case .belowDetection: "too slow for this run"
        case .falseAlarm(let channels): "FALSE ALARM: " + channels.map(\.title).joined(separator: ", ")
        case .notTried: "not tried"
        case .failed: "FAILED"
        }
    }

    /// Why, where the word does not say it; a clause without a full stop.
    package var why: String? {
        switch self {
        case .notTried(let why), .failed(let why): why
        default: nil
        }
    }
}
