/// One process of the client's tree over the whole run.
package struct ProcessHistory: Hashable, Sendable {
    /// The process.
    package var process: ProcessKey
    /// Its parent's id, as last seen.
    package var parent: Int32
    /// Its command, as last seen; controlled by the client.
    package var command: String
    /// The deepest tier that it was sampled with.
    package var tier: Int
    /// The first sample in which it was seen, s from the start.
    package var firstSeenSeconds: Double
    /// The last sample in which it was seen, s from the start.
    package var lastSeenSeconds: Double
    /// How it ended; nil while it lives or when its end was not noticed.
    package var end: ProcessEnd?
    /// Private anonymous memory, MB (10⁶ bytes).
    package var memory: TimeSeries
    /// Most descriptors seen at once; nil when they could not be read.
    package var peakDescriptors: Int64?
    /// Most threads seen at once; nil when they could not be read.
    package var peakThreads: Int64?
    /// Processor time, s; nil when it could not be read.
    package var processorSeconds: Double?
    /// How many processes the row stands for: those that lived too shortly for a row of their own; nil for one process.
    package var pool: Pool?

    /// How many processes share a row.
    package struct Pool: Hashable, Sendable {
        /// Different processes over the whole run.
        package var total: Int64
        /// The most of them at once.
        package var mostAtOnce: Int64

        /// A pool's counts.
        package init(total: Int64, mostAtOnce: Int64) {
            self.total = total
            self.mostAtOnce = mostAtOnce
        }
    }

    /// A process's history.
    package init(
        process: ProcessKey, parent: Int32, command: String, tier: Int = 0, firstSeenSeconds: Double,
        lastSeenSeconds: Double, end: ProcessEnd? = nil, memory: TimeSeries = .empty, peakDescriptors: Int64? = nil,
        peakThreads: Int64? = nil, processorSeconds: Double? = nil, pool: Pool? = nil
    ) {
        self.process = process
        self.parent = parent
        self.command = command
        self.tier = tier
        self.firstSeenSeconds = firstSeenSeconds
        self.lastSeenSeconds = lastSeenSeconds
        self.end = end
        self.memory = memory
        self.peakDescriptors = peakDescriptors
        self.peakThreads = peakThreads
        self.processorSeconds = processorSeconds
        self.pool = pool
    }
}
