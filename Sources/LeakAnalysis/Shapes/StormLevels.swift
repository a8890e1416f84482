/// What storms leave behind: the level in each gap between them, set against the number of storms so far.
///
/// What drifts in the quiet before and after is not the storms' and is taken off first.
struct StormLevels {
    /// The fewest storms, after merging, that allow an interval.
    static let fewest = 5

    /// The start of each storm, or of the first of several merged ones, in seconds since the first reading.
    private(set) var starts: [Double] = []
    /// How many storms each entry stands for.
    private(set) var merged: [Int] = []
    /// What each entry left behind per storm, the quiet drift taken off.
    private(set) var retained: [Double] = []
    /// The mean of what the storms left behind, per storm.
    private(set) var mean = 0.0
    /// The lower end of its 95 % interval.
    private(set) var low = -Double.infinity
    /// The upper end of its 95 % interval.
    private(set) var high = Double.infinity
    /// What all storms together left behind.
    private(set) var total = 0.0
    /// The mean of the later half of the storms over that of the earlier half.
    private(set) var halfRatio = 0.0
    /// The mean of the last third over the mean of all.
    private(set) var lastThird = 0.0
    /// The growth in the quiet before and after, whichever is faster, per second; never below zero.
    private(set) var quietDrift = 0.0
    /// The odds of a line through the levels, against laws that fill.
    private(set) var odds = 0.0
    /// The fitted step per storm, with the level before the first one.
    private(set) var line: (level: Double, step: Double)?

    /// Weighs the storms of `clean` after `cut` (seconds), with the quiet drift of `envelope`.
    init(_ clean: CleanSeries, cut: Double, envelope: Envelope, scale: Scale) {
        // Storms before half of the cut belong to the start-up.
        let storms = clean.storms.filter { $0 >= 0.5 * cut }
        guard storms.count >= 2, let firstStorm = storms.first, let lastStorm = storms.last else { return }
        let gap = median(zip(storms, storms.dropFirst()).map { $1 - $0 })
        let window = envelope.windowSeconds
        let settle = max(1.5 * clean.binSeconds, min(window, 0.5 * gap))
        quietDrift = Self.drift(envelope, before: firstStorm, after: lastStorm + settle)
        var groups: [(first: Double, last: Double, count: Int)] = []
        for storm in storms {
            if let group = groups.last, storm - group.last < settle {
                groups[groups.count - 1].last = storm
                groups[groups.count - 1].count += 1
            } else {
                groups.append((storm, storm, 1))
            }
        }
        let reach = max(3 * window, 3 * settle)
        func level(from start: Double, to end: Double) -> Double? {
            let first = clean.times.partitioningIndex { $0 > start }
            let past = clean.times.partitioningIndex { $0 > end }
            guard past > first else { return nil }
            let moment = 0.5 * (start + end)
            let drifted = quietDrift * moment
            // Things are gone after a storm and come back: of few readings the highest is the usual number.
            let share = scale.isCount ? (past - first < 8 ? 1 : 0.75) : 0.25
            return quantile(Array(clean.values[first..<past]), share) - drifted
        }
        guard let start = level(from: firstStorm - reach, to: firstStorm) else { return }
        let reached = groups.indices.map { index in
            let from = groups[index].last + 0.6 * settle
            let next = index + 1 < groups.count ? groups[index + 1].first : groups[index].last + settle + reach
            return level(from: from, to: min(next, from + reach))
        }
        var levels = [start]
        var counts = [0]
        var pending: (first: Double, count: Int)?
        for (index, group) in groups.enumerated() {
            let begun = (first: pending?.first ?? group.first, count: (pending?.count ?? 0) + group.count)
            // A group without a reading after it cannot be told from the next. Nor can one after which a fleet was still
            // away: fewer things than before, and as many again after a later one.
            guard let now = reached[index], let before = levels.last,
                !(scale.isCount && now < before && reached[(index + 1)...].contains { $0 ?? now >= before })
            else {
                pending = begun
                continue
            }
            pending = nil
            starts.append(begun.first)
            merged.append(begun.count)
            retained.append((now - before) / Double(begun.count))
            levels.append(now)
            counts.append(counts[counts.count - 1] + begun.count)
        }
        summarise(levels: levels, counts: counts.map(Double.init), scale: scale)
    }

    /// The faster of the slopes before and after the storms, per second, each only where it has 15 % of the windows.
    private static func drift(_ envelope: Envelope, before: Double, after: Double) -> Double {
        let least = max(4, Int(0.15 * Double(envelope.times.count)))
        func slope(_ isIn: (Double) -> Bool) -> Double {
            let points = zip(envelope.times, envelope.values).filter { isIn($0.0) }
            return points.count >= least ? theilSenSlope(points.map(\.0), points.map(\.1)) : 0
        }
        return max(0, slope { $0 < before }, slope { $0 > after })
    }

    private mutating func summarise(levels: [Double], counts: [Double], scale: Scale) {
        let n = levels.count
        guard n >= 3, let fit = LinearFit(levels, on: [counts]) else {
            total = (levels.last ?? 0) - levels[0]
            mean = counts.last.map { $0 > 0 ? total / $0 : 0 } ?? 0
            return
        }
        total = levels[n - 1] - levels[0]
        mean = fit.coefficients[0]
        line = (fit.constant, mean)
        let raw = fit.lagOneCorrelation
        let correlation = min(0.8, max(0, raw + (1 + 4 * raw) / Double(n)))
        let least = scale.resolution * scale.resolution * Double(n)
        let variance = max(fit.residualSum, least) / Double(n - 2) * (1 + correlation) / (1 - correlation)
        let fitted = studentPoint(Double(n - 2)) * (variance * fit.inverse[0]).squareRoot()
        // Storms that leave unlike amounts scatter more than the line through their sums shows.
        let storms = counts[n - 1]
        let weights = merged.map { Double($0) / storms }
        let spread = zip(retained, weights).reduce(0) {
            $0 + $1.1 * $1.1 * ($1.0 - total / storms) * ($1.0 - total / storms)
        }
        let student = studentPoint(Double(n - 2)) * (spread * Double(n - 1) / Double(n - 2)).squareRoot()
        let half = max(fitted, student)
        low = mean - half
        high = mean + half
        func perStorm(_ from: Int, _ to: Int) -> Double {
            counts[to] > counts[from] ? (levels[to] - levels[from]) / (counts[to] - counts[from]) : 0
        }
        let earlier = perStorm(0, (n - 1) / 2)
        let later = perStorm((n - 1) / 2, n - 1)
        halfRatio = earlier > 0 ? later / earlier : (later > 0 ? .infinity : 0)
        lastThird = mean > 0 ? perStorm(2 * (n - 1) / 3, n - 1) / mean : 0
        odds =
            ShapeContest(
                times: counts, values: levels, cut: 0, duration: counts[n - 1], resolution: scale.resolution
            ).odds
    }
}

extension Array {
    /// The first index at which `predicate` holds, in an array where it never stops holding; by halving.
    func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
