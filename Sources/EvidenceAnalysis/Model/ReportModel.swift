import Evidence
import LeakAnalysis

/// Everything that a report says, derived from the facts; rendering only writes it down.
package struct ReportModel: Sendable {
    /// What was recorded.
    package var facts: EvidenceFacts
    /// What each channel says.
    package var channels: [ChannelReport]
    /// The criteria other than memory.
    package var criteria: [CriterionResult]
    /// What the verdict rests on: each held, not held or not applicable.
    package var grounds: [Ground]
    /// The answer of the whole run.
    package var overall: OverallVerdict
    /// What the harness's own memory says; nil when it was not recorded.
    package var harness: Verdict?
    /// The storms with what followed them.
    package var storms: [StormRow]
    /// The faults other than storms.
    package var faults: [FaultRow]
    /// What this run cannot say, one sentence each.
    package var limitations: [String]
    /// How the controller stood through the run; nil for older evidence, which does not say.
    package var controller: ControllerContext?
    /// Which channels say the same, and what it means when they do not.
    package var agreements: [Agreement] = []
    /// What was compressed in time, and what of it was attained; nil for a run in real time with its plan as written.
    package var compressed: CompressedRun?
    /// The kinds of memory that the channel is made of; empty for older evidence.
    package var memoryParts: [MemoryPart] = []
    /// What the client writes into files; nil where that is next to nothing.
    package var files: FileUse?
    /// Where a Python or Node.js client grows; nil when nothing was traced.
    package var growth: WhereItGrows?
    /// What this run itself held of native memory; nil when it was not counted.
    package var native: NativeGrowth?

    /// A run shorter than this many seconds does not convict the harness: its own start-up is most of it.
    package static let harnessJudgedFromSeconds = 3600.0

    /// Judges `facts`.
    ///
    /// `limitations` are added to those that follow from the facts, a sentence each: what the harness knows and the
    /// evidence does not show. Cost: that of `LeakAnalysis` for seven series.
    package init(judging facts: EvidenceFacts, criteria: [CriterionResult] = [], limitations: [String] = []) {
        let channels = ChannelReport.all(judging: facts)
        self.init(facts: facts, channels: channels, criteria: criteria, limitations: limitations)
    }

    /// Judges `facts` by `criteria`, as `init(judging:criteria:limitations:)` does.
    package init(judging facts: EvidenceFacts, by criteria: Criteria, limitations: [String] = []) {
        let channels = ChannelReport.all(judging: facts)
        self.init(
            facts: facts, channels: channels, criteria: criteria.results(of: facts, channels: channels),
            limitations: limitations)
    }

    /// A report on channels that are judged already.
    package init(
        facts: EvidenceFacts, channels: [ChannelReport], criteria: [CriterionResult] = [], limitations: [String] = []
    ) {
        self.facts = facts
        self.channels = channels
        self.criteria = criteria
        let own = facts.server.ownMemory
        harness =
            own.isEmpty
            ? nil : LeakAnalysis.judgeMemory(Series(times: own.times, values: own.values))
        grounds = Ground.all(of: facts, channels: channels)
        overall = OverallVerdict(
            channels: channels.map(OverallVerdict.Input.init),
            criteria: criteria, grounds: grounds, ending: facts.finish?.reason,
            harnessLeaks: harness?.answer == .leak && facts.durationSeconds >= Self.harnessJudgedFromSeconds,
            isTraced: facts.isTraced, failsOnDoubt: facts.run.failsOnDoubt)
        if !facts.restartTimes.isEmpty, let ends = ClientEnds(facts.events).sentence { overall.reason += " " + ends }
        if let heap = NodeHeapAgreement(facts: facts, channels: channels) { overall.reason += " " + heap.sentence }
        let memory = channels.first { $0.channel == .memory }?.verdict
        memoryParts = MemoryPart.all(in: facts, judged: memory)
        if let parts = MemoryPart.sentence(memoryParts, memory: memory) { overall.reason += " " + parts }
        // The hours of an accelerated run are none of a client in real time.
        if Acceleration(recordedIn: facts.events) == nil {
            files = FileUse(facts, verdict: channels.first { $0.channel == .disk }?.verdict)
        }
        if let files { overall.reason += " " + files.sentence }
        storms = Self.rows(of: facts, memory: memory)
        faults = FaultRow.rows(of: facts)
        controller = ControllerContext(facts)
        compressed = CompressedRun(facts, memory: memory, faults: faults)
        overall = overall.marked(compressed)
        self.limitations =
            (compressed?.limitations ?? []) + Self.limitations(of: facts, channels: channels) + limitations
        agreements = Agreement.all(self)
    }

    /// Whether anything is suspicious or leaks, so that the next question is: where?
    package var asksWhereItGrows: Bool { asksForMemory || asksForOpenings }

    /// Whether memory or an allocation count is suspicious or leaks.
    package var asksForMemory: Bool { channels.contains { $0.channel.isDisturbedByTracing && $0.isDoubted } }

    /// Whether descriptors, sockets, threads or child processes are suspicious or leak.
    package var asksForOpenings: Bool { channels.contains { !$0.channel.isDisturbedByTracing && $0.isDoubted } }

    /// The programs of the client that no line can be told of; none when nothing gives a reason to ask.
    package var blindRuntimes: [BlindRuntime] {
        guard growth != nil || asksWhereItGrows else { return [] }
        // A traced run judges no memory; it asks by being traced.
        return BlindRuntime.all(
            in: facts, growth: growth, asksForMemory: asksForMemory || !asksForOpenings,
            asksForOpenings: asksForOpenings)
    }

    /// This report with what a traced run says of where the client grows.
    package func explained(by growth: WhereItGrows?) -> ReportModel {
        guard let growth else { return self }
        var model = self
        model.growth = growth
        model.limitations += growth.limitations
        return model
    }

    /// The open questions that the run leaves.
    package var lessons: [Lesson] { Lesson.all(self) }

    /// Whether the client's clock ran faster, so that nothing in the run is an hour of a client in real time.
    package var isAccelerated: Bool { compressed?.acceleration != nil }

    /// This report with what the run's native snapshots say of its size classes.
    package func counted(by native: NativeGrowth?) -> ReportModel {
        var model = self
        model.native = native
        return model
    }

    /// The memory verdict, where there is one.
    package var memory: Verdict? { channels.first { $0.channel == .memory }?.verdict }

    /// Requests that the client made; nil when they were not recorded.
    package var polls: Int64? { facts.server.totals[.requests] }

    /// Requests per second over the whole run; nil when they were not recorded.
    package var meanPollsPerSecond: Double? {
        guard let polls, facts.durationSeconds > 0 else { return nil }
        return Double(polls) / facts.durationSeconds
    }

    /// Growth per operation, MB a thousand requests; nil without a rate or without requests.
    package var megabytesPerThousandPolls: Double? {
        guard let rate = memory?.ratePerHour, let polls = meanPollsPerSecond, polls > 0 else { return nil }
        return rate / (polls * 3600) * 1000
    }

    /// The 95 % interval of the growth per operation, MB a thousand requests; nil without one.
    package var megabytesPerThousandPollsInterval: (low: Double, high: Double)? {
        guard let low = memory?.intervalLow, let high = memory?.intervalHigh, let polls = meanPollsPerSecond, polls > 0
        else { return nil }
        return (low / (polls * 3.6), high / (polls * 3.6))
    }

    private static func rows(of facts: EvidenceFacts, memory: Verdict?) -> [StormRow] {
        var delays: [Int: [Double]] = [:]
        for reconnect in facts.reconnects { delays[reconnect.storm, default: []].append(reconnect.delaySeconds) }
        return facts.storms.map { storm in
            let own = delays[storm.number] ?? []
            // A merged group is named by its first storm.
            let group = memory?.storms.last { $0.startSeconds <= storm.timeSeconds + 0.001 }
            let retained = group.flatMap { group in
                abs(group.startSeconds - storm.timeSeconds) <= 0.001
                    ? StormRow.Retained(megabytes: group.retained, merged: group.merged) : nil
            }
            return StormRow(
                storm: storm, reconnects: own.count, firstDelaySeconds: own.min(), lastDelaySeconds: own.max(),
                retained: retained)
        }
    }
}
