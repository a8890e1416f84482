import LeakAnalysis

/// What one channel says, or why it says nothing.
package struct ChannelReport: Sendable {
    /// What came of looking.
    package enum Outcome: Sendable {
        /// The channel was judged.
        case judged(Verdict)
        /// There was nothing to judge; the reason is a sentence without its full stop.
        case unavailable(String)
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
        let values = channel.series(in: facts)
        guard !values.isEmpty else {
            let reason = facts.unavailable.first { $0.quantity == channel.quantity }?.reason
            outcome = .unavailable(reason ?? "no reading was taken")
            return
        }
        let verdicts = values.split(at: facts.sessions.dropFirst().map(\.timeSeconds)).map { part in
            let series = Series(times: part.times, values: part.values, storms: facts.effectiveStormTimes)
            return channel == .memory ? LeakAnalysis.judgeMemory(series) : LeakAnalysis.judgeCount(series)
        }
        // Each session launched the client anew. A series over several would show memory given back that no client gave
        // back, so each is judged alone: a leak in any is a leak, else the longest session has the best view.
        let leaking = verdicts.filter { $0.answer == .leak }
        let longest = (leaking.isEmpty ? verdicts : leaking).max { $0.durationSeconds < $1.durationSeconds }
        outcome = longest.map { .judged($0) } ?? .unavailable("no reading was taken")
    }

    /// The verdict, where there is one.
    package var verdict: Verdict? {
        if case .judged(let verdict) = outcome { verdict } else { nil }
    }

    /// The answer, or nil when the channel could not be judged.
    package var answer: Answer? { verdict?.answer }

    /// Why, a sentence with its full stop.
    package var reason: String {
        switch outcome {
        case .judged(let verdict): verdict.reason
        case .unavailable(let reason): "Not looked at: \(reason)."
        }
    }
}
