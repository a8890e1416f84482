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
        self.channel = channel
        guard !(facts.isTraced && channel.isDisturbedByTracing) else {
            outcome = .traced
            return
        }
        let values = facts[channel]
        let blind = facts.unavailability(of: channel.row.explained)
        // A run that could not look for more than half of its time has not looked: that a longer one is needed would be the
        // wrong advice.
        guard !values.isEmpty, (blind?.seconds ?? 0) <= 0.5 * facts.durationSeconds else {
            outcome = .unavailable(blind?.reason ?? "no reading was taken")
            return
        }
        if channel == .javaHeap, facts.javaCollections.count < CollectedHeap.fewest {
            let count = facts.javaCollections.count
            outcome = .unavailable("only \(Figures.counted(count, "collection")) of its heap ran while it was watched")
            return
        }
        let series = Series(values, of: facts)
        outcome = .judged(channel.isMemory ? LeakAnalysis.judgeMemory(series) : LeakAnalysis.judgeCount(series))
    }

    /// The verdict, where there is one.
    package var verdict: Verdict? {
        if case .judged(let verdict) = outcome { verdict } else { nil }
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
        case .unavailable(let reason): "\(Self.blindPrefix)\(reason)."
        case .traced: "Not judged: traced."
        }
    }

    private static let blindPrefix = "Not looked at: "

    /// Why there was nothing to judge, from a channel's sentence; nil when the sentence says something else.
    static func blindReason(in sentence: String) -> String? {
        guard sentence.hasPrefix(blindPrefix) else { return nil }
        return String(sentence.dropFirst(blindPrefix.count).dropLast())
    }
}
