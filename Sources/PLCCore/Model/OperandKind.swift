/// What an operand of an instruction may be.
package enum OperandKind: String, CaseIterable, Sendable {
    /// A bit that is read: a BOOL, a bit of an integer, a bit member.
    case bit
    /// A bit that is written.
    case outputBit = "output bit"
    /// A bit in which the instruction remembers the rung.
    case storageBit = "storage bit"
    /// A TIMER tag.
    case timer
    /// A COUNTER tag.
    case counter
    /// A TIMER or a COUNTER tag.
    case timerOrCounter = "timer or counter"
    /// A PID tag.
    case pid
    /// `?` or a whole number: the value that a member starts with.
    case start
    /// A number or a numeric tag.
    case source
    /// A whole number or an INT or DINT tag.
    case integerSource = "integer source"
    /// A numeric tag that is written.
    case destination
    /// An INT or DINT tag that is written.
    case integerDestination = "integer destination"
    /// A numeric expression.
    case expression
    /// An expression that is true or false.
    case condition
    /// A numeric tag that is read, or 0 for unused.
    case sourceOrUnused = "source or 0"
    /// A numeric tag that is written, or 0 for unused.
    case destinationOrUnused = "destination or 0"
    /// A bit that is read, or 0 for unused.
    case bitOrUnused = "bit or 0"
    /// A PID tag, or 0 for unused.
    case pidOrUnused = "pid or 0"

    /// Whether the instruction writes it, a structure's members included.
    package var isWritten: Bool {
        switch self {
        case .outputBit, .destination, .integerDestination, .destinationOrUnused, .timer, .counter, .timerOrCounter,
            .pid:
            true
        case .bit, .bitOrUnused, .storageBit, .start, .source, .integerSource, .expression, .condition,
            .sourceOrUnused, .pidOrUnused:
            false
        }
    }

    /// What to write there, for an error's hint.
    var wanted: String {
        switch self {
        case .bit, .outputBit, .storageBit: "a BOOL tag, a bit member like T1.DN or a bit of an integer like N7.3"
        case .timer: "a TIMER tag"
        case .counter: "a COUNTER tag"
        case .timerOrCounter: "a TIMER or a COUNTER tag"
        case .pid: "a PID tag"
        case .start: "'?' or a whole number"
        case .source: "a number or an INT, DINT or REAL tag"
        case .integerSource: "a whole number or an INT or DINT tag"
        case .destination: "an INT, DINT or REAL tag"
        case .integerDestination: "an INT or DINT tag"
        case .expression: "a numeric expression"
        case .condition: "a comparison like LEVEL > 2.5"
        case .sourceOrUnused: "a number, a numeric tag, or 0 when it is not used"
        case .destinationOrUnused: "an INT, DINT or REAL tag, or 0 when it is not used"
        case .bitOrUnused: "a bit, or 0 when it is not used"
        case .pidOrUnused: "a PID tag, or 0 when it is not used"
        }
    }
}
