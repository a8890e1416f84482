import FaultPlan

/// A plan that shows how a kind of fault is written.
package enum FaultExample {
    /// A whole plan with one fault of this kind; names of tags and components in it are made up.
    package static func plan(_ entry: FaultCatalogue.Entry) -> String {
        var lines = ["name: example", "description: One \(entry.kind).", "faults:", "  - fault: \(entry.kind)"]
        lines += entry.parameters.compactMap { parameter in
            if let standard = parameter.standard { return "    \(parameter.name): \(standard.spelling)" }
            return parameter.isOptional ? nil : "    \(parameter.name): \(sample(parameter.shape))"
        }
        switch entry.extent {
        case .lasting: lines += ["    at: 1/3", "    for: 2%", "    every: 10%", "    times: 3"]
        case .moment: lines += ["    at: 1/3", "    every: 10%", "    times: 3", "    gaps: random"]
        case .ownSchedule: break
        }
        switch entry.aim {
        case .requests: lines += ["    probability: 0.1", "    function: reads"]
        case .connections: lines += ["    probability: 0.5"]
        case .whole: break
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A value of this shape near the small end of what it may be.
    private static func sample(_ shape: ParameterShape) -> String {
        switch shape {
        case .integer(let range): "\(max(range.lowerBound, min(4, range.upperBound)))"
        case .number(let range): "\(max(range.lowerBound, min(1, range.upperBound)))"
        case .duration(let range):
            ParameterValue.duration(max(range.lowerBound, min(500_000_000, range.upperBound))).spelling
        case .time: "1/3"
        case .choice(let words): words.first ?? ""
        case .tag: "TAG_NAME"
        case .component: "component_name"
        case .text: "text"
        }
    }
}
