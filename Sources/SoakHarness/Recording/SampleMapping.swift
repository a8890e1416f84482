import Evidence
import ProcessProbes

/// A probe's sample as a row of evidence: the same readings under their evidence names, reasons kept.
extension SampleRecord {
    /// The evidence of one process's sample.
    init(_ sample: ProcessSample) {
        var readings: [SampledQuantity: Reading<Int64>] = [
            .residentKibibytes: sample.residentBytes.kibibytes,
            .anonymousKibibytes: sample.anonymousBytes.kibibytes,
            .sharedKibibytes: sample.sharedBytes.kibibytes,
            .swapKibibytes: sample.swappedBytes.kibibytes,
            .virtualKibibytes: sample.virtualBytes.kibibytes,
            .processorMilliseconds: sample.cpuSeconds.map { Int64(($0 * 1000).rounded()) },
            .threads: sample.threads.map(Int64.init),
            .descriptors: sample.descriptors.map(Int64.init),
        ]
        Self.addSockets(sample.sockets, to: &readings)
        Self.addAllocations(sample.allocation, to: &readings)
        Self.addNode(sample.allocation.node, to: &readings)
        Self.addJava(sample.allocation.java, to: &readings)
        let inner = sample.allocation
        let tier =
            inner.java.value != nil
            ? 4 : inner.node.value != nil ? 3 : inner.python.value != nil ? 2 : inner.native.value != nil ? 1 : 0
        self.init(
            process: sample.identity, parent: sample.parent, command: sample.command, tier: tier,
            readings: readings)
    }

    private static func addSockets(
        _ sockets: Reading<SocketCounts>, to readings: inout [SampledQuantity: Reading<Int64>]
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
            case .notDue: readings[quantity] = .notDue
            case .value(let counts):
                readings[quantity] =
                    counts.states.map { .value(Int64($0[keyPath: path])) }
                    ?? counts.statesFailure.map { .unavailable($0) } ?? .notDue
            }
        }
    }

    private static func addAllocations(
        _ allocation: AllocationReading, to readings: inout [SampledQuantity: Reading<Int64>]
    ) {
        readings[.nativeBlocks] = allocation.native.map(\.liveBlocks)
        readings[.nativeBytes] = allocation.native.map(\.liveBytes)
        readings[.pythonBlocks] = allocation.python.map(\.allocatedBlocks)
        let generations: [SampledQuantity] = [.pythonGeneration0, .pythonGeneration1, .pythonGeneration2]
        for (index, quantity) in generations.enumerated() {
            readings[quantity] =
                switch allocation.python {
                case .unavailable(let reason): .unavailable(reason)
                case .notDue: .notDue
                case .value(let python):
                    index < python.collectorCounts.count
                        ? .value(python.collectorCounts[index]) : .unavailable("the interpreter has no such generation")
                }
        }
    }
}

extension Reading where Value == UInt64 {
    /// A reading of bytes in KiB, rounded down.
    fileprivate var kibibytes: Reading<Int64> { map { Int64($0 / 1024) } }
}
