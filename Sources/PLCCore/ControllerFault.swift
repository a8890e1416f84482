import Determinism

/// A fault of the simulated controller: data, not an error of this program.
package struct ControllerFault: Sendable, Equatable {
    /// Type and code.
    package let code: FaultCode
    /// What happened, one sentence.
    package let sentence: String
    /// The rung, from 0; nil when no rung is to blame.
    package let rung: Int?
    /// The mnemonic of the instruction; nil when no instruction is to blame.
    package let instruction: String?
    /// When, on the simulated clock.
    package let at: SimulatedTime

    /// A fault.
    package init(code: FaultCode, sentence: String, rung: Int?, instruction: String?, at: SimulatedTime) {
        self.code = code
        self.sentence = sentence
        self.rung = rung
        self.instruction = instruction
        self.at = at
    }
}
