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

    /// Takes over the figures of the fit, the growth and the storms.
    mutating func fill(slope: PersistentSlope, shape: GrowthShape, storms: StormAttribution, evidence: Evidence) {
        if slope.low.isFinite, slope.high.isFinite {
            ratePerHour = slope.rate
            intervalLow = slope.low
            intervalHigh = slope.high
        }
        growth = shape.growth
        firstHalfGrowth = shape.firstHalf
        secondHalfGrowth = shape.secondHalf
        participation = shape.participation
        jumpShare = shape.jumpShare
        lateRatePerHour = shape.lateSlope
        let origin = evidence.clean.origin
        fitted = evidence.envelope.times.map { (t: $0 + origin, y: slope.value(at: $0, storms: 0)) }
        self.storms = zip(storms.starts, zip(storms.merged, storms.retained)).map {
            StormRetention(startSeconds: $0 + origin, merged: $1.0, retained: $1.1)
        }
        if storms.retained.count >= StormAttribution.fewest {
            perStorm = storms.mean
            perStormLow = storms.low
            perStormHigh = storms.high
        }
        plateauHours = slope.plateauHours(shape: shape, evidence: evidence)
    }

    /// Answers leak, and says what each storm leaves behind in `unit` (empty for things that are counted).
    mutating func blameStorms(
        _ storms: StormAttribution, fit: (fit: PersistentSlope, lag: Double)?, evidence: Evidence, unit: String
    ) {
        answer = .leak
        cause = .storms
        plateauHours = nil
        let hours = evidence.clean.duration / 3600
        let count = Double(storms.merged.reduce(0, +))
        ratePerHour = storms.mean * count / hours
        intervalLow = storms.low * count / hours
        intervalHigh = storms.high * count / hours
        let space = unit.isEmpty ? "" : " "
        reason =
            "Each storm leaves \(Wording.figure(storms.mean))\(space)\(unit) behind (95 % interval "
            + "\(Wording.figure(storms.low)) to \(Wording.figure(storms.high))\(space)\(unit) a storm), "
            + "\(Wording.figure(storms.total))\(space)\(unit) over \(Int(count)) storms, and the later storms still leave "
            + "\(Wording.fixed(100 * min(storms.halfRatio, 99), digits: 0)) % of what the earlier ones left."
        guard let fit else { return }
        let origin = evidence.clean.origin
        fitted = zip(evidence.envelope.times, evidence.stormCounts(lag: fit.lag)).map {
            (t: $0 + origin, y: fit.fit.value(at: $0, storms: $1))
        }
    }
}

extension PersistentSlope {
    /// When the growth had levelled off, in hours since the first reading; nil when it never did or never grew.
    ///
    /// Three time constants of the fitted exponential law when it carries the growth, else the moment from which the
    /// whole run's envelope stays within a twentieth of its growth, or the noise, of its end.
    func plateauHours(shape: GrowthShape, evidence: Evidence) -> Double? {
        let whole = Envelope(evidence.clean, cut: 0, windowSeconds: evidence.envelope.windowSeconds)
        let kept = whole.kept
        guard let first = kept.first, let last = kept.last else { return nil }
        let growth = last - first
        guard growth > 4 * evidence.noise, growth > 0 else { return nil }
        if case .exponential(let tau) = law, low <= 0, amplitude > 0.3 * growth, 3 * tau < evidence.clean.duration {
            return 3 * tau / 3600
        }
        let margin = max(0.05 * growth, 2 * evidence.noise)
        guard let index = kept.firstIndex(where: { $0 >= last - margin }) else { return nil }
        let time = whole.times[index]
        return time < 0.85 * evidence.clean.duration ? time / 3600 : nil
    }
}
