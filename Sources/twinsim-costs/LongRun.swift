import Evidence
import EvidenceStore

/// The readings of a short soak over and over again, as a long soak would have taken them.
///
/// Counters go on counting from round to round, levels are repeated with their own noise, memory also grows slowly, TCP
/// states are kept every tenth second, and what came once in the short soak (its start) comes once here too. A storm
/// comes every ten minutes, with the plant's state and the reconnects of the short soak's first storm.
struct LongRun {
    /// Seconds between two storms; 432 storms in 72 hours.
    static let stormSeconds = 600
    /// Seconds between two readings of the TCP states, as in a soak above an hour.
    static let socketStateSeconds = 10
    /// Seconds between two records of the tags' longest gaps.
    static let tagGapSeconds = 60
    /// Private memory that each process gains in an hour, KiB: values that never repeat take the most room.
    static let growthKibibytesPerHour = 1024

    private static let levels: Set<SecondQuantity> = [
        .openConnections, .scanMeanNanoseconds, .scanMaximumNanoseconds, .scanLatenessNanoseconds,
        .ownResidentKibibytes, .ownAnonymousKibibytes, .ownDescriptors, .ownThreads, .samplingMicroseconds,
    ]
    private static let growing: Set<SampledQuantity> = [
        .residentKibibytes, .anonymousKibibytes, .virtualKibibytes, .nativeBytes,
    ]

    private let facts: EvidenceFacts
    private var samples: [[SampleRecord]] = []
    private var seconds: [[SecondQuantity: Int64]] = []

    /// The most processes of one sample.
    var processes: Int { samples.map(\.count).max() ?? 0 }

    /// The run that `reader` holds, without its first seconds, in which the client started.
    init(of reader: EvidenceReader) throws {
        facts = try reader.facts()
        var byTime: [Double: [SampleRecord]] = [:]
        try reader.forEachSample { byTime[$0, default: []].append($1) }
        let most = byTime.values.map(\.count).max() ?? 0
        // Only moments at which the whole tree was there: its start and its end are not repeated.
        try reader.forEachSecond { time, values in
            guard time >= 5, let taken = byTime[time], taken.count == most else { return }
            samples.append(taken)
            seconds.append(values)
        }
        guard samples.count >= 30, !facts.storms.isEmpty, !facts.plantStates.isEmpty else {
            throw TooShort()
        }
    }

    /// The short soak has too little in it.
    struct TooShort: Error, CustomStringConvertible {
        let description = "the short soak needs 30 whole samples and a storm"
    }

    /// What the run set out to do.
    func record(seconds: Double) -> RunRecord {
        var run = facts.run
        run.plannedSeconds = seconds
        return run
    }

    /// How it ended.
    func finish(seconds: Double) -> FinishRecord {
        FinishRecord(endedAt: facts.finish?.endedAt ?? facts.run.startedAt, timeSeconds: seconds, reason: .completed)
    }

    /// Everything that one second brings.
    mutating func batch(second: Int, isLast: Bool) -> EvidenceBatch {
        let (round, index) = second.quotientAndRemainder(dividingBy: samples.count)
        // The sampler is some hundred microseconds late, a little differently each time.
        var batch = EvidenceBatch(timeSeconds: Double(second) + Double(second % 7) * 0.001)
        batch.samples = samples[index].enumerated().map { grown($1, place: $0, round: round, second: second) }
        batch.second = seconds[index]
        for (quantity, value) in seconds[index] where !Self.levels.contains(quantity) {
            let first = seconds[0][quantity] ?? 0
            let last = seconds[seconds.count - 1][quantity] ?? 0
            batch.second[quantity] = value + Int64(round) * (last - first)
        }
        if second == 0 { batch.events = facts.events.filter { $0.timeSeconds < 2 } }
        if isLast || second % Self.tagGapSeconds == Self.tagGapSeconds - 1 {
            batch.tagGaps = facts.tagGaps.map { gap in
                var gap = gap
                gap.reads += gap.reads * Int64(second) / Int64(max(1, samples.count))
                gap.lastReadSeconds = gap.lastReadSeconds.map { _ in batch.timeSeconds - 0.05 }
                return gap
            }
        }
        if second > 0, second % Self.stormSeconds == 0 { addStorm(second / Self.stormSeconds, to: &batch) }
        return batch
    }

    private func grown(_ sample: SampleRecord, place: Int, round: Int, second: Int) -> SampleRecord {
        var sample = sample
        let growth = Int64(second * Self.growthKibibytesPerHour / 3600)
        for (quantity, reading) in sample.readings {
            guard let value = reading.value else { continue }
            if Self.growing.contains(quantity) {
                sample.readings[quantity] = .value(value + (quantity == .nativeBytes ? growth * 1024 : growth))
            } else if quantity == .processorMilliseconds {
                let last = samples[samples.count - 1][place].readings[quantity]?.value ?? value
                let first = samples[0][place].readings[quantity]?.value ?? value
                sample.readings[quantity] = .value(value + Int64(round) * (last - first))
            } else if SampledQuantity.socketStates.contains(quantity), second % Self.socketStateSeconds != 0 {
                sample.readings[quantity] = .notDue
            }
        }
        return sample
    }

    private func addStorm(_ number: Int, to batch: inout EvidenceBatch) {
        var storm = facts.storms[0]
        let shift = batch.timeSeconds - storm.timeSeconds
        batch.reconnects = facts.reconnects.filter { $0.storm == storm.number }.map {
            ReconnectRecord(storm: number, timeSeconds: $0.timeSeconds + shift, delaySeconds: $0.delaySeconds)
        }
        storm.number = number
        storm.timeSeconds = batch.timeSeconds
        batch.storms = [storm]
        var state = facts.plantStates[0]
        state.timeSeconds = batch.timeSeconds
        state.occasion = "storm \(number)"
        batch.plantStates = [state]
    }
}
