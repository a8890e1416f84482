import FaultPlan

/// Faults in the words of the plan language: what a plan would say to mean them.
package enum FaultText {
    /// The parameters of a fault, defaults included, in the catalogue's order.
    package static func parameters(_ fault: PlannedFault) -> [(key: String, text: String)] {
        fault.entry.parameters.compactMap { parameter in
            fault.parameters[parameter.name].map { (parameter.name, $0.text) }
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

    /// A duration as a plan spells it: the largest unit in which it is a whole number.
    package static func duration(_ nanoseconds: Int64) -> String {
        let units: [(suffix: String, nanoseconds: Int64)] = [
            ("h", 3_600_000_000_000), ("min", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000),
        ]
        guard nanoseconds != 0 else { return "0s" }
        let unit = units.first { nanoseconds.isMultiple(of: $0.nanoseconds) } ?? ("ns", 1)
        return "\(nanoseconds / unit.nanoseconds)\(unit.suffix)"
    }

    /// A moment or a share as a plan spells it.
    package static func time(_ time: PlanTime) -> String {
        switch time {
        case .seconds(let seconds): return duration(Int64((seconds * 1e9).rounded()))
        case .share(let share):
            for below in 2...12 {
                let above = (share * Double(below)).rounded()
                if above > 0, above / Double(below) == share { return "\(Int(above))/\(below)" }
            }
            let percent = (share * 1e10).rounded() / 1e8
            return percent == percent.rounded() ? "\(Int(percent))%" : "\(percent)%"
        }
    }

    private static func list<Number: BinaryInteger>(_ numbers: [Number]) -> String {
        numbers.count == 1 ? "\(numbers[0])" : "[\(numbers.map { "\($0)" }.joined(separator: ", "))]"
    }
}
