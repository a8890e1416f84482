/// Everything that a run recorded, as one plain value: what the verdict and the report are derived from.
///
/// Nothing in here is a judgement. Sums over the client's process tree exist only for those samples at which every
/// process of the tree gave the reading; a missing reading is never counted as zero.
package struct EvidenceFacts: Hashable, Sendable {
    /// What the run set out to do.
    package var run: RunRecord
    /// Its sessions: one, and one more for each time it was resumed.
    package var sessions: [SessionRecord] = []
    /// How the last session ended; nil while it runs, or when twinsim itself was killed.
    package var finish: FinishRecord?
    /// The end of what the client wrote; nil where its log is not in the folder.
    package var clientOutput: ClientOutput?
    /// The last recorded moment, s from the start.
    package var durationSeconds = 0.0
    /// The series of each channel, in its unit; a channel that was never read is missing.
    package var series: [Channel: TimeSeries] = [:]
    /// Sums over the tree of single readings, MB for amounts of memory; TCP states that never occurred are missing.
    package var sums: [SampledQuantity: TimeSeries] = [:]
    /// Readings of the tree as a whole, MB for amounts; empty ones are missing.
    package var wholes: [SecondQuantity: TimeSeries] = [:]
    /// The most worker threads that a Node.js process had at once; their heaps are not in `nodeHeap`.
    package var nodeWorkers: Int64 = 0
    /// The counts of each Python interpreter's collector, in the order in which they were first seen.
    package var pythonCollectors: [CollectorCounts] = []
    /// The processes, in the order in which they were first seen.
    package var processes: [ProcessHistory] = []
    /// Readings that could not be taken.
    package var unavailable: [UnavailableReading] = []
    /// The server and the scan.
    package var server = ServerFacts()
    /// The newest state of each tag, in the register map's order.
    package var tagGaps: [TagGap] = []
    /// Stretches in which a tag went unread, in order of their end; empty where `run.silenceSeconds` is nil.
    package var tagSilences: [TagSilence] = []
    /// The plant at storms and faults.
    package var plantStates: [PlantState] = []
    /// What happened, in order of time.
    package var events: [EvidenceEvent] = []
    /// The storms, in order.
    package var storms: [StormRecord] = []
    /// The reconnects, in order of time.
    package var reconnects: [ReconnectRecord] = []
    /// Stretches without samples.
    package var gaps: [SamplingGap] = []

    /// A run of which nothing is recorded yet.
    package init(run: RunRecord) {
        self.run = run
    }

    /// The channel's series: MB for memory and heaps, counts otherwise; empty where it was never read.
    package subscript(channel: Channel) -> TimeSeries {
        get { series[channel] ?? .empty }
        set { series[channel] = newValue }
    }

    /// The sum of one reading over the tree, MB for amounts of memory; empty where it was never read.
    package func sum(_ quantity: SampledQuantity) -> TimeSeries { sums[quantity] ?? .empty }

    /// A reading of the tree as a whole, MB for amounts; empty where it was never taken.
    package func whole(_ quantity: SecondQuantity) -> TimeSeries { wholes[quantity] ?? .empty }

    /// Memory that a process has for itself, resident and anonymous, MB; of evidence that does not keep the parts apart all.
    package var privateMemory: TimeSeries {
        let own = sum(.anonymousKibibytes)
        return own.isEmpty ? self[.memory] : own
    }

    /// When the storms were, s from the start; only those that closed a connection.
    package var effectiveStormTimes: [Double] {
        storms.filter { $0.connectionsClosed > 0 }.map(\.timeSeconds)
    }

    /// The end of what a client wrote that ended of itself, most often why; nil for any other end.
    package var lastWords: ClientOutput? {
        if case .clientEndedEarly = finish?.reason { clientOutput } else { nil }
    }

    /// Whether the client was traced, so that its memory and its allocation counts are not its own.
    package var isTraced: Bool { events.contains { $0.kind == .traced } }

    /// When the client was launched anew, s from the start: by another session of the run, or within one.
    package var restartTimes: [Double] {
        let sessionStarts = sessions.dropFirst().map(\.timeSeconds)
        let launches = events.filter { $0.kind == .clientStarted }.map(\.timeSeconds)
        // The first launch of each session is the session's own start.
        let within = launches.filter { launch in
            let start = sessionStarts.last { $0 <= launch } ?? 0
            return launches.contains { $0 >= start && $0 < launch }
        }
        return (sessionStarts + within).sorted()
    }
}
