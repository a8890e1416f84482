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

extension RungUse {
    fileprivate mutating func note(_ elements: [RungElement]) {
        for element in elements {
            switch element {
            case .branch(let branch): for leg in branch.legs { note(leg) }
            case .instruction(let call):
                guard let entry = InstructionCatalogue.entry(named: call.mnemonic) else { continue }
                for (operand, description) in zip(call.operands, entry.operands) {
                    guard case .path(let path, _) = operand else { continue }
                    switch description.kind {
                    case .outputBit, .destination, .integerDestination, .destinationOrUnused, .timer, .counter,
                        .timerOrCounter, .pid:
                        if !driven.contains(path) { driven.append(path) }
                    case .bit, .bitOrUnused:
                        if !examined.contains(path) { examined.append(path) }
                    case .storageBit, .start, .source, .integerSource, .expression, .condition, .sourceOrUnused,
                        .pidOrUnused:
                        break
                    }
                }
            }
        }
    }
}
