import FaultPlan

extension PlannedFault {
    /// The kind's parameters as a plan spells them, like `tag HEARTBEAT, scans 10`; empty when it has none.
    var parameterWords: String {
        entry.parameters.filter { parameters.has($0.name) }
            .map { "\($0.name) \(word(of: $0))" }
            .joined(separator: ", ")
    }

    private func word(of parameter: FaultCatalogue.Parameter) -> String {
        let name = parameter.name
        switch parameter.shape {
        case .integer: return "\(parameters.integer(name))"
        case .number: return "\(parameters.number(name))"
        case .duration:
            let nanoseconds = parameters.duration(name)
            return nanoseconds.isMultiple(of: 1_000_000_000)
                ? "\(nanoseconds / 1_000_000_000)s" : "\(Double(nanoseconds) * 1e-6)ms"
        case .time:
            switch parameters.time(name) {
            case .seconds(let seconds): return "\(seconds)s"
            case .share(let share): return "\((share * 1000).rounded() / 10)%"
            }
        default: return parameters.word(name)
        }
    }
}
