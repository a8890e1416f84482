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
        guard let rate = ratePerHour, let low = intervalLow, let high = intervalHigh,
            let rateBefore = before.ratePerHour, let lowBefore = before.intervalLow,
            let highBefore = before.intervalHigh
        else { return nil }
        func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        let change = rate - rateBefore
        return (
            change, change - root(rate - low, highBefore - rateBefore),
            change + root(high - rate, rateBefore - lowBefore)
        )
    }
}
