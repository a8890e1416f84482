import Evidence
import LeakAnalysis
import Text

/// What one channel says, or why it says nothing.
package struct ChannelReport: Sendable {
    /// What came of looking.
    package enum Outcome: Sendable {
        /// The channel was judged.
        case judged(Verdict)
        /// There was nothing to judge; the reason is a sentence without its full stop.
        case unavailable(String)
        /// The run was traced, which the channel shows more than the client.
        case traced
    }

    /// The channel.
    package var channel: Channel
    /// What came of looking at it.
    package var outcome: Outcome

    /// Whether it was judged to be suspicious, or to leak.
    var isDoubted: Bool { answer == .suspicious || answer == .leak }

    /// A channel with its outcome.
    package init(_ channel: Channel, _ outcome: Outcome) {
        self.channel = channel
        self.outcome = outcome
    }

    /// Looks at `channel` in `facts`, by itself.
    package init(_ channel: Channel, judging facts: EvidenceFacts) {
        self.init(channel, Self.obstacle(channel, in: facts) ?? .judged(Self.judge(channel, in: facts)))
    }

    /// What stands in the way of judging `channel`; nil when nothing does.
    static func obstacle(_ channel: Channel, in facts: EvidenceFacts) -> Outcome? {
        if facts.isTraced, channel.isDisturbedByTracing { return .traced }
        let blind = facts.unavailability(of: channel)
        // A run that could not look for more than half of its time has not looked: that a longer one is needed would be the
        // wrong advice.
        guard !facts[channel].isEmpty, (blind?.seconds ?? 0) <= 0.5 * facts.durationSeconds else {
            return .unavailable(blind?.reason ?? "no reading was taken")
        }
        if channel == .javaHeap, facts.javaCollections.count < CollectedHeap.fewest {
            let count = facts.javaCollections.count
            return .unavailable("only \(Figures.counted(count, "collection")) of its heap ran while it was watched")
        }
        return nil
    }

    /// The verdict on the channel's series by itself.
    static func judge(_ channel: Channel, in facts: EvidenceFacts) -> Verdict {
        let series = Series(facts[channel], of: facts)
        return channel.isMemory ? LeakAnalysis.judgeMemory(series) : LeakAnalysis.judgeCount(series)
    }

    /// The verdict, where there is one.
    package var verdict: Verdict? {
        if case .judged(let verdict) = outcome { verdict } else { nil }
    }

    /// Why there was nothing to judge, a sentence without its full stop; nil when there was.
    package var blindness: String? {
        if case .unavailable(let reason) = outcome { reason } else { nil }
    }

    /// Whether it was left out because the run was traced.
    package var isTraced: Bool {
        if case .traced = outcome { true } else { false }
    }

    /// The answer, or nil when the channel could not be judged or is only told.
    package var answer: Answer? { channel.isOnlyStated ? nil : verdict?.answer }

    /// Why, a sentence with its full stop.
    package var reason: String {
        switch outcome {
        case .judged where channel.isOnlyStated: "Told, not judged: only a criterion limits it."
        case .judged(let verdict): verdict.reason
        case .unavailable(let reason): "Not looked at: \(reason)."
        case .traced: "Not judged: traced."
        }
    }
}
