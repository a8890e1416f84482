import Diagnostics
import ModbusProtocol
import PLCCore
import PlantModels
import TwinCore

/// What in a scenario that can run probably does not mean what its author thinks. Only warnings.
struct ScenarioLint {
    let table: TagTableFile
    let ladder: LadderProgram
    let plant: PlantDescription
    /// The names of the files, as the user named them.
    let files: (tags: String, ladder: String, plant: String)

    /// Every finding, in the order of files and lines.
    func findings() -> [Diagnostic] {
        sharedWires() + valuesOutOfRange() + unscaledReals() + undriven() + timerMembers() + writesToInputs()
            + negativePresets() + looseElements()
    }

    private func warning(
        _ code: String, _ file: String, _ position: SourcePosition, _ message: String, _ hint: String
    ) -> Diagnostic {
        Diagnostic(.warning, code: code, file: file, position: position, message: message, hint: hint)
    }

    private var rows: [(point: Point, row: TagRow)] { zip(table.points, table.rows).map { (point: $0, row: $1) } }

    // MARK: The tag table

    private func sharedWires() -> [Diagnostic] {
        var drivers: [String: TagRow] = [:]
        return rows.compactMap { point, row in
            guard case .output(let port, _) = point.wire else { return nil }
            guard let other = drivers.updateValue(row, forKey: port) else { return nil }
            return warning(
                "TAG040", files.tags, row.wirePosition,
                "'\(other.name.text)' in line \(other.name.position.line) drives '\(port)' too: the last one decides",
                "wire one of them, and let the ladder decide between the two")
        }
    }

    private func valuesOutOfRange() -> [Diagnostic] {
        rows.compactMap { point, row in
            guard let register = row.register, point.reference != nil, row.text == nil else { return nil }
            let initial: Double
            if row.type == nil {
                // A member's start stands in its tag's row.
                guard let start = start(ofMember: row.name.text) else { return nil }
                initial = start
            } else {
                initial = row.initial[""] ?? 0
            }
            let low = register.minimum ?? -.infinity
            let high = register.maximum ?? .infinity
            guard initial < low || initial > high else { return nil }
            return warning(
                "TAG041", files.tags, row.initialPosition,
                "'\(row.name.text)' starts at \(short(initial)), outside its own range of \(short(low)) to \(short(high))",
                "give it an initial value that a client could write")
        }
    }

    private func start(ofMember path: String) -> Double? {
        let parts = path.split(separator: ".").map(String.init)
        guard parts.count == 2, let owner = table.rows.first(where: { $0.type != nil && $0.isCalled(parts[0]) }) else {
            return nil
        }
        return owner.initial.first { $0.key.uppercased() == parts[1].uppercased() }?.value
    }

    private func unscaledReals() -> [Diagnostic] {
        rows.compactMap { point, row in
            guard let register = row.register, point.reference?.type == .real, !register.hasScale,
                register.encoding != .float32, register.encoding != .float64, !register.encoding.isBitOrText
            else { return nil }
            return warning(
                "TAG042", files.tags, row.registerPosition,
                "'\(row.name.text)' is a REAL in an \(register.encoding.rawValue) register without a scale: "
                    + "clients see whole numbers",
                "give it a scale like 10 or 100, or 1 if whole numbers are meant, or the encoding float32")
        }
    }

    private func undriven() -> [Diagnostic] {
        let driven = Set(ladder.uses.flatMap(\.driven).map { $0.lowercased() })
        func isDriven(_ name: String) -> Bool {
            let name = name.lowercased()
            return driven.contains(name)
                || name.split(separator: ".").first.map { driven.contains(String($0)) } ?? false
                || driven.contains { $0.hasPrefix("\(name).") }
        }
        return rows.compactMap { point, row in
            guard point.reference != nil, row.register?.writable != true, !isDriven(point.name) else { return nil }
            if case .output(let port, _) = point.wire {
                return warning(
                    "TAG043", files.tags, row.name.position,
                    "no rung drives '\(point.name)', so '\(port)' never changes",
                    "drive it from a rung, make it writable for clients, or take its wire away")
            }
            guard point.wire == nil, point.summary.hasPrefix("Alarm:"), point.reference?.type == .bool else {
                return nil
            }
            return warning(
                "TAG044", files.tags, row.name.position, "no rung drives the alarm '\(point.name)': it never comes",
                "drive it from a rung, or do not begin its description with 'Alarm:'")
        }
    }

