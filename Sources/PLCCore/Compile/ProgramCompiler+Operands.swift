import Diagnostics

extension ProgramCompiler {
    /// Checks one operand; nil after reporting what is wrong with it.
    mutating func resolve(
        _ expression: Expression, as description: OperandDescription, of entry: InstructionDescription
    ) -> ResolvedOperand? {
        let expression = expression.ungrouped
        func wrong() -> ResolvedOperand? {
            report.add(
                .wrongOperand, at: expression.position,
                "operand '\(description.name)' of \(entry.mnemonic) cannot be '\(shown(expression))'",
                hint: "write \(description.kind.wanted)")
            return nil
        }
        switch description.kind {
        case .expression, .condition:
            if case .unspecified = expression { return wrong() }
            return .expression(expression)
        case .start:
            switch expression {
            case .unspecified: return .start(nil)
            case .number(let literal, _) where !literal.isReal:
                return integer(literal, at: expression.position).map { .start($0) }
            default: return wrong()
            }
        case .sourceOrUnused, .destinationOrUnused, .bitOrUnused, .pidOrUnused:
            if case .number(let literal, _) = expression, literal.value == 0 { return .unused }
        default: break
        }
        switch expression {
        case .number(let literal, let position):
            switch description.kind {
            case .source, .sourceOrUnused: return number(literal, at: position).map { .value($0) }
            case .integerSource where !literal.isReal: return number(literal, at: position).map { .value($0) }
            default: return wrong()
            }
        case .path(let path, let position):
            guard let place = find(path, at: position) else { return nil }
            return check(place, as: description.kind, path: path, at: position) ?? wrong()
        case .unspecified, .unary, .binary, .call, .group: return wrong()
        }
    }

    private mutating func check(
        _ place: PathResolution, as kind: OperandKind, path: String, at position: SourcePosition
    ) -> ResolvedOperand? {
        switch (place, kind) {
        case (.structure(let found), .timer) where found.type == .timer: return .structure(found)
        case (.structure(let found), .counter) where found.type == .counter: return .structure(found)
        case (.structure(let found), .timerOrCounter) where found.type == .timer || found.type == .counter:
            return .structure(found)
        case (.structure(let found), .pid) where found.type == .pid: return .structure(found)
        case (.structure(let found), .pidOrUnused) where found.type == .pid: return .structure(found)
        case (.scalar(let found), .bit) where found.type == .bool: return .bit(found)
        case (.scalar(let found), .bitOrUnused) where found.type == .bool: return .bit(found)
        case (.scalar(let found), .outputBit) where found.type == .bool,
            (.scalar(let found), .storageBit) where found.type == .bool:
            noteWrite(to: found, path: path, at: position)
            return .bit(found)
        case (.scalar(let found), .source), (.scalar(let found), .sourceOrUnused):
            return found.type == .bool ? nil : .value(value(of: found))
        case (.scalar(let found), .integerSource):
            return found.type == .int || found.type == .dint ? .value(value(of: found)) : nil
        case (.scalar(let found), .destination), (.scalar(let found), .destinationOrUnused):
            guard found.type != .bool else { return nil }
            noteWrite(to: found, path: path, at: position)
            return .destination(found)
        case (.scalar(let found), .integerDestination):
            guard found.type == .int || found.type == .dint else { return nil }
            noteWrite(to: found, path: path, at: position)
            return .destination(found)
        default: return nil
        }
    }

    /// The tag's value as an operation reads it.
    func value(of reference: TagReference) -> NumericValue {
        reference.type == .real ? .realWord(reference.word) : .integerWord(reference.word)
    }

    /// What a path names; nil after reporting that it names nothing.
    mutating func find(_ path: String, at position: SourcePosition) -> PathResolution? {
        let place = tags.examine(path)
        switch place {
        case .scalar, .structure: return place
        case .unknownTag(let name):
            let nearest = nearestName(to: name, among: tags.names)
            report.add(
                .unknownTag, at: position, "there is no tag '\(name)'",
                hint: nearest.map { "did you mean '\($0)'?" } ?? "declare it in tags.csv")
        case .unknownMember(let member, let type):
            let names = StructureLayout.of(type)?.members.map(\.name) ?? []
            let nearest = nearestName(to: member, among: names)
            report.add(
                .unknownMember, at: position, "a \(type.rawValue) has no member '\(member)'",
                hint: nearest.map { "did you mean '.\($0)'?" } ?? "it has \(names.joined(separator: ", "))")
        case .noSuchBit(let bit, let type):
            let count = type.addressableBits
            report.add(
                .noSuchBit, at: position, "'\(path)': a \(type.name) has no bit \(bit)",
                hint: count > 0 ? "its bits are 0 to \(count - 1)" : "only INT and DINT have numbered bits")
        case .unsupported(let why):
            report.add(
                .unsupportedPath, at: position, "'\(path)': \(why)", hint: "declare a tag of its own in tags.csv")
        }
        return nil
    }

    private mutating func noteWrite(to reference: TagReference, path: String, at position: SourcePosition) {
        guard tags.isReadOnly(word: reference.word) else { return }
        report.add(
            .readOnlyTag, at: position, "'\(path)' belongs to the controller and can only be read",
            hint: "write to a tag of your own")
    }

    /// A number of the text as a value; nil after reporting that it does not fit.
    mutating func number(_ literal: NumberLiteral, at position: SourcePosition) -> NumericValue? {
        guard literal.isReal else { return integer(literal, at: position).map { .integer($0) } }
        let value = Float(literal.value)
        guard value.isFinite else {
            report.add(
                .numberOutOfRange, at: position, "\(literal.text) is beyond what a REAL can hold",
                hint: "the limits are -3.4e38 and 3.4e38")
            return nil
        }
        return .real(value)
    }

    private mutating func integer(_ literal: NumberLiteral, at position: SourcePosition) -> Int32? {
        if let value = Int32(exactly: literal.value) { return value }
        // A number with a radix gives the bits: 16#FFFF_FFFF is -1.
        if literal.text.contains("#"), let bits = UInt32(exactly: literal.value) { return Int32(bitPattern: bits) }
        report.add(
            .numberOutOfRange, at: position, "\(literal.text) is beyond what a DINT can hold",
            hint: "the limits are -2147483648 and 2147483647; write it with a point for a REAL")
        return nil
    }

    /// An operand for an error message, cut to a length that fits a line.
    private func shown(_ expression: Expression) -> String {
        let text = expression.description
        return text.count <= 40 ? text : text.prefix(37) + "..."
    }
}
