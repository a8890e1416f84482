import Text

/// Decides about one life of a process: which shapes go on growing, and what the others would hide.
///
/// First the kinds of evidence that convict, each with the rate that is printed; then what clears; else a doubt.
struct SeriesJudge {
    /// What was measured.
    let measures: SeriesMeasures

    private var scale: Scale { measures.scale }
    private var growth: KeptGrowth { measures.growth }
    private var contest: ShapeContest { measures.contest }
    private var floor: Double { measures.floor }

    /// The verdict with all its figures.
    func verdict() -> Verdict {
        var verdict = Verdict(measures)
        for conviction in [byStorms, byTeeth, byStairs, straight, byPace, byArrivals, byDoublings]
        where conviction(&verdict) {
            return verdict
        }
        if let reason = clearance {
            verdict.clear(reason)
            // A tooth that still rises is not kept.
            if let teeth = measures.teeth { verdict.growth = max(0, teeth.floorRise) }
        } else {
            let doubt = Doubt(measures)
            verdict.doubt(doubt.reason, hoursNeeded: doubt.hoursNeeded)
        }
        return verdict
    }

    // MARK: What convicts

    /// The storms leave something behind up to the last ones, and most of the growth is theirs.
    private func byStorms(_ verdict: inout Verdict) -> Bool {
        let storms = measures.storms
        guard let step = measures.stormStep, step.low > 0, storms.low > 0,
            max(storms.low, step.low) > scale.perStorm, storms.halfRatio >= 0.35,
            storms.lastThird >= 0.2, storms.odds > -1, growth.growth > measures.leastOfStorms,
            storms.total > max(measures.leastOfStorms, 3 * measures.noise, growth.growth / 2)
        else { return false }
        let count = storms.merged.reduce(0, +)
        let perHour = Double(count) / measures.hours
        let unit = scale.unit
        let reason =
            "Each storm leaves \(Figures.significant(storms.mean))\(unit) behind (95 % interval "
            + "\(Figures.significant(storms.low)) to \(Figures.significant(storms.high))\(unit) a storm), "
            + "\(Figures.significant(storms.total))\(unit) over \(count) storms, and the later storms still leave "
            + "\(Figures.fixed(100 * min(storms.halfRatio, 99), 0)) % of what the earlier ones left."
        let rate = Verdict.Rate(
            perHour: storms.mean * perHour, low: storms.low * perHour, high: storms.high * perHour)
        guard verdict.convict(of: rate, cause: .storms, reason: reason) else { return false }
        if let line = storms.line {
            verdict.fitted = measures.envelope.times.map { time in
                let before = Double(measures.clean.storms.partitioningIndex { $0 >= time })
                return (t: time + measures.clean.origin, y: line.level + line.step * before + storms.quietDrift * time)
            }
        }
        return true
    }

    /// The troughs of long teeth rise.
    private func byTeeth(_ verdict: inout Verdict) -> Bool {
        guard let teeth = measures.teeth, !teeth.holds(scale: scale), let slope = teeth.floorSlope, slope.low > floor,
            teeth.laterShare > 0.4, growth.afterQuarter > scale.least
        else { return false }
        return verdict.convict(
            of: Verdict.Rate(perHour: slope.rate, low: slope.low, high: slope.high), cause: .time,
            reason:
                "\(scale.subject) goes up and down in teeth of \(Figures.significant(teeth.height))\(scale.unit), and the "
                + "\(teeth.troughs.count) troughs between them rise by \(rateWords(slope.rate, slope.low, slope.high))."
        )
    }

    /// Steady growth that no shape which rests explains.
    private func straight(_ verdict: inout Verdict) -> Bool {
        guard measures.teeth == nil, grows, contest.firmLow > floor, contest.odds > 2 else { return false }
        // A cache that filled in the first half hides a leak in half of it, which then has to be the surer.
        let span = growth.growth / max(measures.judgedHours, 1e-9)
        guard growth.halfRatio >= 0.5 || (growth.halfRatio > 0.3 && contest.odds > 6 && contest.firmLow > 0.4 * span)
        else { return false }
        return verdict.convict(of: firmRate, cause: .time, reason: "\(steady) with no ceiling: \(halves).\(collinear)")
    }

