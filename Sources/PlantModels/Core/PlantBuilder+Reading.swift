import Diagnostics

extension PlantBuilder {
    /// Reads the keys of component `number` into its setup.
    mutating func read(_ number: Int) {
        guard let entry = entries[number] else { return }
        let component = description.components[number]
        let findingsBefore = diagnostics.count
        var seen: [String: SourcePosition] = [:]
        for (key, value, position) in component.parameters {
            if seen.updateValue(position, forKey: key) != nil {
                let isPort = entry.inputs.contains { $0.name == key }
                report(
                    "PLT005", position,
                    isPort ? "the input port '\(key)' is driven twice" : "the key '\(key)' is given twice",
                    "remove one of the two")
                continue
            }
            if let parameter = entry.parameters.first(where: { $0.name == key }) {
                read(parameter, value, position, number)
            } else if let connection = entry.connections.first(where: { $0.name == key }) {
                read(connection, value, position, number)
            } else if let input = entry.inputs.first(where: { $0.name == key }) {
                read(input, value, position, number)
            } else {
                reportUnknownKey(key, position, entry)
            }
        }
        for parameter in entry.parameters where seen[parameter.name] == nil {
            if !fillIn(parameter, number) {
                reportMissing(parameter.name, component, entry, parameter.meaning)
            }
        }
        for connection in entry.connections where connection.isRequired && seen[connection.name] == nil {
            reportMissing(connection.name, component, entry, connection.meaning)
        }
        if diagnostics.count == findingsBefore, let finding = entry.check(setups[number]) {
            report("PLT009", seen[finding.key] ?? component.namePosition, finding.message, finding.hint)
        }
    }

    private mutating func reportUnknownKey(_ key: String, _ position: SourcePosition, _ entry: CatalogueEntry) {
        if entry.outputs.contains(where: { $0.name == key }) {
            report(
                "PLT004", position, "'\(key)' is an output port of \(entry.kind), it cannot be set",
                "remove it, and read it from another component's input or a tag")
        } else {
            report(
                "PLT004", position, "\(entry.kind) has no key '\(key)'",
                meant(key, entry.keys, orElse: "its keys are \(entry.keys.joined(separator: ", "))"))
        }
    }

    private mutating func reportMissing(
        _ key: String, _ component: ComponentDescription, _ entry: CatalogueEntry, _ meaning: String
    ) {
        report(
            "PLT006", component.namePosition, "\(component.name) lacks '\(key)', which \(entry.kind) needs",
            "add '\(key):' (\(meaning))")
    }

    // True when the parameter may be left out.
    private mutating func fillIn(_ parameter: ParameterSpecification, _ number: Int) -> Bool {
        switch parameter.form {
        case .number(let standard?, _): setups[number].numbers[parameter.name] = standard
        case .word(let standard?, _): setups[number].words[parameter.name] = standard
        case .hourly(let standard?, _):
            setups[number].hourly[parameter.name] = [Double](repeating: standard, count: 24)
        default: return false
        }
        return true
    }

    private mutating func read(
        _ parameter: ParameterSpecification, _ value: ParameterValue, _ position: SourcePosition, _ number: Int
    ) {
        let key = parameter.name
        switch parameter.form {
        case .number(_, let range):
            guard let given = value.number, given.isFinite else {
                return report("PLT007", position, "'\(key)' is a number, not \(value.sort)", "write \(key): NUMBER")
            }
            guard range.contains(given) else { return reportRange(key, given, range, parameter.unit, position) }
            setups[number].numbers[key] = given
        case .word(_, let choices):
            guard let given = value.text, choices.contains(given) else {
                let list = choices.joined(separator: ", ")
                let hint = meant(value.text ?? "", choices, orElse: "choose one of \(list)")
                return report("PLT007", position, "'\(key)' is one of \(list), not \(value.sort)", hint)
            }
            setups[number].words[key] = given
        case .hourly(_, let range):
            let given = value.list?.compactMap(\.number) ?? []
            guard given.count == 24, value.list?.count == 24 else {
                return report(
                    "PLT007", position, "'\(key)' is a list of 24 numbers, not \(value.sort)",
                    "write one number for each hour of the day, from midnight")
            }
            if let wrong = given.first(where: { !range.contains($0) }) {
                return reportRange(key, wrong, range, parameter.unit, position)
            }
            setups[number].hourly[key] = given
        case .curve:
            let pairs = value.list?.compactMap { pair -> (flow: Double, head: Double)? in
                guard let list = pair.list, list.count == 2, let flow = list[0].number, let head = list[1].number
                else { return nil }
                return (flow, head)
            }
            guard let pairs, pairs.count == value.list?.count, let curve = FlowCurve(points: pairs) else {
                return report(
                    "PLT007", position, "'\(key)' is not a falling curve of one or three points (\(parameter.unit))",
                    "write \(key): [[FLOW, HEAD]] or three such pairs, the first at zero flow, each head below the last"
                )
            }
            setups[number].curves[key] = curve
        }
    }

