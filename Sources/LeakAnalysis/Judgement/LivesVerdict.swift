import Text

/// The verdict on a process that was started anew: each life judged by itself, the slope pooled over the lives.
///
/// What a process held when it ended says nothing about the next one, which warms up again. So no figure is taken
/// across a start, and the pooled slope is fitted with a level for each life and one saturating law from its start.
struct LivesVerdict {
    /// The share of the judged time that leaking lives must hold before the whole is called a leak on their word.
    ///
    /// Many short lives are many looks: one false alarm among them must not convict.
    static let leastShare = 0.25

    /// The verdicts of the lives with enough readings, in order of time.
    private let judged: [Verdict]
    private let all: [Verdict]
    private let scale: Scale
    private let pooled: ShapeContest
    private let hours: Double
    private let floor: Double
    private var firstHalves = 0.0
    private var secondHalves = 0.0
    private var growth = 0.0
    private var slowNoise = 0.0
    private var squares = 0.0
    private var jumps: [Double] = []
    /// The squared residuals when each life has a slope and a law of its own.
    private var separateSum = 0.0

    /// Pools `lives`, whose own `verdicts` are given in the same order.
    init(lives: [Series], verdicts: [Verdict], scale: Scale) {
        self.scale = scale
        all = verdicts
        var judged: [Verdict] = []
        var times: [Double] = []
        var values: [Double] = []
        var groups: [Int] = []
        var longest = 0.0
        for (life, verdict) in zip(lives, verdicts) {
            let clean = CleanSeries(life)
            guard clean.values.count >= SeriesMeasures.fewestBins else { continue }
            let measures = SeriesMeasures(clean, scale: scale)
            judged.append(verdict)
            groups.append(times.count)
            times += measures.envelope.times
            values += measures.envelope.values
            longest = max(longest, clean.duration)
            let shape = measures.growth
            firstHalves += shape.firstHalf
            secondHalves += shape.secondHalf
            growth += shape.growth
            slowNoise = max(slowNoise, measures.slowNoise)
            squares += zip(shape.kept, shape.kept.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
            jumps += measures.stairs.jumps
            separateSum += max(
                measures.contest.residualSum,
                scale.resolution * scale.resolution * Double(measures.envelope.values.count))
        }
        self.judged = judged
        hours = judged.reduce(0) { $0 + $1.durationSeconds } / 3600
        floor = scale.floor(duration: hours * 3600)
        pooled = ShapeContest(
            times: times, values: values, cut: 0, duration: longest, resolution: scale.resolution, groups: groups)
    }

    /// Whether the lives together show growth with time that none of them may show alone.
    private var growsTogether: Bool {
        judged.count >= 2 && pooledRate.grows && pooled.firmLow > floor && growth > max(scale.least, 4 * slowNoise)
            && secondHalves > 0.55 * firstHalves && growth * growth >= 6 * squares
            && jumps.reduce(0, +) <= 0.5 * growth
            && judged.filter { ($0.lateRatePerHour ?? 0) > 0.5 * floor }.count * 2 > judged.count
    }

    /// Whether one saturating law from the start of each life, without any slope, explains what every life does.
    ///
    /// A life that is shorter than its own warm-up looks like a leak; that a longer one bends shows what it is.
    private var isOneLaw: Bool {
        pooled.firmLow <= 0 && !pooled.isStraight && pooled.residualSum < 2.5 * separateSum
    }

    /// The verdict on all lives.
    func verdict(clockSteps: Int) -> Verdict {
        guard let longest = Self.longest(judged) ?? Self.longest(all) else {
            return Verdict(answer: .suspicious, reason: "")
        }
        let leaking = judged.filter { $0.answer == .leak }
        let share = Self.hours(leaking) / max(hours, 1e-9)
        let cleared = Self.hours(judged.filter { $0.answer == .expected }) / max(hours, 1e-9)
        let lives = "The process was started \(Figures.counted(all.count - 1, "time")) anew"
        var verdict: Verdict
        if share >= Self.leastShare, !isOneLaw || share > 0.8, let worst = Self.longest(leaking) {
            verdict = worst
            fill(&verdict)
            let reason =
                "\(lives); \(leaking.count) of the \(judged.count) lives that were long enough leak"
                + " (\(Figures.duration(3600 * Self.hours(leaking)))). The longest of them: \(worst.reason)"
            // The slope of all lives together where it is certain, else that of the life that convicts.
            if worst.cause != .storms, judged.count >= 2, pooledRate.grows {
                verdict.convict(
                    of: pooledRate, cause: .time,
                    reason:
                        "\(reason) Over all lives: \(Figures.significant(pooled.rate))\(scale.unit) per hour (95 % interval "
                        + "\(Figures.significant(pooledRate.low)) to \(Figures.significant(pooledRate.high))).")
            } else {
                verdict.reason = reason
            }
        } else if growsTogether {
            verdict = longest
            fill(&verdict)
            verdict.convict(
                of: pooledRate, cause: .time,
                reason:
                    "\(lives), and in all \(judged.count) lives together it grows \(Figures.significant(pooled.rate))\(scale.unit) "
                    + "per hour with no ceiling (95 % interval \(Figures.significant(pooledRate.low)) to "
                    + "\(Figures.significant(pooled.high))), \(Figures.significant(growth))\(scale.unit) in all.")
        } else if leaking.isEmpty, longest.answer == .expected, cleared > 0.5 {
            verdict = longest
            fill(&verdict)
            verdict.clear("\(lives), and no life of it leaks. The longest life: \(longest.reason)")
        } else {
            verdict = Self.longest(judged.filter { $0.answer == .suspicious }) ?? longest
            fill(&verdict)
            let doubt =
                leaking.isEmpty
                ? "the lives allow no definite answer"
                : "\(leaking.count) of \(judged.count) lives would be called a leak alone, but "
                    + (isOneLaw ? "one plateau that every life approaches explains all of them" : "they are short")
            let more = verdict.hoursNeeded ?? longest.durationSeconds / 3600
            verdict.doubt(
                "\(lives); \(doubt). About \(Figures.duration(more * 3600)) more in one life would tell. "
                    + "\(judged.isEmpty ? "" : "The longest in doubt: ")\(verdict.reason)", hoursNeeded: more)
        }
        if clockSteps > 0 { verdict.reason += " (" + LeakAnalysis.clockSteps(clockSteps) + ".)" }
        return verdict
    }

    /// The slope of all lives together, if no plateau is slower than a third of the longest.
    private var pooledRate: Verdict.Rate {
        Verdict.Rate(perHour: pooled.rate, low: min(pooled.rate, pooled.firmLow), high: max(pooled.rate, pooled.high))
    }

    /// Takes over the pooled figures, and what all lives have to show.
    private func fill(_ verdict: inout Verdict) {
        if verdict.answer != .leak, judged.count >= 2, pooled.low.isFinite, pooled.high.isFinite {
            verdict.ratePerHour = pooled.rate
            verdict.intervalLow = pooled.low
            verdict.intervalHigh = pooled.high
        }
        if judged.count >= 2 {
            let detectable = floor + 2.8 * pooled.straightError
            verdict.detectablePerHour = detectable.isFinite ? detectable : nil
        }
        verdict.lifeCount = max(1, judged.count)
        verdict.durationSeconds = all.reduce(0) { $0 + $1.durationSeconds }
        verdict.sampleCount = all.reduce(0) { $0 + $1.sampleCount }
        verdict.droppedCount = all.reduce(0) { $0 + $1.droppedCount }
        verdict.duplicateCount = all.reduce(0) { $0 + $1.duplicateCount }
        verdict.gapCount = all.reduce(0) { $0 + $1.gapCount }
        verdict.gapSeconds = all.reduce(0) { $0 + $1.gapSeconds }
        verdict.stormCount = all.reduce(0) { $0 + $1.stormCount }
        verdict.storms = all.flatMap(\.storms)
        verdict.envelope = all.flatMap(\.envelope)
        verdict.fitted = all.flatMap(\.fitted)
    }

    private static func hours(_ verdicts: [Verdict]) -> Double {
        verdicts.reduce(0) { $0 + $1.durationSeconds } / 3600
    }

    private static func longest(_ verdicts: [Verdict]) -> Verdict? {
        verdicts.max { $0.durationSeconds < $1.durationSeconds }
    }
}
