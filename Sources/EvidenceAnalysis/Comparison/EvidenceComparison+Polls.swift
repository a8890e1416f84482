extension ReportModel {
    /// Growth per operation with its 95 % interval, MB a thousand requests; nil without a rate or without requests.
    package var growthPerThousandPolls: MeasuredRate? {
        guard let value = megabytesPerThousandPolls, let interval = megabytesPerThousandPollsInterval else {
            return nil
        }
        return MeasuredRate(value, low: interval.low, high: interval.high)
    }
}

extension MeasuredRate {
    /// This figure less that of an independent run before: the half widths of the intervals add as squares, each towards
    /// the side where it matters.
    package func change(since before: MeasuredRate) -> MeasuredRate {
        func length(_ first: Double, _ second: Double) -> Double { (first * first + second * second).squareRoot() }
        let change = value - before.value
        return MeasuredRate(
            change, low: change - length(value - low, before.high - before.value),
            high: change + length(high - value, before.value - before.low))
    }
}

extension EvidenceComparison {
    /// What the revision changed of the growth per operation, MB a thousand requests; nil where a run does not say.
    package var changePerThousandPolls: MeasuredRate? {
        guard let first = before.growthPerThousandPolls, let second = after.growthPerThousandPolls else { return nil }
        return second.change(since: first)
    }
}
