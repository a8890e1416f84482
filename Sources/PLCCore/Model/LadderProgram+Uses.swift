/// What one rung examines and what it drives, by the names that stand on it.
package struct RungUse: Hashable, Sendable {
    /// The rung's number, from 0.
    package var number: Int
    /// The tags and members that it writes, in order, each once.
    package var driven: [String]
    /// The bits that its contacts examine, in order, each once.
    package var examined: [String]
}

extension LadderProgram {
    /// What each rung examines and drives, in order.
    package var uses: [RungUse] {
        rungs.map { rung in
            var use = RungUse(number: rung.number, driven: [], examined: [])
            use.note(rung.elements)
            return use
        }
    }
}

extension InstructionCall {
    /// What the instruction works on: its timer, counter or loop, else the tag that takes its result, else what it
    /// examines; nil without operands.
    package var principalOperand: String? {
        guard let entry = InstructionCatalogue.entry(named: mnemonic) else { return nil }
        let operands = zip(operands, entry.operands)
        let written = operands.first { $0.1.kind.isWritten }?.0
        return (written ?? self.operands.first)?.description
    }
}

extension RungUse {
    fileprivate mutating func note(_ elements: [RungElement]) {
        for element in elements {
            switch element {
            case .branch(let branch): for leg in branch.legs { note(leg) }
            case .instruction(let call):
                guard let entry = InstructionCatalogue.entry(named: call.mnemonic) else { continue }
                for (operand, description) in zip(call.operands, entry.operands) {
                    guard case .path(let path, _) = operand.ungrouped else { continue }
                    if description.kind.isWritten {
                        if !driven.contains(path) { driven.append(path) }
                    } else if description.kind == .bit || description.kind == .bitOrUnused {
                        if !examined.contains(path) { examined.append(path) }
                    }
                }
            }
        }
    }
}
