/// Everything that a judgement measures on one life of a process, in the order in which it is measured.
struct SeriesMeasures {
    /// The fewest filled bins that can be judged.
    static let fewestBins = 20
    /// The fewest windows over a period; with fewer the teeth are judged one by one.
    static let fewestWindows = 12

    /// What the readings are worth.
    let scale: Scale
    /// The cleaned series without its lone dips.
    let clean: CleanSeries
    /// Where the judged part begins, in seconds since the first reading.
    let cut: Double
    /// The period of a collector's sawtooth in seconds, nil when the windows were not widened for one.
    let period: Double?
    /// The period that the autocorrelation shows in seconds, whether or not the windows were widened for it.
    let sawtooth: Double?
    /// The envelope of the judged part without its lone dips.
    let envelope: Envelope
    /// The noise from one window to the next.
    let noise: Double
    /// The noise over a twelfth of the judged part.
    let slowNoise: Double
    /// How the growth that is kept is spread.
    let growth: KeptGrowth
    /// The shapes that compete for the envelope.
    let contest: ShapeContest
    /// The steps of the keeping envelope.
    let stairs: Stairs
    /// What each storm left behind.
    let storms: StormLevels
    /// The step per storm beside every saturating law; nil with fewer than five storms.
    let stormStep: StormStep?
    /// Teeth too long for a window each.
    let teeth: LongTeeth?
    /// Jumps that double.
    let doublings: Doublings?

    /// The length of the run in hours.
    var hours: Double { clean.duration / 3600 }
    /// Whether the run is so long that no start-up reaches into its judged part.
    var isLong: Bool { hours >= 8 }
    /// The length of the judged part in hours.
    var judgedHours: Double { (clean.duration - cut) / 3600 }
    /// The rate below which growth is never called a leak, per hour.
    var floor: Double { scale.floor(duration: clean.duration) }
    /// The amount below which growth is never called a leak.
    var leastLeak: Double { scale.least(duration: clean.duration) }

    /// The cut of a run of `duration` seconds: 30 min or 8 %, but at most an eighth of the run.
    static func cut(duration: Double) -> Double {
        min(max(1800, 0.08 * duration), 0.125 * duration)
    }

    /// Measures `readings` as `scale` says.
    init(_ readings: CleanSeries, scale: Scale) {
        self.scale = scale
        let readings = scale.isCount ? readings.withoutAbsences : readings
        var clean = readings
        let n = readings.values.count
        let steps = zip(readings.values, readings.values.dropFirst()).map { $1 - $0 }
        let depth = max(scale.dip, 8 * spread(steps) / 2.0.squareRoot())
        clean.values = LoneDips.filled(readings.values, depth: depth, longest: max(3, n / 32), most: 3)
        self.clean = clean
        let duration = clean.duration
        // Five minutes from 4 h on; a shorter run gets narrower windows, or too few would be left.
        let share = min(1, duration / 14400)
        let width = max(4 * clean.binSeconds, duration / scale.windows, 300 * share * share)
        let cut = Self.afterStart(clean, from: Self.cut(duration: duration), windowSeconds: width)
        self.cut = cut
        let narrow = Self.envelope(clean, cut: cut, windowSeconds: width, scale: scale)
        let found = DominantPeriod.find(clean, cut: cut)
        sawtooth = found?.seconds
        let wide = found.flatMap { Self.widened(narrow, over: $0.seconds, clean: clean, cut: cut, scale: scale) }
        let toothed = LongTeeth(clean, cut: cut, scale: scale)
        let troughs = toothed.flatMap { $0.troughs.count >= Self.fewestWindows ? $0.envelope : nil }
        let swung = troughs ?? wide ?? narrow
        period = troughs?.windowSeconds ?? (wide == nil ? nil : found?.seconds)
        teeth = wide == nil && troughs == nil ? toothed : nil
        let envelope = swung.with(DailySwing.removed(from: swung.values, at: swung.times, duration: duration))
        self.envelope = envelope
        noise = envelope.noise
        slowNoise = envelope.slowNoise
        growth = KeptGrowth(envelope, noise: envelope.noise)
        contest = ShapeContest(
            times: envelope.times, values: envelope.values, cut: cut, duration: duration, resolution: scale.resolution)
        stairs = Stairs(
            envelope, noise: max(envelope.noise, scale.isCount ? 0.15 : scale.resolution),
            leastJump: max(scale.least, 4 * envelope.slowNoise))
        storms = StormLevels(clean, cut: cut, envelope: envelope, scale: scale)
        stormStep =
            storms.retained.count < StormLevels.fewest
            ? nil
            : StormStep(
                envelope, storms: clean.storms, cut: cut, duration: duration, resolution: scale.resolution)
        // The first doublings come soon after the start.
        let whole = Envelope(clean, cut: 0, windowSeconds: narrow.windowSeconds)
        doublings = Doublings(
            times: whole.times, kept: whole.kept, noise: narrow.noise, resolution: scale.resolution)
    }

    /// The windows of `clean`, without lone dips.
    private static func envelope(
        _ clean: CleanSeries, cut: Double, windowSeconds: Double, scale: Scale
    ) -> Envelope {
        let gaps = zip(clean.storms, clean.storms.dropFirst()).map { $1 - $0 }
        let gap = median(gaps)
        let settle = gap >= 8 * clean.binSeconds ? min(900, 0.5 * gap) : 0
        let hasStorm = { (start: Double) in
            clean.storms.contains { $0 >= start - windowSeconds && $0 < start + windowSeconds }
        }
        // Things are gone while a storm lasts and back after it: a fleet is counted at its usual number.
        let envelope = Envelope(clean, cut: cut, windowSeconds: windowSeconds, settle: scale.isCount ? 0 : settle) {
            scale.isCount ? (hasStorm($0) ? 0.75 : 0.5) : 0.125
        }
        let n = envelope.values.count
        let depth = max(scale.dip, 8 * envelope.noise)
        return envelope.with(
            LoneDips.filled(envelope.values, depth: depth, longest: max(3, n / 32), most: max(3, n / 12)))
    }

