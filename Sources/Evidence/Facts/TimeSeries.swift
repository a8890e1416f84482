/// Values over time, in order of time.
package struct TimeSeries: Hashable, Sendable {
    /// Times, s from the start of the run, ascending.
    package var times: [Double]
    /// One value a time, in the unit that the holder states.
    package var values: [Double]

    /// No values.
    package static let empty = TimeSeries(times: [], values: [])

    /// A series; both lists have the same length.
    package init(times: [Double], values: [Double]) {
        precondition(times.count == values.count, "a series has one value a time")
        self.times = times
        self.values = values
    }

    /// Whether there is nothing in it.
    package var isEmpty: Bool { times.isEmpty }

    /// How many values there are.
    package var count: Int { times.count }

    /// Adds a value; the time must not be earlier than the last one.
    package mutating func append(_ time: Double, _ value: Double) {
        times.append(time)
        values.append(value)
    }

    /// The parts between these moments, ascending; a part without values is left out.
    package func split(at moments: [Double]) -> [TimeSeries] {
        guard !moments.isEmpty else { return isEmpty ? [] : [self] }
        var parts = [TimeSeries](repeating: .empty, count: moments.count + 1)
        var part = 0
        for (time, value) in zip(times, values) {
            while part < moments.count, time >= moments[part] { part += 1 }
            parts[part].append(time, value)
        }
        return parts.filter { !$0.isEmpty }
    }

    /// The sum of both series at the moments that both have.
    package func adding(_ other: TimeSeries) -> TimeSeries {
        if times == other.times { return TimeSeries(times: times, values: zip(values, other.values).map(+)) }
        var sum = TimeSeries.empty
        var next = 0
        for (time, value) in zip(times, values) {
            while next < other.count, other.times[next] < time { next += 1 }
            if next < other.count, other.times[next] == time { sum.append(time, value + other.values[next]) }
        }
        return sum
    }

    /// This series with the values of another one added at the moments that it has too.
    package func adding(whereKnown other: TimeSeries) -> TimeSeries {
        guard !other.isEmpty else { return self }
        var sum = self
        var next = 0
        for index in times.indices {
            while next < other.count, other.times[next] < times[index] { next += 1 }
            if next < other.count, other.times[next] == times[index] { sum.values[index] += other.values[next] }
        }
        return sum
    }

    /// How much it grew from `start`, s, to its end, each by the median of a tenth; 0 for fewer than two values.
    package func growth(from start: Double) -> Double {
        let kept = zip(times, values).filter { $0.0 >= start }.map(\.1)
        guard kept.count > 1 else { return 0 }
        let share = max(1, kept.count / 10)
        func median(_ values: ArraySlice<Double>) -> Double { values.sorted()[values.count / 2] }
        return median(kept.suffix(share)) - median(kept.prefix(share))
    }

    /// The same series with every value multiplied by `factor`.
    package func scaled(by factor: Double) -> TimeSeries {
        TimeSeries(times: times, values: values.map { $0 * factor })
    }
}
