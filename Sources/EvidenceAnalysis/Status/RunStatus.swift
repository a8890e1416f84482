import Evidence
import LeakAnalysis

/// How a run stands: one that goes on, one that ended, or one whose twinsim was killed.
package struct RunStatus: Sendable {
    /// Where a run is in its life; the raw value stands in the status document.
    package enum State: String, CaseIterable, Hashable, Sendable {
        /// A twinsim is writing the evidence now.
        case running
        /// The planned time was over.
        case completed
        /// The client ended before its time.
        case clientEndedEarly = "client_ended_early"
        /// The run was told to stop on a leak, and one was certain.
        case stoppedEarly = "stopped_early"
        /// A signal asked twinsim to stop.
        case interrupted
        /// twinsim itself could not go on.
        case internalFault = "internal_fault"
        /// Nobody is writing and no end is recorded: twinsim was killed, or the power went.
        case killed
    }

    /// What the evidence says, without a judgement.
    package struct Recorded: Sendable {
        /// What the run set out to do.
        package var run: RunRecord
        /// Its sessions.
        package var sessions: [SessionRecord]
        /// How the newest session ended; nil while it goes on, or when twinsim was killed.
        package var finish: FinishRecord?
        /// The newest recorded moment with its readings; nil when nothing is recorded yet.
        package var latest: EvidenceBatch?
        /// An earlier second of the same session, about a minute before; nil when there is none.
        package var earlier: EvidenceBatch?
        /// Memory of the tree (private, swapped out and shared), MB (10⁶ bytes).
        package var memory: TimeSeries
        /// The storms that are complete.
        package var storms: [StormRecord]
        /// Stretches without samples.
        package var gaps: [SamplingGap]
        /// Whether the client is traced, so that its memory is not judged.
        package var isTraced = false
        /// How the run is accelerated; nil in real time, which alone has hours to tell a rate by.
        package var acceleration: Acceleration?

        /// The figures of a run.
        package init(
            run: RunRecord, sessions: [SessionRecord], finish: FinishRecord?, latest: EvidenceBatch?,
            earlier: EvidenceBatch?, memory: TimeSeries, storms: [StormRecord], gaps: [SamplingGap]
        ) {
            self.run = run
            self.sessions = sessions
            self.finish = finish
            self.latest = latest
            self.earlier = earlier
            self.memory = memory
            self.storms = storms
            self.gaps = gaps
        }
    }

    /// What the evidence says.
    package let recorded: Recorded
    /// Whether a twinsim holds the evidence's lock.
    package let isBeingWritten: Bool
    /// What memory says so far; nil before the first reading.
    package let memoryVerdict: Verdict?

    /// The status of a run.
    ///
    /// `isBeingWritten` must have been looked up before the evidence was read: a run that ends in between then counts
    /// as ended, and never as killed.
    package init(_ recorded: Recorded, isBeingWritten: Bool) {
        self.recorded = recorded
        self.isBeingWritten = isBeingWritten
        // Each session launched the client anew; the newest one is what goes on now.
        let current = recorded.memory.split(at: recorded.sessions.dropFirst().map(\.timeSeconds)).last
        let storms = recorded.storms.filter { $0.connectionsClosed > 0 }.map(\.timeSeconds)
        // The memory of a traced client is the tracer's too.
        memoryVerdict =
            recorded.isTraced
            ? nil
            : current.map {
                LeakAnalysis.judgeMemory(Series(times: $0.times, values: $0.values, storms: storms))
            }
    }

    /// Where the run is in its life. A recorded end counts even while its writer still holds the lock to judge it.
    package var state: State {
        switch recorded.finish?.reason {
        case .completed: .completed
        case .clientEndedEarly: .clientEndedEarly
        case .certainLeak: .stoppedEarly
        case .interrupted: .interrupted
        case .internalFault: .internalFault
        case nil: isBeingWritten ? .running : .killed
        }
    }

    /// The newest recorded moment, s from the start.
    package var elapsedSeconds: Double {
        max(recorded.latest?.timeSeconds ?? 0, recorded.finish?.timeSeconds ?? 0)
    }

    /// What is left of the planned time, s; 0 when the run is complete or was stopped early, after which it never goes on.
    package var remainingSeconds: Double {
        state == .completed || state == .stoppedEarly ? 0 : max(0, recorded.run.plannedSeconds - elapsedSeconds)
    }

    /// Requests per second over the last minute; nil when that is not known.
    package var requestsPerSecond: Double? {
        guard let latest = recorded.latest, let earlier = recorded.earlier, latest.timeSeconds > earlier.timeSeconds,
            let now = latest.second[.requests], let before = earlier.second[.requests]
        else { return nil }
        return Double(now - before) / (latest.timeSeconds - earlier.timeSeconds)
    }

    /// The tree's sum of one reading at the newest sample; nil unless every process gave it.
    package func total(_ quantity: SampledQuantity) -> Int64? {
        guard let samples = recorded.latest?.samples, !samples.isEmpty else { return nil }
        let values = samples.compactMap { $0.readings[quantity]?.value }
        return values.count == samples.count ? values.reduce(0, +) : nil
    }

    /// TCP sockets of the tree, all states together; nil unless every process gave them at the newest sample.
    package var sockets: Int64? {
        let counts = SampledQuantity.socketStates.compactMap(total)
        return counts.count == SampledQuantity.socketStates.count ? counts.reduce(0, +) : nil
    }

    /// Storms that closed a connection.
    package var effectiveStorms: Int { recorded.storms.count { $0.connectionsClosed > 0 } }
}
