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
    /// What the instruction works on: its timer, counter or loop, else the tag that takes its result, else its
    /// condition; nil when no instruction is to blame.
    package let operand: String?
    /// The instruction as written; nil when no instruction is to blame.
    package let text: String?
    /// When, on the simulated clock.
    package let at: SimulatedTime
    /// Which of the solved scans it was, from 1.
    package let scan: Int

    /// A fault.
    package init(
        code: FaultCode, sentence: String, rung: Int?, instruction: String?, operand: String? = nil,
        text: String? = nil, at: SimulatedTime, scan: Int
    ) {
        self.code = code
        self.sentence = sentence
        self.rung = rung
        self.instruction = instruction
        self.operand = operand
        self.text = text
        self.at = at
        self.scan = scan
    }

    /// Where it is: `rung 3, TON of T_LOW: TON(T_LOW,?,?)`; empty when no rung is to blame.
    package var place: String {
        guard let rung else { return "" }
        let what = instruction.map { ", \($0)" + (operand.map { " of \($0)" } ?? "") } ?? ""
        return "rung \(rung)\(what)" + (text.map { ": \($0)" } ?? "")
    }
}