    private func timerMembers() -> [Diagnostic] {
        rows.compactMap { point, row in
            guard let register = row.register, register.writable, isTimerValue(point.name),
                !register.isNeverNegative
            else { return nil }
            return warning(
                "TAG045", files.tags, row.registerPosition,
                "a client may write a negative number to '\(point.name)', which stops the controller with fault 4/34",
                "give it a min of 0")
        }
    }

    /// Whether the path is the preset or the accumulated value of a timer.
    private func isTimerValue(_ path: String) -> Bool {
        let parts = path.uppercased().split(separator: ".").map(String.init)
        guard parts.count == 2, parts[1] == "PRE" || parts[1] == "ACC" else { return false }
        return table.rows.contains { $0.type == .timer && $0.isCalled(parts[0]) }
    }

    // MARK: The ladder

    /// Every place that an instruction writes, with the instruction.
    private var writes: [(path: String, call: InstructionCall, position: SourcePosition)] {
        ladder.instructions.flatMap { call in
            zip(call.operands, InstructionCatalogue.entry(named: call.mnemonic)?.operands ?? []).compactMap {
                operand, description in
                guard description.kind.isWritten, case .path(let path, let position) = operand.ungrouped else {
                    return nil
                }
                return (path, call, position)
            }
        }
    }

    private func writesToInputs() -> [Diagnostic] {
        var inputs: [String: String] = [:]
        for point in table.points {
            if case .input(let port) = point.wire { inputs[point.name.lowercased()] = port }
        }
        return writes.compactMap { write in
            guard let port = inputs[write.path.lowercased()] else { return nil }
            return warning(
                "SCN031", files.ladder, write.position,
                "\(write.call.mnemonic) writes '\(write.path)', which the plant drives from '\(port)' before every scan",
                "write a tag of its own, or change the wire to out:")
        }
    }

    private func negativePresets() -> [Diagnostic] {
        let signs = ValueSigns(table: table, writes: writes.map { ($0.path, $0.call) })
        return writes.compactMap { write in
            guard isTimerValue(write.path), !signs.isNeverNegative(write.call) else { return nil }
            return warning(
                "SCN032", files.ladder, write.position,
                "\(write.call) may set '\(write.path)' to a negative number, which stops the controller with fault 4/34",
                "limit it first, as in CPT(\(write.path),MAX(0,...)), or give the tag that it comes from a min of 0")
        }
    }

    // MARK: The plant

    private func looseElements() -> [Diagnostic] {
        var placed: Set<String> = []
        func gather(_ value: ParameterValue) {
            switch value {
            case .text(let name): placed.insert(name)
            case .list(let values): values.forEach(gather)
            case .number: break
            }
        }
        for component in plant.components where component.kind == "line" {
            for parameter in component.parameters where parameter.key == "elements" { gather(parameter.value) }
        }
        let kinds: Set<String> = ["pump", "pipe", "valve", "control_valve", "orifice"]
        return plant.components.compactMap { component in
            guard kinds.contains(component.kind), !placed.contains(component.name) else { return nil }
            return warning(
                "PLT020", files.plant, component.namePosition,
                "the \(component.kind) '\(component.name)' stands in no line, so no water flows through it",
                "name it under the 'elements' of a line, or take it out")
        }
    }

    private func short(_ number: Double) -> String {
        Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}

extension RegisterEncoding {
    /// Whether it holds no number.
    fileprivate var isBitOrText: Bool { self == .bit || self == .string }
}

extension TagRow.Register {
    /// Whether no client can write a number below 0.
    var isNeverNegative: Bool {
        switch encoding {
        case .uint16, .uint32, .uint64: scale > 0 || minimum.map { $0 >= 0 } ?? false
        case .int16, .int32, .int64, .float32, .float64: minimum.map { $0 >= 0 } ?? false
        case .bit, .string: true
        }
    }
}
