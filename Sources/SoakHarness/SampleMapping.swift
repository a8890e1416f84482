import EvidenceReport
import ProcessProbes

/// A probe's sample as a row of evidence: the same readings under their evidence names, reasons kept.
extension SampleRecord {
    /// The evidence of one process's sample.
    init(_ sample: ProcessSample) {
        var readings: [SampledQuantity: EvidenceReading] = [
            .residentKibibytes: .kibibytes(sample.residentBytes),
            .anonymousKibibytes: .kibibytes(sample.anonymousBytes),
            .virtualKibibytes: .kibibytes(sample.virtualBytes),
            .processorMilliseconds: EvidenceReading(sample.cpuSeconds.map { Int64(($0 * 1000).rounded()) }),
            .threads: EvidenceReading(sample.threads.map(Int64.init)),
            .descriptors: EvidenceReading(sample.descriptors.map(Int64.init)),
        ]
        Self.addSockets(sample.sockets, to: &readings)
        Self.addAllocations(sample.allocation, to: &readings)
        Self.addNode(sample.allocation.node, to: &readings)
        let inner = sample.allocation
        let tier =
            inner.node.value != nil ? 3 : inner.python.value != nil ? 2 : inner.native.value != nil ? 1 : 0
        self.init(
            process: ProcessKey(sample.identity), parent: sample.parent, command: sample.command, tier: tier,
            readings: readings)
    }

    private static func addSockets(
        _ sockets: Reading<SocketCounts>, to readings: inout [SampledQuantity: EvidenceReading]
    ) {
        let states: [(SampledQuantity, KeyPath<SocketStates, Int>)] = [
            (.socketsEstablished, \.established), (.socketsSynSent, \.synSent), (.socketsSynReceived, \.synReceived),
            (.socketsFinWait1, \.finWait1), (.socketsFinWait2, \.finWait2), (.socketsTimeWait, \.timeWait),
            (.socketsClosed, \.unlisted), (.socketsCloseWait, \.closeWait), (.socketsLastAck, \.lastAck),
            (.socketsListen, \.listening), (.socketsClosing, \.closing),
        ]
        for (quantity, path) in states {
            switch sockets {
            case .unavailable(let reason): readings[quantity] = .unavailable(reason)
            case .value(let counts):
                readings[quantity] =
                    counts.states.map { .value(Int64($0[keyPath: path])) }
                    ?? counts.statesFailure.map { .unavailable($0) } ?? .notDue
            }
        }
    }

    private static func addAllocations(
        _ allocation: AllocationReading, to readings: inout [SampledQuantity: EvidenceReading]
    ) {
        readings[.nativeBlocks] = EvidenceReading(allocation.native.map(\.liveBlocks))
        readings[.nativeBytes] = EvidenceReading(allocation.native.map(\.liveBytes))
        readings[.pythonBlocks] = EvidenceReading(allocation.python.map(\.allocatedBlocks))
        let generations: [SampledQuantity] = [.pythonGeneration0, .pythonGeneration1, .pythonGeneration2]
        for (index, quantity) in generations.enumerated() {
            readings[quantity] =
                switch allocation.python {
                case .unavailable(let reason): .unavailable(reason)
                case .value(let python):
                    index < python.collectorCounts.count
                        ? .value(python.collectorCounts[index]) : .unavailable("the interpreter has no such generation")
                }
        }
    }
}

extension ProcessKey {
    /// The process of a probe's sample.
    init(_ identity: ProcessIdentity) {
        self.init(pid: identity.pid, startTicks: identity.startTicks)
    }
}

extension EvidenceReading {
    /// A probe's reading of a whole number.
    init(_ reading: Reading<Int64>) {
        switch reading {
        case .value(let value): self = .value(value)
        case .unavailable(let reason): self = .unavailable(reason)
        }
    }

    /// A probe's reading of bytes, in KiB.
    static func kibibytes(_ reading: Reading<UInt64>) -> EvidenceReading {
        EvidenceReading(reading.map { Int64($0 / 1024) })
    }
}