    /// Windows over a `period`, where there are enough of them and they leave little to give back; nil otherwise.
    ///
    /// A collector gives back what it took, so a window over its period leaves little to give back. A stair repeats
    /// too, but never gives back: the narrow windows serve it better.
    private static func widened(
        _ narrow: Envelope, over period: Double, clean: CleanSeries, cut: Double, scale: Scale
    ) -> Envelope? {
        guard 1.15 * period > narrow.windowSeconds, (clean.duration - cut) / (1.15 * period) >= Double(fewestWindows)
        else { return nil }
        let wide = envelope(clean, cut: cut, windowSeconds: 1.15 * period, scale: scale)
        let kept = narrow.kept
        let matters = narrow.givenBack > 0.03 * ((kept.last ?? 0) - (kept.first ?? 0))
        return matters && wide.givenBack < 0.5 * narrow.givenBack ? wide : nil
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

    /// How far the readings stand above the envelope in the middle, half the height of a sawtooth.
    var above: Double { max(0, median(clean.values) - median(envelope.values)) }

    /// Growth that is no more than chance, in units of the series.
    ///
    /// Readings meet the low points of a sawtooth only by chance: with few readings a period the minima then drift for
    /// a while though nothing grows. A share of how far readings stand above the envelope: 2.5 over the readings a
    /// period, at most three quarters; a third where no period was found.
    var chance: Double {
        guard let sawtooth else { return above / 3 }
        return above * min(0.75, 2.5 * clean.binSeconds / sawtooth)
    }

    /// Growth that says nothing: what is never called a leak, and what the noise, the chance of the readings and the
    /// misfit of the best shape explain.
    var least: Double {
        max(
            scale.least, 4.5 * noise, 3 * contest.residual, chance,
            scale.play * median(envelope.values))
    }

    /// Whether the growth is more than a buffer of a minute's readings may come to, see `Scale.least(duration:)`; or
    /// faster than any that a run could take for one.
    var isMoreThanABuffer: Bool {
        scale.isCount || growth.growth > leastLeak || contest.firmLow / 60 > Scale.largestBuffer
    }

    /// Whether the noise leaves room for an answer: growth that matters would have shown.
    ///
    /// Either the slope is known well enough, or what the process gives back again is little for most of the run, as
    /// with a few spikes, which spoil the slope and nothing else. A twentieth of what is held matters, or 4 MB.
    var couldTell: Bool {
        let matters = max(4 * scale.least, 0.05 * median(envelope.values))
        if 2.8 * contest.straightError * hours < 2 * matters { return true }
        let above = median(zip(envelope.values, growth.kept).map { $0 - $1 })
        return above < 0.5 * matters && 4 * noise < 2 * matters
    }

    /// What the storms must leave behind in all: a storm is a cause of its own, so that no buffer of a minute excuses it.
    var leastOfStorms: Double { max(scale.least, chance) }

    /// Whether the growth is more than the minima of a badly sampled sawtooth drift.
    var sawtoothAllows: Bool { sawtooth == nil || period != nil || growth.growth > 0.5 * above }

    /// Whether the growth had stopped before the end: the last readings lie below the line through those before, by
    /// more than three times what any of those lies off it.
    ///
    /// A buffer that was full a moment ago is still a straight line to every fit.
    var hasStopped: Bool {
        let first = clean.times.partitioningIndex { $0 >= cut }
        let count = clean.times.count - first
        let tail = max(3, count / 25)
        guard count > 6 * tail else { return false }
        let past = clean.times.count - count / 6
        let times = clean.times[first..<past].map { $0 }
        guard let line = LinearFit(Array(clean.values[first..<past]), on: [times]), line.coefficients[0] > 0 else {
            return false
        }
        let off = line.residuals.reduce(0) { max($0, abs($1)) }
        return (clean.times.count - tail..<clean.times.count).allSatisfy { index in
            let expected = line.constant + line.coefficients[0] * clean.times[index]
            return expected - clean.values[index] > max(3 * off, 3 * scale.resolution)
        }
    }

    /// The steps that stand out of the smooth shapes: more than a tenth of the growth, the noise and the misfit each, in
    /// what is kept and in the windows on both sides as well, which a level that is kept below many dips does not show.
    var sureSteps: [(time: Double, height: Double)] {
        let kept = growth.kept
        let values = envelope.values
        let least = max(0.1 * growth.afterQuarter, 4 * noise, 3 * contest.residual, 2 * scale.resolution)
        var increments = zip(kept, kept.dropFirst()).map { $1 - $0 }
        // The tail stands at its median, so that smooth growth enters it with one increment for half of its windows.
        let tail = Envelope.tail(kept.count)
        if increments.count >= tail { increments[increments.count - tail] /= 0.5 * Double(tail + 1) }
        let smooth = median(increments)
        var steps: [(time: Double, height: Double)] = []
        for index in kept.indices.dropFirst() where increments[index - 1] - smooth > least {
            if let last = steps.last, last.time == envelope.times[index - 1] {
                steps[steps.count - 1] = (envelope.times[index], last.height + increments[index - 1])
                continue
            }
            let before = quantile(Array(values[max(0, index - 7)..<index]), 0.75)
            let after = quantile(Array(values[index..<min(values.count, index + 7)]), 0.75)
            if after - before > 0.5 * least { steps.append((envelope.times[index], increments[index - 1])) }
        }
        return steps
    }
}
