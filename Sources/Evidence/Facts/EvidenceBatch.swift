/// Everything that one second brought: it is recorded whole or not at all.
package struct EvidenceBatch: Hashable, Sendable {
    /// The second's time, s from the start; stored to the millisecond.
    package var timeSeconds: Double
    /// One entry a process of the client's tree; empty when this second was not a sample's turn.
    package var samples: [SampleRecord] = []
    /// The server, the scan and the harness itself; a quantity that is missing was not available.
    package var second: [SecondQuantity: Int64] = [:]
    /// Exception replies by Modbus exception code, totals since the server began; only codes that changed are needed.
    package var exceptionTotals: [Int: Int64] = [:]
    /// Processes found to have ended.
    package var ends: [ProcessEnd] = []
    /// The tags' state; once a minute is enough, and once at the end.
    package var tagGaps: [TagGap] = []
    /// Stretches in which a tag went unread that ended now.
    package var tagSilences: [TagSilence] = []
    /// The plant at storms and faults.
    package var plantStates: [PlantState] = []
    /// What happened.
    package var events: [EvidenceEvent] = []
    /// Storms carried out.
    package var storms: [StormRecord] = []
    /// Reconnects after storms.
    package var reconnects: [ReconnectRecord] = []
    /// Stretches without samples that ended now.
    package var gaps: [SamplingGap] = []

    /// The processes that the samples stand for: short-lived ones share a row.
    package var processes: Int64 {
        samples.reduce(0) { $0 + ($1.readings[.processes]?.value ?? 1) }
    }

    /// An empty batch at this time.
    package init(timeSeconds: Double) {
        self.timeSeconds = timeSeconds
    }
}
