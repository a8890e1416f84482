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
    /// The sum of `each` over all processes, where every process gave it, with what they gave of `also`, and with the
    /// tree's own reading `once`, where the run took that at all: older evidence has neither of the two.
    case withShared(each: [SampledQuantity], also: [SampledQuantity], once: SecondQuantity)
    /// A reading of the tree as a whole.
    case wholeTree(SecondQuantity)

    /// The readings of processes that it is made of.
    package var quantities: [SampledQuantity] {
        switch self {
        case .everyProcess(let quantities), .thoseThatGive(let quantities), .thoseConcerned(let quantities): quantities
        case .withShared(let each, let also, _): each + also
        case .processesBesidesTheFirst, .wholeTree: []
        }
    }

    /// Those of them without which there is no figure.
    package var needed: [SampledQuantity] {
        if case .withShared(let each, _, _) = self { each } else { quantities }
    }

    /// The figure at one sample, in the channel's unit; nil where a reading that it needs is missing.
    ///
    /// Of `thoseThatGive` only processes count that give it at this sample.
    package func figure(of samples: [SampleRecord], second: [SecondQuantity: Int64] = [:]) -> Double? {
        guard !samples.isEmpty else { return nil }
        func tree(_ quantity: SecondQuantity) -> Double? { second[quantity].map { Double($0) * quantity.factor } }
        var counted = samples
        switch self {
        case .processesBesidesTheFirst:
            return Double(samples.reduce(-1) { $0 + ($1.readings[.processes]?.value ?? 1) })
        case .everyProcess: break
        case .wholeTree(let quantity): return tree(quantity)
        case .withShared(let each, let also, let once):
            guard let own = Self.everyProcess(each).figure(of: samples) else { return nil }
            let others = also.reduce(0.0) { sum, quantity in
                samples.reduce(sum) { $0 + Double($1.readings[quantity]?.value ?? 0) * quantity.factor }
            }
            return own + others + (tree(once) ?? 0)
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
