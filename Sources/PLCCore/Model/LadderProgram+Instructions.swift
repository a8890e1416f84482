extension LadderProgram {
    /// Every instruction of the program in order, those in branches included.
    package var instructions: [InstructionCall] {
        var calls: [InstructionCall] = []
        func gather(_ elements: [RungElement]) {
            for element in elements {
                switch element {
                case .instruction(let call): calls.append(call)
                case .branch(let branch): branch.legs.forEach(gather)
                }
            }
        }
        for rung in rungs { gather(rung.elements) }
        return calls
    }

    /// The instructions that this controller does not execute, in capitals, with how often each occurs; by name.
    package var unsupportedInstructions: [(mnemonic: String, count: Int)] {
        var counts: [String: Int] = [:]
        for call in instructions where InstructionCatalogue.entry(named: call.mnemonic) == nil {
            counts[call.mnemonic.uppercased(), default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.map { (mnemonic: $0.key, count: $0.value) }
    }
}
