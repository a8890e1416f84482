/// How a program turns a raw value, as a loop current, into engineering units: what one SCP says whose limits are numbers.
package struct RawScaling: Hashable, Sendable {
    /// The tag with the raw value.
    package var source: String
    /// The tag that takes the scaled value.
    package var destination: String
    /// The raw value at the lower end of the range.
    package var rawLow: Double
    /// The raw value at the upper end; another than at the lower.
    package var rawHigh: Double
    /// What the lower end stands for.
    package var scaledLow: Double
    /// What the upper end stands for.
    package var scaledHigh: Double

    /// The scaling that an instruction does; nil when it does none, or not between numbers.
    init?(_ call: InstructionCall) {
        guard call.mnemonic.uppercased() == InstructionKind.scp.rawValue, call.operands.count == 6,
            case .path(let source, _) = call.operands[0].ungrouped,
            case .path(let destination, _) = call.operands[5].ungrouped
        else { return nil }
        let limits = call.operands[1...4].compactMap(\.literal)
        guard limits.count == 4, limits[0] != limits[1] else { return nil }
        self.source = source
        self.destination = destination
        (rawLow, rawHigh, scaledLow, scaledHigh) = (limits[0], limits[1], limits[2], limits[3])
    }
}

extension LadderProgram {
    /// The scalings of raw values, in the program's order.
    package var scalings: [RawScaling] { instructions.compactMap(RawScaling.init) }
}

extension Expression {
    /// Its value where it is a number, signed or not.
    fileprivate var literal: Double? {
        switch ungrouped {
        case .number(let number, _): number.value
        case .unary(.minus, let operand, _): operand.literal.map { -$0 }
        default: nil
        }
    }
}
