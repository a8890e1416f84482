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

    /// The same series with every value multiplied by `factor`.
    package func scaled(by factor: Double) -> TimeSeries {
        TimeSeries(times: times, values: values.map { $0 * factor })
    }
}
