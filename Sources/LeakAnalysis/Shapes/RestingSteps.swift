import Text

/// A few steps, and then rest: whether the rest is too long for a stair that goes on.
struct RestingSteps {
    /// The chance below which a stair of this pace is ruled out: one of twenty, and one of fifty for memory in a run that
    /// has the time for it.
    private let leastChance: Double

    /// When the last step was taken, in seconds since the first reading.
    let last: Double
    /// How many steps there were.
    let count: Int
    /// What they came to.
    let height: Double
    /// The chance that a stair of this pace rests as long as this one has.
    let chance: Double
    /// How much longer the run must last for the chance to fall so low, in hours.
    let hoursNeeded: Double
    private let unit: String
    private let rest: Double

    /// Whether the steps are over.
    var isAtRest: Bool { chance < leastChance }

    /// Weighs the `steps` that stand out; nil where steps are not what grew.
    init?(_ measures: SeriesMeasures, steps: [(time: Double, height: Double)]) {
        let growth = measures.growth
        let cut = measures.envelope.times.first ?? measures.cut
        let end = measures.envelope.times.last ?? measures.clean.duration
        let carried = steps.reduce(0) { $0 + $1.height }
        var count = steps.count
        var last = steps.last?.time ?? 0
        let isClear = (1...5).contains(count) && carried >= 0.5 * growth.growth
        if !isClear {
            guard measures.contest.odds < -4, case .steps(let starts)? = measures.contest.resting?.shape,
                let final = starts.last
            else { return nil }
            // Spikes that recover are steps up and down: of these nothing rests.
            let values = measures.envelope.values
            let rise = mean(Array(values[final...])) - mean(Array(values[..<starts[0]]))
            guard rise >= 0.5 * growth.growth else { return nil }
            count = starts.count
            last = measures.envelope.times[final]
        }
        guard end > cut, count > 0 else { return nil }
        leastChance = measures.isLong && !measures.scale.isCount ? 0.02 : 0.05
        self.last = last
        self.count = count
        height = isClear ? carried : growth.growth
        unit = measures.scale.unit
        rest = end - last
        chance = LeakMath.power(max(0, last - cut) / (end - cut), Double(count))
        let length = (last - cut) / LeakMath.power(leastChance, 1 / Double(count))
        hoursNeeded = max(0, length - (end - cut)) / 3600
    }

    /// What it did, without a full stop.
    var sentence: String {
        "it took \(Figures.significant(height))\(unit) in \(Figures.counted(count, "step")) by \(Figures.duration(last)) and has "
            + "rested for \(Figures.duration(rest)) since"
    }
}
