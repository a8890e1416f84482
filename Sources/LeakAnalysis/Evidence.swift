/// The steps that every judgement shares: cleaned series, cut, windows, envelope, noise.
struct Evidence {
    /// The fewest filled bins that can be judged.
    static let fewestBins = 20

    /// The cleaned series.
    let clean: CleanSeries
    /// Where the judged part begins, in seconds since the first reading.
    let cut: Double
    /// The period of a collector's sawtooth in seconds, nil when there is none.
    let period: Double?
    /// The period that the autocorrelation shows in seconds, whether or not the windows were widened for it.
    let sawtooth: Double?
    /// The envelope of the judged part.
    let envelope: Envelope
    /// The noise of the window minima.
    let noise: Double
    /// The noise of the window minima over a twelfth of the judged part.
    let slowNoise: Double

    /// The cut of a run of `duration` seconds: 30 min or 8 %, but at most an eighth of the run.
    static func cut(duration: Double) -> Double {
        min(max(1800, 0.08 * duration), 0.125 * duration)
    }

    /// The cut moved behind a step that is start-up: in the first minute, and larger than all growth after it.
    ///
    /// A client that loads its libraries slowly would otherwise hide a leak of a short run behind one large jump. Such
    /// a step lies in the first 30 % of the run and is over within two windows.
    private static func afterStart(_ clean: CleanSeries, from cut: Double, windowSeconds: Double) -> Double {
        let end = min(60, 0.3 * clean.duration)
        guard cut < end else { return cut }
        let envelope = Envelope(clean, cut: cut, windowSeconds: windowSeconds)
        let kept = envelope.kept
        guard kept.count >= 8, let last = kept.last else { return cut }
        var result = cut
        for i in 2..<kept.count where envelope.times[i] <= end {
            let step = kept[i] - kept[i - 2]
            if step > last - kept[i], step > 0.3 * (last - kept[0]), step > 6 * envelope.noise {
                result = envelope.times[i]
            }
        }
        return result
    }

    /// - Parameter fewWindows: whether a clear period may cost so many windows that fewer than twelve are left.
    init(_ clean: CleanSeries, fewWindows: Bool = true) {
        self.clean = clean
        let duration = clean.duration
        // Five minutes from 4 h on; a shorter run gets narrower windows, or too few would be left.
        let share = min(1, duration / 14400)
        let width = max(3 * clean.binSeconds, duration / 96, 300 * share * share)
        let cut = Self.afterStart(clean, from: Self.cut(duration: duration), windowSeconds: width)
        self.cut = cut
        let narrow = Envelope(clean, cut: cut, windowSeconds: width)
        let found = DominantPeriod.find(clean, cut: cut)
        sawtooth = found?.seconds
        if let found, 1.15 * found.seconds > width {
            let wide = Envelope(clean, cut: cut, windowSeconds: 1.15 * found.seconds)
            let count = (duration - cut) / wide.windowSeconds
            // A collector gives back what it took, so a window over its period leaves little to give back. A stair
            // repeats too, but never gives back: the narrow windows serve it better. Few windows are a price that
            // only a clear period is worth.
            let clear = count >= 12 || (fewWindows && count >= 5 && found.correlation > 0.4)
            let kept = narrow.kept
            let matters = narrow.givenBack > 0.03 * ((kept.last ?? 0) - (kept.first ?? 0))
            if clear, matters, wide.givenBack < (count >= 12 ? 0.5 : 0.35) * narrow.givenBack {
                envelope = wide
                period = found.seconds
                noise = wide.noise
                slowNoise = wide.slowNoise
                return
            }
        }
        envelope = narrow
        period = nil
        noise = narrow.noise
        slowNoise = narrow.slowNoise
    }

    /// How far the readings stand above the envelope in the middle, half the height of a sawtooth.
    var above: Double { max(0, median(clean.values) - median(envelope.values)) }

    /// Growth that is no more than chance, in units of the series.
    ///
    /// Readings meet the low points of a sawtooth only by chance: with few readings a period the minima then drift for
    /// a while though nothing grows. A share of how far readings stand above the envelope: 2.5 over the readings a
    /// period, at most three quarters; a third where no period was found.
    var play: Double {
        guard let sawtooth else { return above / 3 }
        return above * min(0.75, 2.5 * clean.binSeconds / sawtooth)
    }

    /// The storms that began more than `lag` seconds before each point of the envelope.
    func stormCounts(lag: Double = 0) -> [Double] {
        envelope.times.map { time in Double(clean.storms.partitioningIndex { $0 >= time - lag }) }
    }

    /// The slope fitted together with a step per storm, and the lag of the steps behind the storms in seconds.
    ///
    /// A client that waits before it reconnects leaves something behind only then: of no lag, half a median gap and a
    /// whole one, the lag that fits best.
    func stormSlope(floor: Double) -> (fit: PersistentSlope, lag: Double) {
        let gaps = zip(clean.storms, clean.storms.dropFirst()).map { $1 - $0 }
        let gap = min(median(gaps), envelope.windowSeconds)
        return [0, 0.5 * gap, gap].map { lag in
            let fit = PersistentSlope(
                times: envelope.times, values: envelope.values, stormCounts: stormCounts(lag: lag),
                duration: clean.duration, floor: floor)
            return (fit, lag)
        }.min { $0.0.residualSum < $1.0.residualSum } ?? (PersistentSlope(), 0)
    }

    /// A verdict with the figures that do not depend on the rules.
    func verdict() -> Verdict {
        var verdict = Verdict(answer: .suspicious, reason: "")
        let start = Envelope(clean, cut: 0, windowSeconds: envelope.windowSeconds)
        verdict.noise = noise
        let before = zip(start.times, start.values).filter { $0.0 < cut }
        verdict.envelope = (before + zip(envelope.times, envelope.values)).map { (t: $0.0 + clean.origin, y: $0.1) }
        verdict.cutSeconds = cut + clean.origin
        verdict.windowSeconds = envelope.windowSeconds
        verdict.periodSeconds = period
        verdict.fill(from: clean)
        return verdict
    }
}