    /// Growth that holds its pace from stretch to stretch, though a slow plateau could still bend it.
    private func byPace(_ verdict: inout Verdict) -> Bool {
        // Growth that is four times the floor for certain need not prove as much beside as growth at the floor.
        let isFast = growth.stretchLow > 4 * floor && growth.halfRatio > 0.55 && contest.odds > -1
        guard measures.teeth == nil, grows, growth.stretchLow > max(floor, 2 * scale.slowest),
            isFast || (growth.halfRatio > 0.7 && contest.odds > 1)
        else { return false }
        let half = growth.stretchRate - growth.stretchLow
        let rate = Verdict.Rate(
            perHour: growth.stretchRate, low: growth.stretchLow, high: growth.stretchRate + half)
        return verdict.convict(
            of: rate, cause: .time,
            reason:
                "\(scale.subject) grows by \(rateWords(rate.perHour, rate.low, rate.high)) and holds its pace from stretch "
                + "to stretch: \(halves), as no plateau does that is reached within the run.\(collinear)")
    }

    /// Five steps or more that go on to the end.
    private func byStairs(_ verdict: inout Verdict) -> Bool {
        let stairs = measures.stairs
        guard measures.teeth == nil, !measures.hasStopped,
            growth.growth > max(measures.least, 6 * measures.noise), measures.isMoreThanABuffer,
            growth.growth > measures.above, stairs.share > 0.6, stairs.times.count >= 5,
            stairs.isRegular || stairs.goesOn,
            growth.halfRatio > 0.5 || (measures.isLong && stairs.lateChance > 0.01)
        else { return false }
        let rate = stairs.rate(growth: growth.growth, hours: measures.judgedHours)
        guard rate.perHour > floor else { return false }
        return verdict.convict(
            of: rate, cause: .time,
            reason:
                "\(scale.subject) grows in stairs that go on to the end, \(Figures.counted(stairs.times.count, "step")) of "
                + "\(Figures.significant(median(stairs.heights)))\(scale.unit) in the middle, by "
                + "\(rateWords(rate.perHour, rate.low, rate.high)) on average: \(halves).\(collinear)")
    }

    /// Things that came one by one up to the end, few as they are.
    private func byArrivals(_ verdict: inout Verdict) -> Bool {
        guard measures.teeth == nil, let arrivals = Arrivals(measures), growth.growth > measures.least,
            arrivals.rate.low > floor || contest.firmLow > floor, contest.odds > 1, growth.halfRatio > 0.5,
            measures.envelope.givenBack < 0.3 * growth.growth, !measures.hasStopped
        else { return false }
        let rate = arrivals.rate
        return verdict.convict(
            of: rate, cause: .time,
            reason:
                "\(scale.subject) grows one by one up to the end, by \(rateWords(rate.perHour, rate.low, rate.high)): "
                + "\(halves).\(collinear)")
    }

    /// Jumps that double, as even growth in a container that grows by a factor makes them.
    private func byDoublings(_ verdict: inout Verdict) -> Bool {
        guard measures.teeth == nil, let doublings = measures.doublings,
            growth.growth > measures.least, measures.isMoreThanABuffer,
            doublings.rate > floor
        else { return false }
        return verdict.convict(
            of: Verdict.Rate(perHour: doublings.rate, low: doublings.low, high: doublings.high), cause: .time,
            reason:
                "\(scale.subject) grows in \(doublings.count) jumps, each \(Figures.significant(doublings.factor)) times as high "
                + "as the one before and as long after it: a container that grows by a factor, over data that grow evenly "
                + "by \(rateWords(doublings.rate, doublings.low, doublings.high)).")
    }

    /// Whether growth that is more than the noise, the chance and a few jumps goes on in the second half.
    private var grows: Bool {
        let windows = Double(measures.envelope.values.count - 1)
        return growth.growth > measures.least && measures.isMoreThanABuffer
            && growth.afterQuarter > max(0.75 * scale.least, 3 * measures.noise)
            && growth.lateSlope > floor && growth.participation >= min(5, 0.65 * windows) && growth.jumpShare < 0.8
            && !measures.hasStopped && measures.sawtoothAllows
    }

    // MARK: What clears

