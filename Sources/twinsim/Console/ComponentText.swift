import PlantModels
import Text

/// A kind of plant component as text and as JSON.
enum ComponentText {
    /// All that there is to know of a kind, line by line.
    static func lines(_ entry: CatalogueEntry) -> [String] {
        var lines = ["\(entry.kind): \(entry.sentence)"]
        func add(_ title: String, _ rows: [(name: String, text: String)]) {
            guard !rows.isEmpty else { return }
            lines.append("  \(title):")
            let width = rows.map(\.name.count).max() ?? 0
            for row in rows {
                let gap = String(repeating: " ", count: width - row.name.count)
                lines.append("    \(row.name)\(gap)  \(row.text)")
            }
        }
        add("parameters", entry.parameters.map { ($0.name, joined([$0.meaning, form($0)])) })
        add("connections", entry.connections.map { ($0.name, joined([$0.meaning, connection($0)])) })
        add(
            "inputs",
            entry.inputs.filter { $0.name != "fault_mode" }.map { input in
                (
                    input.name,
                    joined([input.meaning, unit(input.unit), range(input.range), "\(short(input.standard)) if unwired"])
                )
            })
        add("outputs", entry.outputs.map { ($0.name, joined([$0.meaning, unit($0.unit)])) })
        add("fault modes", entry.faultModes.map { ("\($0.number)", joined([$0.name, $0.remark])) })
        return lines
    }

    /// The kind as one object.
    static func object(_ entry: CatalogueEntry) -> JSONValue {
        [
            "kind": .string(entry.kind), "sentence": .string(entry.sentence),
            "parameters": .array(
                entry.parameters.map {
                    [
                        "name": .string($0.name), "unit": .string($0.unit), "meaning": .string($0.meaning),
                        "form": .string(form($0)), "required": .bool(isRequired($0)),
                    ]
                }),
            "connections": .array(
                entry.connections.map {
                    [
                        "name": .string($0.name), "kinds": .array($0.kinds.map(JSONValue.string)),
                        "required": .bool($0.isRequired), "list": .bool($0.isList), "meaning": .string($0.meaning),
                    ]
                }),
            "inputs": .array(
                entry.inputs.map {
                    [
                        "name": .string($0.name), "unit": .string($0.unit), "default": .number($0.standard),
                        "min": .number($0.range.lowerBound), "max": .number($0.range.upperBound),
                        "meaning": .string($0.meaning),
                    ]
                }),
            "outputs": .array(
                entry.outputs.map {
                    ["name": .string($0.name), "unit": .string($0.unit), "meaning": .string($0.meaning)]
                }),
            "fault_modes": .array(
                entry.faultModes.map {
                    [
                        "mode": .integer(Int64($0.number)), "name": .string($0.name), "severity": .string($0.remark),
                    ]
                }),
        ]
    }

    private static func isRequired(_ parameter: ParameterSpecification) -> Bool {
        switch parameter.form {
        case .number(let standard, _), .hourly(let standard, _): standard == nil
        case .word(let standard, _): standard == nil
        case .curve: true
        }
    }

    private static func form(_ parameter: ParameterSpecification) -> String {
        let unit = unit(parameter.unit)
        let standard: String
        let kind: String
        switch parameter.form {
        case .number(let value, let limits):
            kind = joined(["number", unit, range(limits)])
            standard = value.map { "default \(short($0))" } ?? "required"
        case .word(let value, let choices):
            kind = "one of \(choices.joined(separator: ", "))"
            standard = value.map { "default \($0)" } ?? "required"
        case .hourly(let value, let limits):
            kind = joined(["24 numbers, one an hour from midnight", unit, range(limits)])
            standard = value.map { "default \(short($0)) at every hour" } ?? "required"
        case .curve:
            kind = joined(["one point or three as [[FLOW, HEAD], ...]", unit])
            standard = "required"
        }
        return joined([kind, standard])
    }

    private static func connection(_ connection: ConnectionSpecification) -> String {
        joined([
            "\(connection.isList ? "a list of" : "one") \(connection.kinds.joined(separator: ", "))",
            connection.isRequired ? "required" : "optional",
        ])
    }

    private static func unit(_ unit: String) -> String { unit.isEmpty ? "" : "in \(unit)" }

    private static func range(_ range: ClosedRange<Double>) -> String {
        switch (range.lowerBound > -1e14, range.upperBound < 1e14) {
        case (false, false): ""
        case (true, false): "at least \(short(range.lowerBound))"
        case (false, true): "at most \(short(range.upperBound))"
        case (true, true): "\(short(range.lowerBound)) to \(short(range.upperBound))"
        }
    }

    private static func joined(_ parts: [String]) -> String { parts.filter { !$0.isEmpty }.joined(separator: "; ") }

    private static func short(_ number: Double) -> String { PlainNumber.short(number) }
}