    private mutating func reportRange(
        _ key: String, _ value: Double, _ range: ClosedRange<Double>, _ unit: String, _ position: SourcePosition
    ) {
        let low = plainNumber(range.lowerBound)
        let unitText = unit.isEmpty ? "" : " \(unit)"
        let hint =
            range.upperBound == anyNumber.upperBound
            ? "give at least \(low)\(unitText)"
            : "give a value from \(low) to \(plainNumber(range.upperBound))\(unitText)"
        report("PLT008", position, "'\(key)' cannot be \(plainNumber(value))\(unitText)", hint)
    }

    private mutating func read(
        _ connection: ConnectionSpecification, _ value: ParameterValue, _ position: SourcePosition, _ number: Int
    ) {
        let groups: [[ParameterValue]]
        if connection.isList {
            groups = (value.list ?? [value]).map { $0.list ?? [$0] }
        } else {
            groups = [[value]]
        }
        var found: [[Int]] = []
        for group in groups {
            var members: [Int] = []
            for member in group {
                guard let name = member.text else {
                    report(
                        "PLT007", position, "'\(connection.name)' names components, not \(member.sort)",
                        connection.isList
                            ? "write a list of names, a list inside it for pumps in parallel" : "write one name")
                    continue
                }
                if let target = connected(name, connection, position, number) { members.append(target) }
            }
            found.append(members)
        }
        setups[number].connections[connection.name] = found
    }

    private mutating func connected(
        _ name: String, _ connection: ConnectionSpecification, _ position: SourcePosition, _ number: Int
    ) -> Int? {
        guard let target = numberOfName[name] else {
            let fitting = description.components.filter { connection.kinds.contains($0.kind) }.map(\.name)
            report(
                "PLT010", position, "there is no component '\(name)'",
                meant(
                    name, fitting + description.components.map(\.name),
                    orElse: "'\(connection.name)' names one of kind \(connection.kinds.joined(separator: ", "))"))
            return nil
        }
        let kind = description.components[target].kind
        guard connection.kinds.contains(kind) else {
            report(
                "PLT011", position,
                "'\(connection.name)' of \(setups[number].name) cannot name '\(name)', of kind \(kind)",
                "name one of kind \(connection.kinds.joined(separator: ", "))")
            return nil
        }
        return target
    }

    private mutating func read(
        _ input: InputSpecification, _ value: ParameterValue, _ position: SourcePosition, _ number: Int
    ) {
        let path = "\(setups[number].name).\(input.name)"
        switch value {
        case .number(let constant):
            guard input.range.contains(constant) else {
                return reportRange(input.name, constant, input.range, input.unit, position)
            }
            signals[setups[number].input(input.name)] = constant
            inputs[path]?.drive = .constant
        case .text(let source):
            guard let element = outputs[source] else { return reportUnknownPort(source, position) }
            let parts = source.split(separator: ".", maxSplits: 1)
            guard let driver = numberOfName[String(parts[0])],
                let port = entries[driver]?.outputs.first(where: { $0.name == parts[1] })
            else { return reportUnknownPort(source, position) }
            setups[number].inputs[input.name] = element
            inputs[path]?.element = element
            inputs[path]?.drive = .wired(source)
            wires.append(
                Wire(
                    driver: driver, driverFollowsAtOnce: port.followsAtOnce, consumer: number,
                    consumerActsAtOnce: input.actsAtOnce, position: position))
        case .list:
            report(
                "PLT007", position, "the input port '\(input.name)' is a number or an output port, not \(value.sort)",
                "write \(input.name): NUMBER or \(input.name): COMPONENT.PORT")
        }
    }

    private mutating func reportUnknownPort(_ source: String, _ position: SourcePosition) {
        let parts = source.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            return report(
                "PLT012", position, "'\(source)' is not an output port", "write COMPONENT.PORT, or a number")
        }
        guard let owner = numberOfName[parts[0]] else {
            return report(
                "PLT012", position, "there is no component '\(parts[0])'",
                meant(
                    parts[0], description.components.map(\.name),
                    orElse: "name a component of this plant before the dot"))
        }
        guard let entry = entries[owner] else { return }
        let ports = entry.outputs.map(\.name)
        let list = ports.isEmpty ? "it has none" : "they are \(ports.joined(separator: ", "))"
        report(
            "PLT012", position, "\(parts[0]), of kind \(entry.kind), has no output port '\(parts[1])'",
            nearestName(to: parts[1], among: ports).map { "did you mean '\($0)'? \(list)" } ?? list)
    }
}
