/// Everything that a judgement looks at: readings in any order, the moments at which storms began, and those at which
/// the process was started anew.
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
    /// The moments at which the process was started anew, in seconds on the clock of `times`; the first start is not
    /// one of them. What a process held before is not growth of the next one: nothing is measured across such a moment.
    package var restarts: [Double]
    /// How often the clock of the readings was set back and carried on, see `init(recorded:)`.
    package var clockSteps = 0

    /// The readings `values` taken at `times`, with storms that began at `storms` and starts anew at `restarts`.
    package init(times: [Double], values: [Double], storms: [Double] = [], restarts: [Double] = []) {
        self.times = times
        self.values = values
        self.storms = storms
        self.restarts = restarts
    }

    /// The readings `samples`, with storms that began at `storms`.
    package init(samples: [Sample], storms: [Double] = []) {
        self.init(times: samples.map(\.timeSeconds), values: samples.map(\.value), storms: storms)
    }

    /// The parts between the restarts, each with its own readings and storms and no restart; empty ones are left out.
    ///
    /// Times keep the clock of the whole. A reading whose time is not finite goes to the first part, which counts it.
    var lives: [Series] {
        let moments = Set(restarts.filter(\.isFinite)).sorted()
        guard !moments.isEmpty else { return [self] }
        var parts = [Series](repeating: Series(times: [], values: []), count: moments.count + 1)
        func part(_ time: Double) -> Int { time.isFinite ? moments.partitioningIndex { $0 > time } : 0 }
        for (time, value) in zip(times, values) {
            let index = part(time)
            parts[index].times.append(time)
            parts[index].values.append(value)
        }
        for storm in storms { parts[part(storm)].storms.append(storm) }
        let paired = min(times.count, values.count)
        parts[0].times += times[paired...]
        parts[0].values += values[paired...]
        return parts.filter { !$0.times.isEmpty || !$0.values.isEmpty }
    }
}
