import Evidence
import LeakAnalysis

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

    /// A channel with its outcome.
    package init(_ channel: Channel, _ outcome: Outcome) {
        self.channel = channel
        self.outcome = outcome
    }

    /// Looks at `channel` in `facts`.
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
        // A series over several lives of the client would show memory given back that no client gave back, and growth
        // that is only the next one's warm-up: the restarts tell the analysis where each life begins.
        let series = Series(
            times: values.times, values: values.values, storms: facts.effectiveStormTimes,
            restarts: facts.restartTimes)
        outcome = .judged(
            channel.isMemory
                ? LeakAnalysis.judgeMemory(series)
                : LeakAnalysis.judgeCount(series, leastDoubted: channel.leastDoubted))
    }

    /// The verdict, where there is one.
    package var verdict: Verdict? {
        if case .judged(let verdict) = outcome { verdict } else { nil }
    }

    /// Whether it was left out because the run was traced.
    package var isTraced: Bool {
        if case .traced = outcome { true } else { false }
    }

    /// The answer, or nil when the channel could not be judged.
    package var answer: Answer? { verdict?.answer }

    /// Why, a sentence with its full stop.
    package var reason: String {
        switch outcome {
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
