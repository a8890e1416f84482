/// The type of one value in data memory.
package enum ScalarType: Sendable {
    /// One bit.
    case bool
    /// A signed 16-bit integer, kept sign-extended in its word.
    case int
    /// A signed 32-bit integer.
    case dint
    /// A 32-bit IEEE 754 number.
    case real

    /// The type as a tag table writes it.
    package var name: String {
        switch self {
        case .bool: "BOOL"
        case .int: "INT"
        case .dint: "DINT"
        case .real: "REAL"
        }
    }

    /// How many bits can be addressed as `tag.bit`; 0 when none can.
    package var addressableBits: Int {
        switch self {
        case .int: 16
        case .dint: 32
        case .bool, .real: 0
        }
    }
}