    /// Why it is expected; nil when nothing clears it.
    private var clearance: String? {
        let missed =
            "a leak above \(Figures.significant(measures.detectable))\(scale.unit)/h would have been found"
        func held(_ why: String) -> String { "\(scale.subject) holds a ceiling: \(why); \(missed)." }
        if let teeth = measures.teeth, teeth.holds(scale: scale), measures.couldTell || teeth.isSmooth {
            return held(
                "it goes up and down in teeth of \(Figures.significant(teeth.height))\(scale.unit), and the "
                    + "\(Figures.counted(teeth.troughs.count, "trough")) between them stand at one level")
        }
        guard measures.teeth == nil, measures.couldTell else { return nil }
        let kept = "\(Figures.significant(max(0, growth.afterQuarter)))\(scale.unit)"
        let small = SteadyBelowFloor(measures)
        if let small, small.isDoubted { return nil }
        let note = small.map { $0.isBelow ? " \($0.sentence)" : "" } ?? ""
        let sure = measures.sureSteps
        let resting = RestingSteps(measures, steps: sure)
        // No start-up lasts for a quarter of a long run: what memory took there in steps has to rest as well.
        if measures.isLong, !scale.isCount, case .steps? = contest.resting?.shape, let resting,
            resting.height > scale.least, !resting.isAtRest
        {
            return nil
        }
        if growth.afterQuarter < scale.least {
            return held("it kept only \(kept) after its first quarter") + note
        }
        if measures.sawtooth != nil, growth.afterQuarter < measures.chance {
            return held(
                "the \(kept) that it kept after its first quarter are the chance of meeting a sawtooth's low points")
        }
        if growth.afterQuarter < measures.least,
            contest.high <= 4 * floor || measures.least <= 3 * scale.least
        {
            return held("the \(kept) that it kept after its first quarter are no more than its noise") + note
        }
        if let resting {
            return resting.isAtRest ? held(resting.sentence) : nil
        }
        if contest.high <= floor {
            let most = "\(Figures.significant(contest.high))\(scale.unit)/h"
            return held(contest.high > 0 ? "its persistent growth is at most \(most)" : "it does not grow") + note
        }
        if growth.lateSlope <= floor, growth.jumpShare < 0.5 || (contest.high <= 2.5 * floor && sure.isEmpty) {
            return held("its second half grows only \(Figures.significant(growth.lateSlope))\(scale.unit)/h")
        }
        // A stair that goes on is not cleared by a plateau, though its steps crowd into the first half.
        if measures.stairs.goesOn, measures.stairs.share > 0.6 { return nil }
        switch contest.resting?.shape {
        case .resting(.none) where contest.odds < -0.3 && contest.high <= 10 * floor:
            return held("a level explains it better than any growth")
        case .resting(.fill(let end)) where contest.odds < 1 && growth.halfRatio < 0.3:
            return held("it filled up by \(Figures.duration(end)) and has held since")
        case .resting(.exponential),
            .resting(.logarithmic) where contest.odds < 1 && growth.halfRatio < 0.3:
            return held("it approaches a plateau that explains it better than any growth without end")
        default: return nil
        }
    }

    // MARK: Words

    private var firmRate: Verdict.Rate {
        Verdict.Rate(perHour: max(contest.rate, contest.firmLow), low: contest.firmLow, high: contest.high)
    }

    private var steady: String {
        "\(scale.subject) grows by \(rateWords(contest.rate, contest.firmLow, contest.high))"
    }

    private func rateWords(_ rate: Double, _ low: Double, _ high: Double) -> String {
        "\(Figures.significant(rate))\(scale.unit) per hour (95 % interval \(Figures.significant(low)) to \(Figures.significant(high)))"
    }

    private var halves: String {
        "\(Figures.significant(growth.firstHalf))\(scale.unit) in the first half after the cut at "
            + "\(Figures.duration(measures.cut)) and \(Figures.significant(growth.secondHalf))\(scale.unit) in the second; growth below "
            + "\(Figures.significant(floor))\(scale.unit)/h would not be called a leak"
    }

    /// Evenly spaced storms count the hours, so that growth per storm and growth per hour look alike.
    private var collinear: String {
        let storms = measures.storms
        guard let step = measures.stormStep, step.high > scale.perStorm, storms.mean > scale.perStorm else {
            return ""
        }
        let span = (measures.clean.storms.last ?? 0) - (measures.clean.storms.first ?? 0)
        guard span > 0.7 * measures.clean.duration else { return "" }
        return " The storms come so evenly that growth per storm and growth per hour cannot be told apart."
    }
}
