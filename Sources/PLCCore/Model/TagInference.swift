/// Guesses the tags of a program that comes without a tag table, from how its instructions use them.
///
/// For checking a bare ladder file. Firm evidence (a TON has a TIMER, a contact a BOOL, `X.3` a DINT) goes before weak:
/// a number is taken for a REAL unless bit operators or whole-number operands say otherwise.
package struct TagInference {
    private var names: [String] = []
    private var firm: [String: TagType] = [:]
    private var weak: [String: TagType] = [:]

    private enum Use {
        case number, wholeNumber, condition
    }

    /// The tags that `program` uses, in the order of their first use.
    package static func declarations(for program: LadderProgram) -> [TagDeclaration] {
        var inference = TagInference()
        for call in program.instructions { inference.study(call) }
        return inference.names.compactMap { key in
            guard let type = inference.firm[key.uppercased()] ?? inference.weak[key.uppercased()] else { return nil }
            return TagDeclaration(name: key, type: type)
        }
    }

    private mutating func study(_ call: InstructionCall) {
        guard let entry = InstructionCatalogue.entry(named: call.mnemonic) else { return }
        for (operand, description) in zip(call.operands, entry.operands) {
            switch description.kind {
            case .timer: noteStructure(operand, .timer)
            case .counter: noteStructure(operand, .counter)
            case .pid, .pidOrUnused: noteStructure(operand, .pid)
            case .timerOrCounter:
                if case .path(let path, _) = operand.ungrouped { note(path, .timer, isFirm: false) }
            case .bit, .outputBit, .storageBit, .bitOrUnused, .condition: study(operand, as: .condition)
            case .integerSource, .integerDestination: study(operand, as: .wholeNumber)
            case .source, .destination, .sourceOrUnused, .destinationOrUnused, .expression: study(operand, as: .number)
            case .start: break
            }
        }
    }

    private mutating func noteStructure(_ operand: Expression, _ type: TagType) {
        if case .path(let path, _) = operand.ungrouped { note(path, type, isFirm: true) }
    }

    private mutating func study(_ expression: Expression, as use: Use) {
        switch expression {
        case .unspecified, .number: break
        case .path(let path, _): study(path, as: use)
        case .unary(let sign, let operand, _):
            study(
                operand,
                as: sign == .not && use == .number ? .wholeNumber : use == .condition && sign == .minus ? .number : use)
        case .binary(let sign, let left, let right, _):
            let inner: Use =
                switch sign {
                case .and, .or, .exclusiveOr: use == .condition ? .condition : .wholeNumber
                case .less, .lessOrEqual, .greater, .greaterOrEqual, .equal, .notEqual: .number
                case .multiply, .divide, .modulo, .add, .subtract: use == .condition ? .number : use
                }
            study(left, as: inner)
            study(right, as: inner)
        case .call(_, let arguments, _): for argument in arguments { study(argument, as: .number) }
        case .group(let inner, _): study(inner, as: use)
        }
    }

    private mutating func study(_ path: String, as use: Use) {
        let segments = path.split(separator: ".", omittingEmptySubsequences: false)
        guard segments.count > 1, !path.contains(":"), !path.contains("[") else {
            switch use {
            case .condition: note(path, .bool, isFirm: true)
            case .wholeNumber: note(path, .dint, isFirm: true)
            case .number: note(path, .real, isFirm: false)
            }
            return
        }
        if Int(segments[1]) != nil {
            note(String(segments[0]), .dint, isFirm: true)
        } else if let type = [TagType.timer, .counter, .pid].first(where: { type in
            StructureLayout.of(type)?.member(String(segments[1])) != nil
        }) {
            // Timers and counters share member names: weak evidence, unless only one of the three has the member.
            let isShared = ["PRE", "ACC", "DN", "EN"].contains(segments[1].uppercased())
            note(String(segments[0]), type, isFirm: !isShared)
        }
    }

    private mutating func note(_ name: String, _ type: TagType, isFirm: Bool) {
        let key = name.uppercased()
        guard !key.hasPrefix("S_"), !key.contains("["), !key.contains(":"), !key.contains(".") else { return }
        if firm[key] == nil, weak[key] == nil { names.append(name) }
        if isFirm {
            if firm[key] == nil { firm[key] = type }
        } else if weak[key] == nil {
            weak[key] = type
        }
    }
}
