/// What a heap holds after each of its collections: what is alive, and no garbage.
package struct CollectedHeap: Sendable {
    /// The fewest collections that say anything.
    package static let fewest = 3
    /// The fewest collections that make a series to judge by its slope.
    static let fewestForSlope = 5

    /// The moments of the collections, in seconds on the clock of the run, rising.
    package var times: [Double]
    /// What was held after each, in MB.
    package var megabytes: [Double]

    /// What was held after the collections at `times`.
    package init(times: [Double], megabytes: [Double]) {
        (self.times, self.megabytes) = (times, megabytes)
    }

    /// What the collections after `time` (seconds) say.
    func finding(after time: Double) -> Finding {
        let from = times.partitioningIndex { $0 >= time }
        let held = Array(megabytes[min(from, megabytes.count)...])
        let moments = Array(times[from...].prefix(held.count))
        guard held.count >= Self.fewest, let first = held.first, let last = held.last else {
            return .tooFew(held.count)
        }
        let rise = last - first
        let steps = zip(held, held.dropFirst()).map { $1 - $0 }
        if rise < 1 || steps[steps.count - 1] <= 0.3 * steps[0] && held.count < Self.fewestForSlope {
            return .level(held.count)
        }
        guard held.count >= Self.fewestForSlope, let fit = LinearFit(held, on: [moments.map { $0 / 3600 }]) else {
            return .undecided(held.count)
        }
        let degrees = Double(held.count - 2)
        let half = studentPoint(degrees) * (fit.residualSum / degrees * fit.inverse[0]).squareRoot()
        let rate = Verdict.Rate(
            perHour: fit.coefficients[0], low: fit.coefficients[0] - half, high: fit.coefficients[0] + half)
        let later = last - held[held.count / 2]
        if rate.grows, later > 0.35 * rise { return .rising(rate, collections: held.count) }
        return later < max(1, 0.15 * rise) ? .level(held.count) : .undecided(held.count)
    }

    /// What the collections say.
    enum Finding: Hashable, Sendable {
        /// Fewer than three collections: nothing.
        case tooFew(Int)
        /// What is alive holds its level.
        case level(Int)
        /// It rises, and too few collections tell whether that goes on.
        case undecided(Int)
        /// It rises from collection to collection.
        case rising(Verdict.Rate, collections: Int)
    }
}
