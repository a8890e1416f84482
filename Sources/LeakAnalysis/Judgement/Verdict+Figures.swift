extension Verdict {
    /// Takes over what the cleaning found.
    mutating func fill(from clean: CleanSeries) {
        durationSeconds = clean.duration
        sampleCount = clean.sampleCount
        droppedCount = clean.dropped
        duplicateCount = clean.duplicates
        gapCount = clean.gapCount
        gapSeconds = clean.gapSeconds
        stormCount = clean.storms.count
    }

    /// A doubt with every figure that was measured, for the rules to decide on.
    init(_ measures: SeriesMeasures) {
        self.init(answer: .suspicious, reason: "")
        fill(from: measures.clean)
        let origin = measures.clean.origin
        let envelope = measures.envelope
        let whole = Envelope(measures.clean, cut: 0, windowSeconds: envelope.windowSeconds)
        let before = zip(whole.times, whole.values).filter { $0.0 < measures.cut && $0.0 < envelope.times.first ?? 0 }
        self.envelope = (before + zip(envelope.times, envelope.values)).map { (t: $0.0 + origin, y: $0.1) }
        cutSeconds = measures.cut + origin
        windowSeconds = envelope.windowSeconds
        periodSeconds = measures.period ?? measures.teeth?.period
        noise = measures.noise
        let contest = measures.contest
        if contest.low.isFinite, contest.high.isFinite {
            ratePerHour = contest.rate
            intervalLow = contest.low
            intervalHigh = contest.high
        }
        let detectable = measures.detectable
        detectablePerHour = detectable.isFinite ? detectable : nil
        let growth = measures.growth
        self.growth = growth.growth
        firstHalfGrowth = growth.firstHalf
        secondHalfGrowth = growth.secondHalf
        participation = growth.participation
        jumpShare = growth.jumpShare
        lateRatePerHour = growth.lateSlope
        odds = contest.odds
        fitted = envelope.times.map { (t: $0 + origin, y: contest.restingValue(at: $0) ?? contest.value(at: $0)) }
        if contest.odds > 0 { fitted = envelope.times.map { (t: $0 + origin, y: contest.value(at: $0)) } }
        let storms = measures.storms
        self.storms = zip(storms.starts, zip(storms.merged, storms.retained)).map {
            StormRetention(startSeconds: $0 + origin, merged: $1.0, retained: $1.1)
        }
        if storms.retained.count >= StormLevels.fewest {
            perStorm = storms.mean
            perStormLow = storms.low
            perStormHigh = storms.high
        }
        plateauHours = measures.plateauHours
    }
}

extension SeriesMeasures {
    /// The smallest rate that this run would have found in four cases of five, per hour.
    var detectable: Double { max(floor, leastLeak / max(hours, 1e-9)) + 2.8 * contest.straightError }

    /// When the growth had levelled off, in hours since the first reading; nil when it never did or never grew.
    ///
    /// Three time constants of the fitted exponential law or the end of the fitted filling where one of them is the best
    /// shape, else the moment from which the whole run's envelope stays within a twentieth of its growth, or the noise,
    /// of its end.
    var plateauHours: Double? {
        let whole = Envelope(clean, cut: 0, windowSeconds: envelope.windowSeconds)
        let kept = whole.kept
        guard let first = kept.first, let last = kept.last else { return nil }
        let grown = last - first
        guard grown > 4 * noise, grown > 0 else { return nil }
        if contest.odds < 0, case .resting(let law)? = contest.resting?.shape,
            (contest.resting?.fit.coefficients.first ?? 0) > 0.3 * grown
        {
            if case .exponential(let tau) = law, 3 * tau < clean.duration { return 3 * tau / 3600 }
            if case .fill(let end) = law { return end / 3600 }
        }
        let margin = max(0.05 * grown, 2 * noise)
        guard let index = kept.firstIndex(where: { $0 >= last - margin }) else { return nil }
        let time = whole.times[index]
        return time < 0.85 * clean.duration ? time / 3600 : nil
    }
}
