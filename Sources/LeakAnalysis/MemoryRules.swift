/// Decides about memory, in MB.
struct MemoryRules {
    /// What a storm may leave behind on average without being called a leak, in MB.
    static let stormFloor = 0.1
    /// Growth that is never called a leak, in MB.
    static let growthFloor = 1.0

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
    /// The rate below which growth is not called a leak, in MB/h.
    let floor: Double
    /// The smallest rate that this run would have found in four cases of five, in MB/h.
    let detectable: Double

    /// Takes every measure that the rules look at.
    init(_ evidence: Evidence) {
        self.evidence = evidence
        let envelope = evidence.envelope
        let duration = evidence.clean.duration
        hours = duration / 3600
        floor = LeakAnalysis.floor(hours: hours)
        // A page of 4 kB is the resolution of the readings; below it residuals mean nothing.
        let resolution = 0.004
        slope = PersistentSlope(
            times: envelope.times, values: envelope.values, stormCounts: nil, duration: duration, floor: resolution)
        shape = GrowthShape(envelope, noise: evidence.noise)
        stairs = Staircase(
            envelope, noise: max(evidence.noise, resolution),
            leastJump: max(Self.growthFloor, 0.02 * median(envelope.values), 4 * evidence.slowNoise))
        storms = StormAttribution(
            evidence.clean, cut: evidence.cut, window: envelope.windowSeconds, noise: max(evidence.noise, resolution))
        stormSlope = storms.retained.count >= StormAttribution.fewest ? evidence.stormSlope(floor: resolution) : nil
        detectable = 2.8 * slope.straightError + floor
    }

    /// Whether the storms left memory behind up to the last ones, and more than half of the growth is theirs.
    var growsByStorm: Bool {
        guard let stormSlope else { return false }
        return storms.low > Self.stormFloor && storms.halfRatio >= 0.35
            && storms.total > max(Self.growthFloor, 3 * evidence.noise) && stormSlope.fit.perStormLow > 0
            && storms.idleAtEnd < 4
            && stormSlope.fit.perStorm * Double(evidence.clean.storms.count) > 0.5 * shape.growth
    }

    /// Whether memory grows with time, by one of three kinds of evidence.
    var growsByTime: Bool {
        guard shape.growth > max(Self.growthFloor, evidence.play), lateGrowthRate > floor else { return false }
        let windows = Double(evidence.envelope.values.count - 1)
        let spread = shape.participation >= min(6, 0.65 * windows) && shape.jumpShare < 0.55 && !keptFewJumps
        if spread, shape.lateSlope > floor {
            if slope.firmLow > floor, shape.secondHalf > 0.55 * shape.firstHalf { return true }
            if shape.batchLow > floor, shape.lateSlope > 2 * floor, holdsItsPace, outgrowsTeeth { return true }
        }
        guard outgrowsTeeth, shape.growth > 6 * evidence.noise, stairs.share > 0.6 else { return false }
        if stairs.isRegular, shape.halfRatio > 0.5 { return true }
        return stairs.goesOn && shape.halfRatio > (stairs.times.count >= 7 ? 0.1 : 0.25)
    }

    /// Whether the growth is more than the minima of a badly sampled sawtooth drift; the slope's interval knows that
    /// drift, the other kinds of evidence do not.
    private var outgrowsTeeth: Bool { shape.growth > evidence.above }

    /// What the second half of the judged part kept, per hour: the median slope of a stair does not see its steps.
    private var lateGrowthRate: Double { shape.secondHalf / (0.5 * (hours - evidence.cut / 3600)) }

    /// Whether one to five single jumps out of quiet stretches carry most of the growth.
    var keptFewJumps: Bool {
        (1...5).contains(stairs.jumps.count) && stairs.jumps.reduce(0, +) > 0.5 * shape.growth
    }

    /// Whether the second half grows like the first one, as no saturating law of the run's length does.
    ///
    /// Weak growth must do so beyond the noise. For strong growth the margin is left out: the first half still holds
    /// the end of the warm-up, which in a run of a few hours is as large.
    var holdsItsPace: Bool {
        if shape.batchLow > 2.75 * floor, shape.secondHalf > 0.55 * shape.firstHalf { return true }
        // Under loud noise the stretches scatter. The median slope of the late half does not, and is still steep.
        if shape.batchLow > 2 * floor, shape.lateSlope > 4 * floor, shape.secondHalf > 0.55 * shape.firstHalf,
            shape.lateSlope * hours > 0.2 * median(evidence.envelope.values)
        {
            return true
        }
        return shape.secondHalf - 0.7 * shape.firstHalf > 1.5 * evidence.slowNoise
    }

    /// Grew from the start in one go, and then held for most of the run.
    var filledEarly: Bool {
        shape.quietShare > 0.5 && stairs.times.count <= 1
            && (stairs.times.first ?? 0) < evidence.cut + 0.15 * evidence.clean.duration
    }

