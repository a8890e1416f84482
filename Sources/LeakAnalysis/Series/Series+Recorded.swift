extension Series {
    /// The most times that a log's clock is believed to have been set back; beyond it the lines count as unsorted.
    static let clockStepLimit = 8

    /// The series that a log holds, line by line.
    ///
    /// Two things are mended here, because only the order of the lines shows them. A clock that was set back makes the
    /// lines after it overlap the moments before it: from there on, time goes on one usual interval after the line
    /// before. The same holds where the segment changes and the clock begins again. A clock that was set forward cannot
    /// be told from a hole in the readings, and is taken for one. Lines that go back often are unsorted, and lines that
    /// go back behind everything before them are parts in the wrong order; sorting mends both.
    package init(recorded rows: [RecordedRow]) {
        self.init(times: [], values: [])
        let steps = Self.stepsBack(rows)
        let interval = Self.usualInterval(rows)
        var shift = 0.0
        var previous: Double?
        var segment: Double?
        for (index, row) in rows.enumerated() {
            var isRestart = false
            if let new = row.segment, new.isFinite {
                isRestart = segment.map { $0 != new } ?? false
                segment = new
            }
            if let before = previous, row.timeSeconds.isFinite {
                let isBehind = row.timeSeconds + shift <= before
                if steps.contains(index) || (isRestart && isBehind) { shift = before + interval - row.timeSeconds }
                if steps.contains(index), !isRestart { clockSteps += 1 }
            }
            let time = row.timeSeconds + shift
            if time.isFinite { previous = time }
            if isRestart, time.isFinite { restarts.append(time) }
            if row.isStorm { storms.append(time) }
            guard let value = row.value else { continue }
            times.append(time)
            values.append(value)
        }
    }

    /// The lines at which the clock was set back: nearly all moments rise, and the lines after overlap those before.
    private static func stepsBack(_ rows: [RecordedRow]) -> Set<Int> {
        let finite = rows.indices.filter { rows[$0].timeSeconds.isFinite }
        guard let first = finite.first else { return [] }
        let least = 5 * usualInterval(rows)
        var falls: [Int] = []
        for (before, after) in zip(finite, finite.dropFirst())
        where rows[after].timeSeconds < rows[before].timeSeconds - least {
            falls.append(after)
            if falls.count > clockStepLimit { return [] }
        }
        var result: Set<Int> = []
        for (number, fall) in falls.enumerated() {
            let end = number + 1 < falls.count ? falls[number + 1] : rows.count
            let earliest = finite.prefix { $0 < fall }.reduce(rows[first].timeSeconds) { min($0, rows[$1].timeSeconds) }
            let latest = rows[fall..<end].reduce(-Double.infinity) {
                $1.timeSeconds.isFinite ? max($0, $1.timeSeconds) : $0
            }
            if latest > earliest { result.insert(fall) }
        }
        return result
    }

    /// The median of the distances that are positive, in seconds; 0 without any.
    private static func usualInterval(_ rows: [RecordedRow]) -> Double {
        var distances: [Double] = []
        for (before, after) in zip(rows, rows.dropFirst()) {
            let distance = after.timeSeconds - before.timeSeconds
            if distance > 0, distance.isFinite { distances.append(distance) }
        }
        return median(distances)
    }
}
