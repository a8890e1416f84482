import Text

/// Why a run allows no definite answer, what it could hide, and how much longer it has to last.
struct Doubt {
    /// The sentence.
    let reason: String
    /// The further hours, more than zero.
    let hoursNeeded: Double

    /// Words the doubt about what was measured.
    init(_ measures: SeriesMeasures) {
        let growth = measures.growth
        let contest = measures.contest
        let unit = measures.scale.unit
        let subject = measures.scale.subject
        let hours = measures.hours
        let kept = "\(Figures.significant(growth.growth))\(unit)"
        let bounded = contest.low.isFinite && contest.high.isFinite
        let interval =
            bounded
            ? "between \(Figures.significant(contest.low)) and \(Figures.significant(contest.high))\(unit)/h"
            : "not measurable yet"
        if let small = SteadyBelowFloor(measures), small.isDoubted, small.isBelow {
            hoursNeeded = small.hoursNeeded
            reason = "\(small.sentence) About \(Figures.duration(hoursNeeded * 3600)) more would tell."
            return
        }
        if let steps = RestingSteps(measures, steps: measures.sureSteps) {
            hoursNeeded = max(0.1 * hours, steps.hoursNeeded)
            let hidden = Figures.significant(steps.height / max(measures.judgedHours, 1e-9))
            reason =
                "\(subject) kept \(kept): \(steps.sentence), which does not yet tell a step that was taken once from a stair "
                + "that goes on, of \(hidden)\(unit)/h at most; about \(Figures.duration(hoursNeeded * 3600)) more would tell."
            return
        }
        if measures.clean.duration < 120, growth.growth > measures.scale.least, growth.lateSlope > 0,
            !measures.scale.isCount
        {
            // Two and a half minutes see a buffer of one minute full.
            hoursNeeded = max(0.25 * hours, 150.0 / 3600 - hours)
            reason =
                "\(subject) kept \(kept), and a run of \(Figures.duration(measures.clean.duration)) is too short to tell a leak from "
                + "a warm-up or from a buffer that fills for a minute; about \(Figures.duration(hoursNeeded * 3600)) more would tell."
            return
        }
        let half = bounded ? 0.5 * (contest.high - contest.low) : .infinity
        // The interval of a slope shrinks with the length of the run to the power 1.5.
        let target = max(measures.floor, 0.5 * abs(contest.rate))
        let factor = half.isFinite ? LeakMath.power(max(1, half / target), 2.0 / 3) : 4
        var more = hours * min(9, max(0.25, factor - 1))
        if case .resting(.exponential(let tau))? = contest.resting?.shape {
            more = max(more, min(9 * hours, 4 * tau / 3600 - hours))
        }
        hoursNeeded = more
        let tell = "about \(Figures.duration(more * 3600)) more would tell."
        if let teeth = measures.teeth {
            reason =
                "\(subject) goes up and down in \(Figures.counted(teeth.troughs.count, "tooth", "teeth")) of "
                + "\(Figures.significant(teeth.height))\(unit), too few to tell whether the floor under them, "
                + "\(Figures.significant(teeth.floorRise))\(unit) higher at the end, goes on rising; \(tell)"
        } else if growth.lateSlope > measures.floor {
            reason =
                "\(subject) has not levelled off: it kept \(kept) and still grows "
                + "\(Figures.significant(growth.lateSlope))\(unit)/h in the second half, but its persistent rate is \(interval), "
                + "which does not tell a leak from a slow plateau; \(tell)"
        } else {
            reason =
                "\(subject) kept \(kept) unevenly and its persistent rate is \(interval): the run is too short for its "
                + "noise; \(tell)"
        }
    }
}
