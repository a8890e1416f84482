/// What each storm left behind: the level just before the next storm less the level just before this one.
struct StormAttribution {
    /// The fewest storms, after merging, that allow an interval.
    static let fewest = 5

    /// The start of each storm, or of the first of several merged ones, in seconds since the first reading.
    var starts: [Double] = []
    /// How many storms each entry stands for.
    var merged: [Int] = []
    /// What each entry left behind per storm.
    var retained: [Double] = []
    /// The mean of what the storms left behind, per storm.
    var mean = 0.0
    /// The lower end of its 95 % Student interval.
    var low = -Double.infinity
    /// The upper end of its 95 % Student interval.
    var high = Double.infinity
    /// The mean of the later half of the storms over that of the earlier half.
    var halfRatio = 0.0
    /// What all storms together left behind.
    var total = 0.0
    /// The entries at the end of the run that left nothing behind, while earlier ones did.
    var idleAtEnd = 0

    /// Weighs the storms of `clean` after `cut` (seconds), looking for the lowest level within `window` seconds.
    ///
    /// Storms closer than the settle time are merged: the window, but at most half of the median gap.
    init(_ clean: CleanSeries, cut: Double, window: Double, noise: Double) {
        let storms = clean.storms.filter { $0 >= 0.5 * cut }
        guard storms.count >= 2 else { return }
        let gaps = zip(storms, storms.dropFirst()).map { $1 - $0 }
        let settle = max(1.5 * clean.binSeconds, min(window, 0.5 * median(gaps)))
        var groups: [(first: Double, last: Double, count: Int)] = []
        for storm in storms {
            if let group = groups.last, storm - group.last < settle {
                groups[groups.count - 1].last = storm
                groups[groups.count - 1].count += 1
            } else {
                groups.append((storm, storm, 1))
            }
        }
        func lowest(from start: Double, to end: Double) -> Double? {
            var result: Double?
            var i = clean.times.partitioningIndex { $0 > start }
            while i < clean.times.count, clean.times[i] <= end {
                result = min(result ?? clean.values[i], clean.values[i])
                i += 1
            }
            return result
        }
        // A group without a reading since the one before it cannot be told from it either.
        var separate: [(first: Double, last: Double, count: Int, level: Double)] = []
        for group in groups {
            let previous = separate.last?.last
            let earliest = previous.map { $0 + min(settle, 0.5 * (group.first - $0)) } ?? 0
            if let level = lowest(from: max(earliest, group.first - max(window, settle)), to: group.first) {
                separate.append((group.first, group.last, group.count, level))
            } else if previous != nil {
                separate[separate.count - 1].last = group.last
                separate[separate.count - 1].count += group.count
            }
        }
        guard let last = separate.last?.last else { return }
        let end = lowest(from: last + settle, to: last + settle + max(3 * window, 3 * settle))
        for (i, group) in separate.enumerated() {
            guard let next = i + 1 < separate.count ? separate[i + 1].level : end else { continue }
            starts.append(group.first)
            merged.append(group.count)
            retained.append((next - group.level) / Double(group.count))
        }
        summarise(noise: noise)
    }

    private mutating func summarise(noise: Double) {
        let n = retained.count
        guard n > 0 else { return }
        total = zip(retained, merged).reduce(0) { $0 + $1.0 * Double($1.1) }
        // Each storm counts once, so a merged entry has the weight of all its storms.
        let storms = Double(merged.reduce(0, +))
        mean = total / storms
        guard n >= 2 else { return }
        let weights = merged.map { Double($0) / storms }
        let scatter = zip(retained, weights).reduce(0) { $0 + $1.1 * $1.1 * ($1.0 - mean) * ($1.0 - mean) }
        let half = studentPoint(Double(n - 1)) * (scatter * Double(n) / Double(n - 1)).squareRoot()
        low = mean - half
        high = mean + half
        func perStorm(_ range: Range<Int>) -> Double {
            let count = merged[range].reduce(0, +)
            return count > 0
                ? zip(retained[range], merged[range]).reduce(0) { $0 + $1.0 * Double($1.1) } / Double(count) : 0
        }
        let earlier = perStorm(0..<(n / 2))
        let later = perStorm((n / 2)..<n)
        halfRatio = earlier > 0 ? later / earlier : (later > 0 ? .infinity : 0)
        let idleLevel = max(noise, 0.1 * mean)
        idleAtEnd = retained.reversed().prefix { $0 <= idleLevel }.count
        if idleAtEnd == n { idleAtEnd = 0 }
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
