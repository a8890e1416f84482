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
        let isByStorm = first.cause == .storms || (second.cause == .storms && changePerStorm != nil)
        let difference = isByStorm ? changePerStorm : change
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
            if isMore { return (.worse, "It leaked, and leaks faster.") }
            let rate = isByStorm ? first.perStorm : first.ratePerHour
            if let hidden = hidden(in: difference, beside: rate, unit(before.channel, isByStorm: isByStorm)) {
                return (.notShown, "It leaks in both runs; \(hidden)")
            }
            return (.unchanged, "It leaks as before: the difference is within what chance explains.")
        case (.leak, .suspicious):
            return (.cannotTell, "It leaked, and the second run neither shows the leak nor clears it.")
        case (.expected, .leak): return (.worse, "It did not leak, and does now.")
        case (.suspicious, .leak):
            return isMore
                ? (.worse, "It was in doubt, and leaks now, faster than before.")
                : (.cannotTell, "It leaks now; the first run was in doubt, so it may have leaked before.")
        case (.expected, .expected):
            let unit = unit(before.channel, isByStorm: false)
            if let change, change.high < -unit.least {
                return (.improved, "It does not leak in either run, and grows less.")
            }
            if let change, change.low > unit.least {
                return (
                    .cannotTell,
                    "Neither run shows a leak, but it grows faster than before; a longer run would tell why."
                )
            }
            if let hidden = hidden(in: change, beside: nil, unit) {
                return (.notShown, "Neither run shows a leak; \(hidden)")
            }
            return (.unchanged, "It does not leak in either run.")
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

    /// The change that matters: a quarter of a leak, and what a run of days would call one.
    private static let shareThatMatters = 0.25

    /// What could hide in the interval of the difference, the end of a sentence; nil where no change that matters could.
    ///
    /// - Parameter rate: what the first run leaks by, of which a share matters; nil where it leaks nothing.
    private static func hidden(
        in difference: MeasuredRate?, beside rate: Double?, _ unit: (name: String, least: Double)
    ) -> String? {
        guard let difference else { return "by how much they differ was not measured." }
        let matters = max(unit.least, shareThatMatters * abs(rate ?? 0))
        guard difference.low < -matters || difference.high > matters else { return nil }
        return
            "the interval of the difference, \(Figures.interval(difference.low, difference.high)) \(unit.name), is too wide "
            + "to show that nothing changed."
    }

    /// The unit in which a channel's growth is compared, and the least change in it that matters: of memory half a megabyte
    /// an hour, the least leak that the accuracy tables of Docs/Verdict.md count, or a tenth of one a storm; of things one.
    private static func unit(_ channel: Channel, isByStorm: Bool) -> (name: String, least: Double) {
        switch (channel.isMemory, isByStorm) {
        case (true, true): ("MB a storm", 0.1)
        case (true, false): ("MB/h", 0.5)
        case (false, true): ("a storm", 1)
        case (false, false): ("an hour", 1)
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
