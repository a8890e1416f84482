import Diagnostics

extension RungElement {
    /// Where it begins.
    package var position: SourcePosition {
        switch self {
        case .instruction(let call): call.position
        case .branch(let branch): branch.position
        }
    }

    /// The line of its last instruction; of a branch without any, its first.
    var lastLine: Int {
        switch self {
        case .instruction(let call): call.operands.map(\.position.line).max() ?? call.position.line
        case .branch(let branch): branch.legs.joined().map(\.lastLine).max() ?? branch.position.line
        }
    }

    /// Whether an instruction of it writes something.
    var hasOutput: Bool {
        switch self {
        case .instruction(let call):
            InstructionCatalogue.entry(named: call.mnemonic)?.operands.contains { $0.kind.isWritten } ?? false
        case .branch(let branch): branch.legs.joined().contains { $0.hasOutput }
        }
    }

    /// Whether it begins with an instruction that only examines.
    var beginsWithCondition: Bool {
        switch self {
        case .instruction(let call):
            guard let entry = InstructionCatalogue.entry(named: call.mnemonic) else { return false }
            // Without operands an instruction examines nothing; a one shot belongs to the condition before it.
            return !entry.operands.isEmpty
                && entry.operands.allSatisfy { !$0.kind.isWritten && $0.kind != .storageBit }
        case .branch(let branch): return branch.legs.first?.first?.beginsWithCondition ?? false
        }
    }
}
