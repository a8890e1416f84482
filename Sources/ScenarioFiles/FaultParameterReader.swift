import Diagnostics
import FaultPlan
import Yams

/// Reads the parameters of one fault as its catalogue entry describes them.
enum FaultParameterReader {
    /// Every parameter of the entry, from the mapping or by default; nil (with findings) when one is wrong.
    ///
    /// - Parameter subjects: what the scenario has to name; nil: names are taken as they are.
    static func read(
        _ entry: FaultCatalogue.Entry, from reader: inout MappingReader, subjects: FaultSubjects?
    ) -> FaultParameters? {
        var values: [String: ParameterValue] = [:]
        var isComplete = true
        for parameter in entry.parameters {
            guard let node = reader.node(parameter.name) else {
                if let standard = parameter.standard {
                    values[parameter.name] = standard
                } else if !parameter.isOptional {
                    reader.findings.error(
                        "YML012", reader.file, reader.position, "'\(entry.kind)' has no '\(parameter.name)'",
                        hint: "add '\(parameter.name): …': \(parameter.sentence)")
                    isComplete = false
                }
                continue
            }
            if let text = node.scalar?.string, let value = parameter.shape.value(of: text) {
                values[parameter.name] = value
                if let wrong = subjects?.objection(to: text, of: parameter.shape) {
                    reader.findings.error("FLT014", reader.file, node.position, wrong.message, hint: wrong.hint)
                    isComplete = false
                }
                continue
            }
            isComplete = false
            let near = nearestWord(to: node.scalar?.string, in: parameter.shape).map { "did you mean '\($0)'?" }
            reader.findings.error(
                "FLT002", reader.file, node.position,
                "'\(parameter.name)' is \(parameter.shape.sentence)"
                    + (node.scalar.map { ", not '\($0.string)'" } ?? ""),
                hint: near ?? parameter.sentence)
        }
        return isComplete ? FaultParameters(values) : nil
    }

    private static func nearestWord(to text: String?, in shape: ParameterShape) -> String? {
        guard let text, case .choice(let words) = shape else { return nil }
        return nearestName(to: text, among: words)
    }
}
