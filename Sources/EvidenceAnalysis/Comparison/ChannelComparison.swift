import Evidence
import LeakAnalysis
import Text

/// One channel of two runs side by side.
package struct ChannelComparison: Sendable {
    /// The channel.
    package let channel: Channel
    /// What the first run says of it.
    package let before: ChannelReport
    /// What the second run says of it.
    package let after: ChannelReport
    /// By how much the growth per hour differs, with its 95 % interval; nil when either run measured none.
    package let change: MeasuredRate?
    /// By how much a storm's remainder differs; nil when either run had too few storms to measure it.
    package let changePerStorm: MeasuredRate?
    /// What the revision did to this channel.
    package let answer: ComparisonAnswer
    /// Why, a sentence with its full stop.
    package let reason: String

    /// Compares what two runs say of the same channel.
    package init(before: ChannelReport, after: ChannelReport) {
        channel = before.channel
        self.before = before
        self.after = after
        change = before.verdict.flatMap { after.verdict?.rateChange(since: $0) }.map {
            MeasuredRate($0.change, low: $0.low, high: $0.high)
        }
        changePerStorm = before.verdict.flatMap { after.verdict?.perStormChange(since: $0) }.map {
            MeasuredRate($0.change, low: $0.low, high: $0.high)
        }
        (answer, reason) = Self.judge(before, after, change: change, changePerStorm: changePerStorm)
    }

    private static func judge(
        _ before: ChannelReport, _ after: ChannelReport, change: MeasuredRate?, changePerStorm: MeasuredRate?
    ) -> (ComparisonAnswer, String) {
        guard let first = before.verdict else {
            return after.answer == .leak
                ? (.cannotTell, "The second run leaks; the first one could not be looked at.")
                : (.cannotTell, "The first run could not be looked at.")
        }
        guard let second = after.verdict else { return (.cannotTell, "The second run could not be looked at.") }
        // A leak by the storm is compared by the storm: by the hour it depends on how many storms a run had, and a run
        // without storms grows less for that reason alone.
        let difference =
            first.cause == .storms ? changePerStorm : second.cause == .storms ? changePerStorm ?? change : change
        let isLess = difference.map { $0.high < 0 } ?? false
        let isMore = difference.map { $0.low > 0 } ?? false
        switch (first.answer, second.answer) {
        case (.leak, .expected):
            if let blindness = blindness(of: second, to: first) { return (isLess ? .improved : .cannotTell, blindness) }
            return (.fixed, "It leaked and does not any more; growth like the first run's would have shown.")
        case (.leak, _) where isLess:
            return (
                .improved,
                second.answer == .leak
                    ? "It leaks less, but it leaks." : "It grows less, but the second run does not clear it."
            )
        case (.leak, .leak):
            return isMore
                ? (.worse, "It leaked, and leaks faster.")
                : (.unchanged, "It leaks as before: the difference is within what chance explains.")
        case (.leak, .suspicious):
            return (.cannotTell, "It leaked, and the second run neither shows the leak nor clears it.")
        case (.expected, .leak): return (.worse, "It did not leak, and does now.")
        case (.suspicious, .leak):
            return isMore
                ? (.worse, "It was in doubt, and leaks now, faster than before.")
                : (.cannotTell, "It leaks now; the first run was in doubt, so it may have leaked before.")
        case (.expected, .expected): return (.unchanged, "It does not leak in either run.")
        case (.suspicious, .expected):
            return isLess
                ? (.improved, "It was in doubt, and is not any more; it grows less.")
                : (.cannotTell, "It does not leak now; the first run was in doubt, so nothing may have changed.")
        case (_, .suspicious):
            return isMore
                ? (.worse, "It grows faster than before, though the second run proves no leak.")
                : (.cannotTell, "The second run is in doubt.")
        }
    }

    /// Why the second run would not have shown what the first one found; nil when it would have.
    private static func blindness(of second: Verdict, to first: Verdict) -> String? {
        if first.cause == .storms {
            guard let before = MeasuredRate(perStormOf: first), let after = MeasuredRate(perStormOf: second) else {
                return "The leak was by the storm, and the second run had too few storms to show it."
            }
            return after.high < before.low
                ? nil : "No leak is seen any more, but a storm may leave as much behind as before."
        }
        let rate = first.intervalLow ?? first.ratePerHour ?? 0
        if let detectable = second.detectablePerHour, detectable <= rate { return nil }
        // A rate whose interval lies below the first one's is as good: it was measured, not missed.
        if let before = MeasuredRate(perHourOf: first), let after = MeasuredRate(perHourOf: second),
            after.high < before.low
        {
            return nil
        }
        let least =
            second.detectablePerHour.map { "only a leak above \(Figures.significant($0)) per hour" } ?? "no leak"
        return "No leak is seen any more, but the second run would have found \(least), "
            + "and the first one grew by \(Figures.significant(first.ratePerHour ?? rate)) per hour."
    }
}
