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

    /// - Parameter fewWindows: whether a clear period may cost so many windows that fewer than twelve are left.
    init(_ clean: CleanSeries, fewWindows: Bool = true) {
        self.clean = clean
        let duration = clean.duration
        let cut = Self.cut(duration: duration)
        self.cut = cut
        // Five minutes from 4 h on; a shorter run gets narrower windows, or too few would be left.
        let share = min(1, duration / 14400)
        let width = max(3 * clean.binSeconds, duration / 96, 300 * share * share)
        let narrow = Envelope(clean, cut: cut, windowSeconds: width)
        if let found = DominantPeriod.find(clean, cut: cut), 1.15 * found.seconds > width {
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

    /// The storms before each point of the envelope.
    var stormCounts: [Double] {
        envelope.times.map { time in Double(clean.storms.partitioningIndex { $0 >= time }) }
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