    /// Growth that the noise explains, in MB: noise is no excuse for more than a twentieth of the process.
    var growthBound: Double {
        max(Self.growthFloor, evidence.play, min(4 * evidence.slowNoise, excuse))
    }

    /// Whether the noise leaves room for an answer: growth that matters would have shown.
    ///
    /// Either the slope is known well enough, or what the process gives back again is little for most of the run, as
    /// with a few spikes, which spoil the slope and nothing else.
    var couldTell: Bool {
        if 2.8 * slope.straightError * hours < 2 * excuse { return true }
        let above = median(zip(evidence.envelope.values, shape.kept).map { $0 - $1 })
        return above < 0.5 * excuse && 4 * evidence.noise < 2 * excuse
    }

    private var excuse: Double { max(4, 0.05 * median(evidence.envelope.values)) }

    /// The verdict with all its figures.
    func verdict() -> Verdict {
        var verdict = evidence.verdict()
        verdict.fill(slope: slope, shape: shape, storms: storms, evidence: evidence)
        verdict.detectablePerHour = detectable.isFinite ? detectable : nil
        if growsByStorm {
            verdict.blameStorms(storms, fit: stormSlope, evidence: evidence, unit: "MB")
        } else if growsByTime {
            verdict.answer = .leak
            verdict.cause = .time
            verdict.plateauHours = nil
            verdict.reason = leakReason
        } else if !couldTell || (!stairs.jumps.isEmpty && shape.quietShare < 0.8) {
            suspicious(&verdict)
        } else if slope.high <= floor {
            let most = Wording.figure(slope.high)
            expected(&verdict, slope.high > 0 ? "its persistent growth is at most \(most) MB/h" : "it does not grow")
        } else if shape.growthAfterQuarter < growthBound {
            expected(&verdict, "it grew only \(Wording.figure(shape.growthAfterQuarter)) MB after its first quarter")
        } else if shape.lateSlope <= floor, lateGrowthRate <= 2 * floor, shape.jumpShare < 0.5 {
            expected(&verdict, "its second half grows only \(Wording.figure(shape.lateSlope)) MB/h")
        } else if filledEarly {
            let held = shape.quietShare * (evidence.clean.duration - evidence.cut)
            expected(&verdict, "it filled up at the start and then held for \(Wording.time(held))")
        } else {
            suspicious(&verdict)
        }
        return verdict
    }

    private var leakReason: String {
        let interval = "95 % interval \(Wording.figure(slope.low)) to \(Wording.figure(slope.high)) MB/h"
        let halves =
            "\(Wording.figure(shape.firstHalf)) MB in the first half after the cut at \(Wording.time(evidence.cut)) and "
            + "\(Wording.figure(shape.secondHalf)) MB in the second"
        let storms = stormsCannotBeTold ? Self.collinear : ""
        let rate = "\(Wording.figure(slope.rate)) MB/h"
        if slope.low > floor {
            return "Memory grows \(rate) with no ceiling (\(interval)): \(halves); growth below "
                + "\(Wording.figure(floor)) MB/h would not be called a leak.\(storms)"
        }
        if stairs.isRegular || stairs.goesOn, stairs.share > 0.6 {
            return "Memory grows in stairs that go on to the end, \(Wording.count(stairs.times.count, "step")) of "
                + "\(Wording.figure(median(stairs.heights))) MB in the middle: \(halves), "
                + "\(Wording.figure(shape.growth / (hours - evidence.cut / 3600))) MB/h on average.\(storms)"
        }
        return
            "Memory grows about \(rate) and holds its pace: \(halves), as no plateau does that is reached within the "
            + "run; only a plateau slower than the run could still explain it (\(interval)).\(storms)"
    }

    /// Whether storms may be the cause as well as time: evenly spaced storms count the hours.
    private var stormsCannotBeTold: Bool {
        guard let stormSlope, storms.low > Self.stormFloor else { return false }
        return stormSlope.fit.perStormHigh > Self.stormFloor && stormSlope.fit.low <= floor
    }

    private static let collinear =
        " The storms come so evenly that growth per storm and growth per hour cannot be told apart."

    private func expected(_ verdict: inout Verdict, _ why: String) {
        verdict.answer = .expected
        verdict.reason =
            "Memory holds a ceiling: \(why); a leak above \(Wording.figure(detectable)) MB/h would have been found."
    }

    private func suspicious(_ verdict: inout Verdict) {
        verdict.answer = .suspicious
        let doubt = Doubt(
            shape: shape, slope: slope, stairs: stairs, hours: hours, floor: floor, unit: "MB", subject: "Memory")
        verdict.hoursNeeded = doubt.hoursNeeded
        verdict.reason = doubt.reason
    }
}
