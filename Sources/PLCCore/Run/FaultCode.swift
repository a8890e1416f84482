/// A controller fault as type/code, numbered as Logix-style controllers do.
package enum FaultCode: String, CaseIterable, Sendable {
    /// Minor: a whole number divided by zero or beyond its type, or a REAL result that is no finite number.
    case arithmetic = "4/4"
    /// Major: a timer with a negative PRE or ACC.
    case negativeTimerValue = "4/34"
    /// Major: a PID loop with a negative update time, or one that is not a number.
    case pidUpdateTime = "4/35"
    /// Major: a scan took longer than the watchdog allows.
    case watchdog = "6/1"

    /// Whether the controller stops.
    package var isMajor: Bool { self != .arithmetic }

    /// What happened, one sentence.
    package var sentence: String {
        switch self {
        case .arithmetic: "A result does not exist or does not fit: division by zero, overflow or not a number."
        case .negativeTimerValue: "A timer has a negative PRE or ACC."
        case .pidUpdateTime: "A PID loop has an update time that is negative or not a number."
        case .watchdog: "A scan took longer than the watchdog time."
        }
    }
}
