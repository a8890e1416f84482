import Determinism

/// Where and when the scan met a fault: plain numbers, so that noting it allocates nothing. The program makes words of
/// it.
package struct FaultPlace: Hashable, Sendable {
    /// Type and code.
    package var code: FaultCode
    /// The operation of the compiled program; nil when none is to blame.
    package var operation: Int?
    /// When, on the simulated clock.
    package var at: SimulatedTime
    /// Which of the solved scans it was, from 1.
    package var scan: Int

    /// A fault at this place.
    package init(code: FaultCode, operation: Int?, at: SimulatedTime, scan: Int) {
        self.code = code
        self.operation = operation
        self.at = at
        self.scan = scan
    }
}

extension CompiledProgram {
    /// The fault at this place in words.
    package func fault(at place: FaultPlace) -> ControllerFault {
        let source = place.operation.map { sources[$0] }
        let call = source.flatMap { $0.call >= 0 ? calls[Int($0.call)] : nil }
        return ControllerFault(
            code: place.code, sentence: place.code.sentence, rung: source.map { Int($0.rung) },
            instruction: source?.kind?.rawValue, operand: call?.principalOperand, text: call?.description,
            at: place.at, scan: place.scan)
    }
}
