import Evidence

/// The storms after which a count was higher than before, and stayed so until the next storm.
enum StormSteps {
    /// Their numbers, in order of time.
    ///
    /// The level before a storm is the lowest value since the storm before it, at most of the last minute; so a moment with
    /// two connections is no step. Cost: one pass over the series.
    static func upward(_ series: TimeSeries, storms: [StormRecord], endSeconds: Double) -> [Int] {
        let effective = storms.filter { $0.connectionsClosed > 0 }.sorted { $0.timeSeconds < $1.timeSeconds }
        let begins = effective.map(\.timeSeconds) + [endSeconds + 1]
        // The level of stretch n is that before storm n; the last stretch follows the last storm.
        var levels = [Double?](repeating: nil, count: begins.count)
        var stretch = 0
        for (time, value) in zip(series.times, series.values) {
            while stretch < begins.count - 1, time >= begins[stretch] { stretch += 1 }
            guard begins[stretch] - time <= 60 || stretch == begins.count - 1 else { continue }
            levels[stretch] = min(levels[stretch] ?? value, value)
        }
        return effective.indices.compactMap { place in
            guard let before = levels[place], let after = levels[place + 1], after >= before + 1 else { return nil }
            return effective[place].number
        }
    }

    /// `storm 3`, `storms 3, 7 and 9`, `storms 1, 2, 3, 4, 5, 6 and 10 others`.
    static func words(_ numbers: [Int]) -> String {
        guard numbers.count > 1 else { return "storm \(numbers.first ?? 0)" }
        let shown = numbers.prefix(7).map(String.init)
        if numbers.count > 7 {
            return "storms \(shown.prefix(6).joined(separator: ", ")) and \(numbers.count - 6) others"
        }
        return "storms \(shown.dropLast().joined(separator: ", ")) and \(shown.last ?? "")"
    }
}
