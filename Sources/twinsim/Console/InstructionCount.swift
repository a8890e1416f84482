import PLCCore

extension LadderProgram {
    /// The number of ladder instructions in all rungs, those inside branches included.
    var instructionCount: Int {
        rungs.reduce(0) { $0 + Self.count($1.elements) }
    }

    private static func count(_ elements: [RungElement]) -> Int {
        elements.reduce(0) { sum, element in
            switch element {
            case .instruction: sum + 1
            case .branch(let branch): sum + branch.legs.reduce(0) { $0 + count($1) }
            }
        }
    }
}
