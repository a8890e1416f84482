extension Verdict {
    /// The persistent growth per thousand operations and its 95 % interval, in units of the series.
    ///
    /// Nil when no rate was measured or `operationsPerHour` is not positive.
    package func perThousandOperations(operationsPerHour: Double) -> (rate: Double, low: Double, high: Double)? {
        guard operationsPerHour > 0, let rate = ratePerHour, let low = intervalLow, let high = intervalHigh else {
            return nil
        }
        let factor = 1000 / operationsPerHour
        return (rate * factor, low * factor, high * factor)
    }

    /// By how much the rate per hour differs from that of the run `before`, with its 95 % interval.
    ///
    /// The difference of two independent rates: their half widths add as squares. Nil when either was not measured.
    package func rateChange(since before: Verdict) -> (change: Double, low: Double, high: Double)? {
        Self.change(
            from: (before.ratePerHour, before.intervalLow, before.intervalHigh),
            to: (ratePerHour, intervalLow, intervalHigh))
    }

    /// By how much what a storm leaves behind differs from the run `before`, with its 95 % interval.
    ///
    /// Nil when either run had too few storms to measure it.
    package func perStormChange(since before: Verdict) -> (change: Double, low: Double, high: Double)? {
        Self.change(
            from: (before.perStorm, before.perStormLow, before.perStormHigh), to: (perStorm, perStormLow, perStormHigh))
    }

    private static func change(
        from before: (value: Double?, low: Double?, high: Double?),
        to after: (value: Double?, low: Double?, high: Double?)
    ) -> (change: Double, low: Double, high: Double)? {
        guard let value = after.value, let low = after.low, let high = after.high, let valueBefore = before.value,
            let lowBefore = before.low, let highBefore = before.high
        else { return nil }
        func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        let change = value - valueBefore
        return (
            change, change - root(value - low, highBefore - valueBefore),
            change + root(high - value, valueBefore - lowBefore)
        )
    }
}
