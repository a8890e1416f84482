import FaultPlan
import Testing

/// Faults made the way a plan makes them: parameters given or by default, all checked against the catalogue.
enum Made {
    /// The parameters of a kind with its defaults filled in.
    static func parameters(_ kind: String, _ given: [String: ParameterValue] = [:]) -> FaultParameters {
        guard let entry = FaultCatalogue.kind(kind)?.entry else { preconditionFailure("no kind \(kind)") }
        var values = given
        for parameter in entry.parameters {
            if let value = given[parameter.name] {
                precondition(parameter.shape.holds(value), "\(kind): \(parameter.name) may not be \(value)")
            } else if let standard = parameter.standard {
                values[parameter.name] = standard
            } else {
                precondition(parameter.isOptional, "\(kind) needs \(parameter.name)")
            }
        }
        precondition(given.keys.allSatisfy { name in entry.parameters.contains { $0.name == name } })
        return FaultParameters(values)
    }

    /// A fault as a plan has it.
    static func planned(
        _ kind: String, _ given: [String: ParameterValue] = [:], target: FaultTarget = .everything
    ) -> PlannedFault {
        PlannedFault(label: "\(kind)#1", kind: kind, parameters: parameters(kind, given), target: target)
    }

    /// A fault ready to act.
    static func armed(
        _ kind: String, _ given: [String: ParameterValue] = [:], id: Int = 0, seed: UInt64 = 1,
        target: FaultTarget = .everything
    ) -> ArmedFault {
        ArmedFault(id: id, planned(kind, given, target: target), seed: seed)
    }

    /// A target with something chosen.
    static func target(_ choose: (inout FaultTarget) -> Void) -> FaultTarget {
        var target = FaultTarget.everything
        choose(&target)
        return target
    }

    /// Parameters drawn at random: each at an end of its range or anywhere in it.
    static func randomParameters(
        _ entry: FaultCatalogue.Entry, _ random: inout some RandomNumberGenerator
    ) -> FaultParameters {
        var values: [String: ParameterValue] = [:]
        for parameter in entry.parameters where !parameter.isOptional || Bool.random(using: &random) {
            let end = Int.random(in: 0..<4, using: &random)
            values[parameter.name] =
                switch parameter.shape {
                case .integer(let range):
                    .integer(
                        end == 0
                            ? range.lowerBound : end == 1 ? range.upperBound : Int.random(in: range, using: &random))
                case .number(let range):
                    .number(end == 0 ? range.lowerBound : end == 1 ? range.upperBound : 0.5 * range.upperBound)
                case .duration(let range):
                    .duration(
                        end == 0
                            ? range.lowerBound : end == 1 ? range.upperBound : Int64.random(in: range, using: &random))
                case .time: parameter.standard ?? .time(.seconds(0))
                case .choice(let words): .word(words[Int.random(in: words.indices, using: &random)])
                case .tag, .component, .text: .word("name")
                }
        }
        return FaultParameters(values)
    }

    /// Two different values of one parameter that its shape permits.
    static func twoValues(of parameter: FaultCatalogue.Parameter) -> [ParameterValue] {
        switch parameter.shape {
        case .integer(let range): [.integer(range.lowerBound), .integer(range.upperBound)]
        case .number(let range):
            range.lowerBound.isFinite && range.upperBound.isFinite
                ? [.number(range.lowerBound), .number(range.upperBound)] : [.number(1), .number(2)]
        case .duration(let range): [.duration(range.lowerBound), .duration(range.upperBound)]
        case .time: [.time(.share(0.25)), .time(.share(0.5))]
        case .choice(let words): words.prefix(2).map { .word($0) }
        case .tag, .component, .text: [.word("one"), .word("other")]
        }
    }
}
