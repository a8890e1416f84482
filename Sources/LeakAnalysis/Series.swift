/// One reading: a moment and a value.
package struct Sample: Hashable, Sendable {
    /// When, in seconds since the start of the run.
    package var timeSeconds: Double
    /// What was read: MB (10⁶ bytes) for memory, a number of things for counts.
    package var value: Double

    /// The reading `value` at `timeSeconds`.
    package init(timeSeconds: Double, value: Double) {
        self.timeSeconds = timeSeconds
        self.value = value
    }
}

/// Everything that a judgement looks at: readings in any order, and the moments at which storms began.
///
/// The readings may be irregular, unsorted, doubled or not finite: the judgement sorts them, merges what falls on the
/// same moment, drops what is not finite, and says in its verdict how many readings that concerned.
package struct Series: Sendable {
    /// The moments of the readings, in seconds since the start of the run.
    package var times: [Double]
    /// The readings, MB for memory or a count; as many as `times`, a surplus on either side is ignored and counted.
    package var values: [Double]
    /// The moments at which storms began, in seconds on the clock of `times`.
    package var storms: [Double]

    /// The readings `values` taken at `times`, with storms that began at `storms`.
    package init(times: [Double], values: [Double], storms: [Double] = []) {
        self.times = times
        self.values = values
        self.storms = storms
    }

    /// The readings `samples`, with storms that began at `storms`.
    package init(samples: [Sample], storms: [Double] = []) {
        self.init(times: samples.map(\.timeSeconds), values: samples.map(\.value), storms: storms)
    }
}
