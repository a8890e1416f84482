import FaultPlan

/// Faults in the words of the plan language: what a plan would say to mean them.
package enum FaultText {
    /// The parameters of a fault, defaults included, in the catalogue's order.
    package static func parameters(_ fault: PlannedFault) -> [(key: String, text: String)] {
        fault.entry.parameters.compactMap { parameter in
            fault.parameters[parameter.name].map { (parameter.name, $0.spelling) }
        }
    }

    /// What a target chooses; empty for everything.
    package static func target(_ target: FaultTarget) -> [(key: String, text: String)] {
        var words: [(key: String, text: String)] = []
        if target.probability != 1 { words.append(("probability", "\(target.probability)")) }
        if !target.units.isEmpty { words.append(("unit", list(target.units))) }
        switch target.functions {
        case []: break
        case TargetReader.reads: words.append(("function", "reads"))
        case TargetReader.writes: words.append(("function", "writes"))
        default: words.append(("function", list(target.functions)))
        }
        if let addresses = target.addresses {
            let isOne = addresses.lowerBound == addresses.upperBound
            words.append(("address", "\(addresses.lowerBound)" + (isOne ? "" : "-\(addresses.upperBound)")))
        }
        if let quantity = target.quantity { words.append(("quantity", "\(quantity)")) }
        switch target.connections {
        case .all: break
        case .numbered(let numbers): words.append(("connection", list(numbers)))
        case .newest: words.append(("connection", "newest"))
        case .every(let step): words.append(("connection", "every \(step)"))
        }
        switch (target.first, target.every) {
        case (1, 1): break
        case (let first, .max): words.append(("request", "\(first)"))
        case (let first, let every) where first == every: words.append(("request", "every \(every)"))
        case (let first, let every): words.append(("request", "\(first) every \(every)"))
        }
        if let limit = target.limit { words.append(("limit", "\(limit)")) }
        return words
    }

    private static func list<Number: BinaryInteger>(_ numbers: [Number]) -> String {
        numbers.count == 1 ? "\(numbers[0])" : "[\(numbers.map { "\($0)" }.joined(separator: ", "))]"
    }
}
