import LeakAnalysis

/// A figure with its 95 % interval.
package struct MeasuredRate: Hashable, Sendable {
    /// The figure.
    package var value: Double
    /// The lower end of its 95 % interval.
    package var low: Double
    /// The upper end of its 95 % interval.
    package var high: Double

    /// A figure with its interval.
    package init(_ value: Double, low: Double, high: Double) {
        self.value = value
        self.low = low
        self.high = high
    }

    /// The growth per hour that `verdict` measured; nil when it measured none.
    package init?(perHourOf verdict: Verdict?) {
        guard let verdict, let value = verdict.ratePerHour, let low = verdict.intervalLow,
            let high = verdict.intervalHigh
        else { return nil }
        self.init(value, low: low, high: high)
    }

    /// What a storm leaves behind by `verdict`; nil when too few storms were measured.
    package init?(perStormOf verdict: Verdict?) {
        guard let verdict, let value = verdict.perStorm, let low = verdict.perStormLow,
            let high = verdict.perStormHigh
        else { return nil }
        self.init(value, low: low, high: high)
    }
}
