/// How the processes of a client's tree make one figure of a channel.
package enum TreeTotal: Hashable, Sendable {
    /// The sum of these readings over all processes, where every process gave each: a sum over a part would look like
    /// memory given back.
    case everyProcess([SampledQuantity])
    /// The sum over those processes that gave the first of these readings in the run at all, where each of them that is
    /// there gave every one: a shell that starts Node.js has no such heap.
    case thoseThatGive([SampledQuantity])
    /// The sum over those processes to which these readings apply (`ForeignRuntime`), where each of them that is there gave
    /// every one: a shell before a Python client has none of Python's objects, and silences nobody.
    case thoseConcerned([SampledQuantity])
    /// How many processes there are besides one.
    case processesBesidesTheFirst

    /// The readings that it is made of.
    package var quantities: [SampledQuantity] {
        switch self {
        case .everyProcess(let quantities), .thoseThatGive(let quantities), .thoseConcerned(let quantities): quantities
        case .processesBesidesTheFirst: []
        }
    }

    /// The figure at one sample, in the channel's unit; nil where a reading that it needs is missing.
    ///
    /// Of `thoseThatGive` only processes count that give it at this sample.
    package func figure(of samples: [SampleRecord]) -> Double? {
        guard !samples.isEmpty else { return nil }
        var counted = samples
        switch self {
        case .processesBesidesTheFirst:
            return Double(samples.reduce(-1) { $0 + ($1.readings[.processes]?.value ?? 1) })
        case .everyProcess: break
        case .thoseThatGive(let quantities):
            counted = samples.filter { sample in quantities.first.map { sample.readings[$0]?.value != nil } ?? false }
            if counted.isEmpty { return nil }
        case .thoseConcerned(let quantities):
            counted = samples.filter { sample in
                quantities.allSatisfy { !ForeignRuntime.reasons.contains(sample.readings[$0]?.reason ?? "") }
            }
            if counted.isEmpty { return nil }
        }
        var sum = 0.0
        for sample in counted {
            for quantity in quantities {
                guard let value = sample.readings[quantity]?.value else { return nil }
                sum += Double(value) * quantity.factor
            }
        }
        return sum
    }
}
