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

    /// The same series with every value multiplied by `factor`.
    package func scaled(by factor: Double) -> TimeSeries {
        TimeSeries(times: times, values: values.map { $0 * factor })
    }
}
