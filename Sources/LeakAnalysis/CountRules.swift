/// Decides about the number of things that a process holds.
struct CountRules {
    /// The persistent rate, per hour, that counts as a leak when the lower bound exceeds it.
    static let rateFloor = 1.0
    /// What a storm may leave behind on average without being called a leak.
    static let stormFloor = 0.1
    /// The fewest things that a leak has gathered.
    static let fewest = 4.0
    /// Growth that is never more than the play of a process that opens and closes things.
    static let leastPlay = 2.0

    /// The cleaned series, its envelope and its noise.
    let evidence: Evidence
    /// The slope beside the saturating laws.
    let slope: PersistentSlope
    /// How the growth is spread over the run.
    let shape: GrowthShape
    /// The steps of the keeping envelope.
    let stairs: Staircase
    /// What each storm left behind.
    let storms: StormAttribution
    /// The slope fitted together with a step per storm; nil with fewer than five storms.
    let stormSlope: (fit: PersistentSlope, lag: Double)?
    /// The hours of the run.
    let hours: Double
    /// Growth that, not being a leak's, is no reason for doubt either.
    let leastDoubted: Double

    /// Takes every measure that the rules look at.
    init(_ evidence: Evidence, leastDoubted: Double = 0) {
        self.evidence = evidence
        self.leastDoubted = leastDoubted
        let envelope = evidence.envelope
        let duration = evidence.clean.duration
        hours = duration / 3600
        // The standard deviation of rounding to whole numbers.
        let resolution = 0.289
        slope = PersistentSlope(
            times: envelope.times, values: envelope.values, stormCounts: nil, duration: duration, floor: resolution)
        shape = GrowthShape(envelope, noise: evidence.noise)
        stairs = Staircase(
            envelope, noise: max(evidence.noise, 0.15), leastJump: max(Self.leastPlay, 4 * evidence.slowNoise))
        storms = StormAttribution(
            evidence.clean, cut: evidence.cut, window: envelope.windowSeconds, noise: max(evidence.noise, 0.15))
        stormSlope = storms.retained.count >= StormAttribution.fewest ? evidence.stormSlope(floor: 0.1) : nil
    }

    /// Whether the storms left things behind up to the last ones.
    var growsByStorm: Bool {
        guard let stormSlope else { return false }
        return storms.low > Self.stormFloor && storms.halfRatio >= 0.35 && storms.idleAtEnd < 3
            && storms.total >= max(Self.fewest, 3 * evidence.noise) && storms.total > play
            && stormSlope.fit.perStormLow > 0
    }

    /// Whether the number grows in many separate stretches, late ones among them, faster than one per hour.
    var growsByTime: Bool {
        guard shape.growth >= max(Self.fewest + 1, 4 * evidence.slowNoise), shape.growth > play, isSpread else {
            return false
        }
        // A tooth that was still rising at the end is growth of the last stretch alone, and the teeth before gave back.
        guard evidence.envelope.givenBack < 0.3 * shape.growth, shape.firstHalf > 0.2 * shape.secondHalf else {
            return false
        }
        guard shape.halfRatio > 0.35 else { return false }
        if slope.low > Self.rateFloor { return true }
        // The interval of a slope through few steps is wide, but a pool that fills does not keep its pace to the end.
        guard leastRate > Self.rateFloor, shape.growth > evidence.above else { return false }
        return stairs.isRegular || stairs.goesOn || holdsItsPace
    }

    /// Growth that is no more than play: two things, 0.3 % of many, or what the readings' chance explains.
    private var play: Double {
        max(Self.leastPlay, 0.003 * median(evidence.envelope.values), evidence.play)
    }

    /// The growth rate less two standard deviations of a number of independent arrivals, per hour.
    private var leastRate: Double {
        let judged = hours - evidence.cut / 3600
        return (shape.growth - 2 * max(shape.growth.squareRoot(), evidence.slowNoise)) / judged
    }

    private var holdsItsPace: Bool {
        shape.secondHalf - 0.55 * shape.firstHalf > max(2, 1.5 * evidence.slowNoise)
    }

    /// Whether four of eight equal stretches grew, two of them in the second half and one among the last two.
    ///
    /// A stretch grows by what its steps come to together: where most windows bring one thing more, a single step is no
    /// larger than the noise that is told from the differences between windows.
    private var isSpread: Bool {
        let times = evidence.envelope.times
        guard let start = times.first, let end = times.last, end > start else { return false }
        var grown = [Double](repeating: 0, count: 8)
        for i in 1..<shape.kept.count {
            grown[min(7, Int(8 * (times[i] - start) / (end - start)))] += shape.kept[i] - shape.kept[i - 1]
        }
        let grew = grown.map { $0 > max(0.4, evidence.noise) }
        return grew.filter { $0 }.count >= 4 && grew[4...].filter { $0 }.count >= 2 && (grew[6] || grew[7])
    }

    /// The verdict with all its figures.
    func verdict() -> Verdict {
        var verdict = evidence.verdict()
        verdict.fill(slope: slope, shape: shape, storms: storms, evidence: evidence)
        let detectable = max(Self.rateFloor, (Self.fewest + 1) / hours) + 2.8 * slope.straightError
        verdict.detectablePerHour = detectable.isFinite ? detectable : nil
        let missed = "a leak above \(Wording.figure(detectable)) per hour would have been found"
        let bound = max(play, 4 * evidence.slowNoise)
        if growsByStorm {
            verdict.blameStorms(storms, fit: stormSlope, evidence: evidence, unit: "")
        } else if growsByTime {
            verdict.answer = .leak
            verdict.cause = .time
            verdict.plateauHours = nil
            verdict.reason =
                "The number grows by \(Wording.figure(slope.rate)) per hour with no ceiling (95 % interval "
                + "\(Wording.figure(slope.low)) to \(Wording.figure(slope.high)) per hour), by \(Wording.figure(shape.growth)) "
                + "after the first \(Wording.time(evidence.cut)) and by \(Wording.figure(shape.secondHalf)) in the second half."
        } else if shape.growth <= bound {
            verdict.answer = .expected
            verdict.reason =
                "The number holds: it kept \(Wording.figure(max(0, shape.growth))) more after the first "
                + "\(Wording.time(evidence.cut)), no more than its play of \(Wording.figure(bound)); \(missed)."
        } else if shape.secondHalf <= max(1, 2 * evidence.slowNoise), shape.quietShare > 0.4 {
            verdict.answer = .expected
            let held = shape.quietShare * (evidence.clean.duration - evidence.cut)
            verdict.reason =
                "The number rose by \(Wording.figure(shape.growth)) and then held for \(Wording.time(held)), "
                + "as a pool does that fills to its bound; \(missed)."
        } else if shape.growth <= leastDoubted {
            verdict.answer = .expected
            verdict.reason =
                "The number kept \(Wording.figure(shape.growth)) more, and up to \(Wording.figure(leastDoubted)) that come "
                + "neither steadily nor with the storms are too few to doubt; \(missed)."
        } else if slope.high <= Self.rateFloor {
            verdict.answer = .expected
            verdict.reason =
                "The persistent growth of the number is at most \(Wording.figure(slope.high)) per hour, and one per "
                + "hour is the least that is called a leak; \(missed)."
        } else {
            verdict.answer = .suspicious
            let doubt = Doubt(
                shape: shape, slope: slope, stairs: stairs, hours: hours, floor: Self.rateFloor, unit: "things",
                subject: "The number")
            verdict.hoursNeeded = doubt.hoursNeeded
            verdict.reason = doubt.reason
        }
        return verdict
    }
}
