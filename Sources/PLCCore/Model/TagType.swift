/// The type of a tag: a scalar of one word, or a structure of several.
package enum TagType: String, CaseIterable, Sendable {
    /// One bit.
    case bool = "BOOL"
    /// A signed 16-bit integer.
    case int = "INT"
    /// A signed 32-bit integer.
    case dint = "DINT"
    /// A 32-bit IEEE 754 number.
    case real = "REAL"
    /// A timer: preset, accumulated milliseconds and its bits.
    case timer = "TIMER"
    /// A counter: preset, accumulated count and its bits.
    case counter = "COUNTER"
    /// A PID loop: setpoint, gains, limits, mode and status bits.
    case pid = "PID"

    /// The scalar type; nil for a structure.
    package var scalar: ScalarType? {
        switch self {
        case .bool: .bool
        case .int: .int
        case .dint: .dint
        case .real: .real
        case .timer, .counter, .pid: nil
        }
    }
}
