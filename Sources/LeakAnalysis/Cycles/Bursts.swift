/// Short stretches in which a series stands far above its surroundings.
enum Bursts {
    /// The longest that a burst may last, as a share of the run: what is longer is a level.
    static let longestShare = 0.1

    /// The moments at which bursts begin, in seconds since the first reading, rising.
    ///
    /// A burst stands above the running median by `least`, by eight times the noise and by half of the highest. What has
    /// no end in the run is no burst.
    static func moments(in clean: CleanSeries, least: Double) -> [Double] {
        let values = clean.values
        let reach = max(3, values.count / 12)
        let above = values.indices.map { index in
            values[index] - median(Array(values[max(0, index - reach)...min(values.count - 1, index + reach)]))
        }
        let noise = spread(above)
        let threshold = max(least, 8 * noise, 0.5 * (above.max() ?? 0))
        let longest = max(3, Int(longestShare * Double(values.count)))
        var moments: [Double] = []
        var index = 0
        while index < above.count {
            guard above[index] > threshold else {
                index += 1
                continue
            }
            let begin = index
            // Two quiet bins end a burst.
            while index < above.count, above[index...].prefix(3).contains(where: { $0 > threshold }) { index += 1 }
            if begin > 0, index < above.count, index - begin <= longest { moments.append(clean.times[begin]) }
        }
        return moments
    }
}

extension CleanSeries {
    /// The series without what a storm does: the readings up to half a gap after each, a minute at most.
    var withoutStorms: CleanSeries {
        guard !storms.isEmpty else { return self }
        let gaps = zip(storms, storms.dropFirst()).map { $1 - $0 }
        let settle = max(3 * binSeconds, gaps.isEmpty ? 60 : min(60, 0.5 * median(gaps)))
        let isKept = times.map { time in
            let last = storms.partitioningIndex { $0 > time } - 1
            return last < 0 || time - storms[last] > settle
        }
        var result = self
        result.times = zip(times, isKept).filter(\.1).map(\.0)
        result.values = zip(values, isKept).filter(\.1).map(\.0)
        return result
    }
}
