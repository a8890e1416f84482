import Evidence
import Text

extension Criteria {
    /// What came of each criterion, in the order of the file; pure, so the same evidence gives the same results.
    ///
    /// A criterion that could not be looked at, or for which the run gave no occasion, is neither met nor failed; of the
    /// standard criteria such a one is left out.
    package func results(of facts: EvidenceFacts, channels: [ChannelReport]) -> [CriterionResult] {
        let windows = FaultWindows(facts, allowanceSeconds: reconnectSeconds ?? FaultWindows.allowanceSeconds)
        var results = Channel.allCases.compactMap { channel in
            limits[channel].map { limit in
                growth(
                    limit,
                    channels.first { $0.channel == channel }
                        ?? ChannelReport(channel, .unavailable("no reading was taken")))
            }
        }
        if let reconnectSeconds { results.append(reconnect(within: reconnectSeconds, facts)) }
        let polls = PollRate(facts, outside: windows)
        if let pollsPerSecond {
            results.append(
                polls.result(
                    "polls_per_second", atLeast: pollsPerSecond,
                    demand: "at least \(Figures.significant(pollsPerSecond)) polls/s outside faults"))
        }
        if let pollShare {
            results.append(
                polls.result(
                    "polls_share_of_start", atLeast: polls.first.map { $0 * pollShare },
                    demand: "at least \(Figures.significant(100 * pollShare)) % of the first poll rate outside faults"))
        }
        if let tagUnreadSeconds { results.append(unread(atMost: tagUnreadSeconds, facts, outside: windows)) }
        if let restartsAllowed { results.append(restarts(atMost: restartsAllowed, facts)) }
        return isStandard ? results.filter { $0.isMet != nil } : results
    }

    private func growth(_ limit: Double, _ report: ChannelReport) -> CriterionResult {
        let channel = report.channel
        var result = CriterionResult(
            name: "\(channel.rawValue)_per_hour", demand: "growth of at most \(Self.rate(limit, channel))",
            measured: "", isMet: nil)
        guard let verdict = report.verdict else {
            result.measured = report.reason
            return result
        }
        guard let rate = verdict.ratePerHour, let low = verdict.intervalLow, let high = verdict.intervalHigh else {
            result.measured = "no rate: \(report.reason)"
            return result
        }
        result.measured =
            "\(Self.rate(rate, channel)) (95 % interval \(Figures.interval(low, high)))"
        if high <= limit {
            result.isMet = true
        } else if low > limit {
            result.isMet = false
        } else {
            result.measured += ", which holds the limit: the run is too short to tell"
        }
        return result
    }

    private func reconnect(within limit: Double, _ facts: EvidenceFacts) -> CriterionResult {
        var result = CriterionResult(
            name: "reconnect_seconds", demand: "back within \(Figures.duration(limit)) of every fault", measured: "",
            isMet: nil)
        let recoveries = Recovery.all(of: facts)
        // A fault shortly before the end of the run leaves no time to come back in.
        let known = recoveries.filter { $0.delaySeconds != nil || $0.watchedSeconds > limit }
        guard !known.isEmpty else {
            result.measured =
                recoveries.isEmpty
                ? "no fault disconnected the client" : "the run ended before the client had time to be back"
            return result
        }
        let late = known.filter { ($0.delaySeconds ?? .infinity) > limit }
        let never = late.filter { $0.delaySeconds == nil }
        let slowest = known.compactMap { recovery in recovery.delaySeconds.map { ($0, recovery.what) } }
            .max { $0.0 < $1.0 }
        var parts: [String] = []
        if let slowest {
            parts.append("the slowest of \(known.count) took \(Figures.duration(slowest.0)) (\(slowest.1))")
        }
        if let first = never.first {
            parts.append(
                "\(Figures.counted(never.count, "time")) the client did not come back, first after \(first.what) at "
                    + Figures.clock(first.fromSeconds))
        }
        if late.count > never.count { parts.append("\(late.count - never.count) came too late") }
        result.measured = parts.joined(separator: "; ")
        result.isMet = late.isEmpty
        return result
    }

    private func unread(
        atMost limit: Double, _ facts: EvidenceFacts, outside windows: FaultWindows
    ) -> CriterionResult {
        var result = CriterionResult(
            name: "tag_unread_seconds",
            demand: "no required tag unread for more than \(Figures.duration(limit)) outside faults", measured: "",
            isMet: nil)
        let watch = TagWatch(facts, required: requiredTags, outside: windows)
        if let failure = watch.failure {
            result.measured = failure
            return result
        }
        if let never = watch.neverRead.first, facts.durationSeconds > limit {
            let others = watch.neverRead.count - 1
            result.measured =
                "\(never)\(others > 0 ? " and \(Figures.counted(others, "other tag"))" : "") never read"
            result.isMet = false
            return result
        }
        let late = watch.longest.filter { $0.seconds > limit }
        if let worst = watch.longest.max(by: { $0.seconds < $1.seconds }), worst.seconds > 0 {
            result.measured =
                "\(worst.tag) unread for \(Figures.duration(worst.seconds)) from \(Figures.clock(worst.fromSeconds)) on"
            if late.count > 1 { result.measured += "; \(late.count) of \(watch.count) tags too long" }
        } else if watch.isLongestOnly {
            result.measured = "a tag unread for \(Figures.duration(watch.recordedFromSeconds)) at most"
        } else {
            result.measured =
                "none of \(Figures.counted(watch.count, "tag")) for as long as \(Figures.duration(watch.recordedFromSeconds))"
        }
        if !late.isEmpty {
            result.isMet = false
        } else if watch.recordedFromSeconds <= limit {
            result.isMet = true
        } else if watch.isLongestOnly {
            result.measured += ", and this older evidence does not say whether in a fault"
        } else {
            result.measured +=
                "; silences under \(Figures.duration(watch.recordedFromSeconds)) were not recorded in this run"
        }
        return result
    }

    private func restarts(atMost limit: Int, _ facts: EvidenceFacts) -> CriterionResult {
        let count = facts.restartTimes.count - max(0, facts.sessions.count - 1)
        var isMet: Bool? = count <= limit
        var measured = "started anew \(Figures.counted(count, "time"))"
        if case .clientEndedEarly(let end) = facts.finish?.reason {
            isMet = false
            measured += "; in the end it \(end.sentence)"
        }
        if facts.finish == nil, isMet == true { isMet = nil }
        return CriterionResult(
            name: "restarts", demand: "started anew at most \(Figures.counted(limit, "time"))", measured: measured,
            isMet: isMet)
    }
}
