import FaultPlan

extension ParameterValue {
    /// The value as a plan spells it.
    package var text: String {
        switch self {
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .duration(let nanoseconds): FaultText.duration(nanoseconds)
        case .time(let time): FaultText.time(time)
        case .word(let word): word
        }
    }
}
