/// Why a run allows no definite answer, and how much longer it has to last.
struct Doubt {
    /// The sentence.
    let reason: String
    /// The further hours, more than zero.
    let hoursNeeded: Double

    /// Words the doubt about `subject`, measured in `unit`.
    init(
        shape: GrowthShape, slope: PersistentSlope, stairs: Staircase, hours: Double, floor: Double, unit: String,
        subject: String
    ) {
        let growth = "\(Wording.figure(shape.growth)) \(unit)"
        let bounded = slope.low.isFinite && slope.high.isFinite
        let interval =
            bounded
            ? "between \(Wording.figure(slope.low)) and \(Wording.figure(slope.high)) \(unit)/h"
            : "not measurable yet"
        if shape.jumpShare >= 0.5, (1...5).contains(shape.jumpCount) {
            // A stair shows its going on by its sixth step; a process that jumps no more has held by then.
            let spacing = hours / Double(max(1, shape.jumpCount))
            hoursNeeded = max(0.25 * hours, spacing * Double(6 - shape.jumpCount))
            reason =
                "\(subject) kept \(growth), \(Wording.fixed(100 * shape.jumpShare, digits: 0)) % of it in "
                + "\(Wording.count(shape.jumpCount, "jump")): too few to tell a stair that goes on from a step that was "
                + "taken once; about \(Wording.time(hoursNeeded * 3600)) more would tell."
            return
        }
        let half = bounded ? 0.5 * (slope.high - slope.low) : .infinity
        // The interval of a slope shrinks with the length of the run to the power 1.5.
        let target = max(floor, 0.5 * abs(slope.rate))
        let factor = half.isFinite ? LeakMath.power(max(1, half / target), 2.0 / 3) : 4
        var more = hours * min(9, max(0.25, factor - 1))
        if case .exponential(let tau) = slope.law { more = max(more, min(9 * hours, 4 * tau / 3600 - hours)) }
        hoursNeeded = more
        if shape.lateSlope > floor {
            reason =
                "\(subject) has not levelled off: it kept \(growth) and still grows "
                + "\(Wording.figure(shape.lateSlope)) \(unit)/h in the second half, but its persistent rate is \(interval), "
                + "which does not tell a leak from a slow plateau; about \(Wording.time(more * 3600)) more would tell."
        } else {
            reason =
                "\(subject) kept \(growth) unevenly and its persistent rate is \(interval): the run is too short for its "
                + "noise; about \(Wording.time(more * 3600)) more would tell."
        }
    }
}
