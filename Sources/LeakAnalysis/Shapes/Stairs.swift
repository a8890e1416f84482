/// The separate stretches in which the keeping envelope grew, and whether they repeat like the steps of a stair.
struct Stairs {
    /// The start of each step, in seconds since the first reading.
    var times: [Double] = []
    /// The height of each step.
    var heights: [Double] = []
    /// Whether five or more steps of like height follow each other at like distances up to the end.
    var isRegular = false
    /// Whether there are six or more steps, two of them in the second half, and their end is no more than chance.
    var goesOn = false
    /// The chance that of steps at random moments so few fall into the second half: chance crowds a stair's steps.
    var lateChance = 0.0
    /// The share of the growth that the steps carry, 0 to 1.
    var share = 0.0
    /// The median distance of two steps in seconds; infinity for under two steps.
    var spacing = Double.infinity
    /// When the last step ended, in seconds since the first reading.
    var lastEnd = 0.0

    /// The heights of the jumps: single steps out of a quiet stretch of four windows, higher than `leastJump`.
    var jumps: [Double] = []

    /// Finds the increments of the keeping envelope above three times `noise`, neighbours taken together.
    init(_ envelope: Envelope, noise: Double, leastJump: Double) {
        let kept = envelope.kept
        let n = kept.count
        guard n >= 6 else { return }
        let growth = kept[n - 1] - kept[0]
        guard growth > 0 else { return }
        let threshold = max(3 * noise, 0.02 * growth)
        var rising = false
        for i in 1..<n {
            let increment = kept[i] - kept[i - 1]
            if increment > threshold {
                if rising {
                    heights[heights.count - 1] += increment
                } else {
                    times.append(envelope.times[i])
                    heights.append(increment)
                }
                lastEnd = envelope.times[i]
                rising = true
            } else {
                rising = false
            }
        }
        for i in 5..<n
        where kept[i] - kept[i - 1] > leastJump && kept[i - 1] - kept[i - 5] < 0.2 * (kept[i] - kept[i - 1]) {
            jumps.append(kept[i] - kept[i - 1])
        }
        guard times.count >= 2 else { return }
        let gaps = zip(times, times.dropFirst()).map { $1 - $0 }
        spacing = median(gaps)
        let end = envelope.times[n - 1]
        let length = end - envelope.times[0]
        share = heights.reduce(0, +) / growth
        let inSecondHalf = times.filter { $0 > end - 0.5 * length }.count
        lateChance = LeakMath.atMost(inSecondHalf, of: times.count)
        // Steps at random moments leave the last share q of the run without one in (1 − q)ⁿ of all cases.
        let quiet = max(0, (end - lastEnd) / length)
        let chance = LeakMath.power(1 - quiet, Double(times.count))
        let squares = heights.reduce(0) { $0 + $1 * $1 }
        let participation = heights.reduce(0, +) * heights.reduce(0, +) / squares
        goesOn = times.count >= 6 && participation >= 4 && inSecondHalf >= 2 && chance > 0.001
        guard times.count >= 5 else { return }
        func variation(_ values: [Double]) -> Double { variance(values).squareRoot() / mean(values) }
        isRegular =
            variation(heights) < 0.4 && variation(gaps) < 0.4 && share > 0.8
            && envelope.times[n - 1] - times[times.count - 1] < 2 * spacing
            && times[0] - envelope.times[0] < 2 * spacing
    }

    /// The mean rate of steps that come at random moments, `growth` in `hours`, with its 95 % interval.
    ///
    /// Steps of unlike height count as the fewer like ones that scatter as much.
    func rate(growth: Double, hours: Double) -> Verdict.Rate {
        let sum = heights.reduce(0, +)
        let count = max(1, sum * sum / max(heights.reduce(0) { $0 + $1 * $1 }, 1e-300))
        return .ofArrivals(count, of: growth, hours: hours)
    }
}
