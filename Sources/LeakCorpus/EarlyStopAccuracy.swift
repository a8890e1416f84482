import LeakAnalysis

/// How often `EarlyStop` ends healthy runs, and how much of a leaking one it saves.
package struct EarlyStopAccuracy: Sendable {
    /// What became of the runs of one class.
    package struct Row: Sendable {
        /// The class.
        package let name: String
        /// Whether a stop is an error.
        package let isHealthy: Bool
        /// Whether the class is a number of things.
        package let isCount: Bool
        /// The runs.
        package var total = 0
        /// The share of its planned time after which each stopped run was stopped.
        package var stops: [Double] = []
        /// The runs whose verdict at the planned end is leak.
        package var leaksAtEnd = 0
        /// The stopped ones that the verdict at the planned end does not call a leak.
        package var notBorneOut = 0

        /// The share of the runs that were stopped.
        package var stopped: Double { Double(stops.count) / Double(max(1, total)) }

        /// The share of its planned time that a stopped run saved, in the middle; nil when none was stopped.
        package var medianSaved: Double? {
            stops.isEmpty ? nil : 1 - stops.sorted()[stops.count / 2]
        }
    }

    /// The planned length of the runs in hours.
    package let hours: Double
    /// One row a class.
    package private(set) var rows: [Row] = []

    /// Runs `count` series of each class, `hours` long, under `seed`: the corpus, a cache that fills in a straight line, and
    /// numbers of things. Leaks below 0.5 MB/h are left out.
    ///
    /// Cost: at most nine verdicts a series.
    package init(hours: Double, count: Int, seed: UInt64, noise: Double = 1, flaw: SamplingFlaw = .none) {
        self.hours = hours
        let interval = min(60, hours * 15)
        for kind in CorpusClass.allCases where kind != .spikesRetained {
            var row = Row(name: kind.rawValue, isHealthy: kind.isHealthy, isCount: false)
            for index in 0..<count {
                let made = LeakCorpus.series(
                    kind, hours: hours, index: index, seed: seed, interval: interval, noise: noise, flaw: flaw)
                if !kind.isLeak || made.trueRate >= 0.5 { run(made.series, &row) }
            }
            rows.append(row)
        }
        var row = Row(name: "cache that fills evenly", isHealthy: true, isCount: false)
        for index in 0..<count {
            run(LeakCorpus.evenCache(hours: hours, index: index, seed: seed, interval: interval, noise: noise), &row)
        }
        rows.append(row)
        for kind in CountClass.allCases {
            var row = Row(name: kind.rawValue, isHealthy: kind.isHealthy, isCount: true)
            for index in 0..<count {
                run(CountCorpus.series(kind, hours: hours, index: index, seed: seed, interval: interval), &row)
            }
            rows.append(row)
        }
    }

    /// The share of healthy runs that were stopped, memory or counts.
    package func falseStops(counts: Bool) -> Double {
        let healthy = rows.filter { $0.isHealthy && $0.isCount == counts }
        return Double(healthy.reduce(0) { $0 + $1.stops.count }) / Double(max(1, healthy.reduce(0) { $0 + $1.total }))
    }

    /// The healthy class of memory, or of counts, that was stopped most often; nil when none was.
    package func worstClass(counts: Bool) -> Row? {
        rows.filter { $0.isHealthy && $0.isCount == counts && !$0.stops.isEmpty }.max { $0.stopped < $1.stopped }
    }

    /// Lets a run happen as a soak would, and looks when looks are due.
    private func run(_ series: Series, _ row: inout Row) {
        let planned = hours * 3600
        var readings = BoundedSeries(plannedSeconds: planned)
        var rule = row.isCount ? EarlyStop.count(plannedSeconds: planned) : .memory(plannedSeconds: planned)
        var stop: Double?
        for (time, value) in zip(series.times, series.values) {
            readings.add(time: time, value: value)
            guard time >= rule.nextLookSeconds else { continue }
            let storms = series.storms.filter { $0 <= time }
            if rule.look(at: readings.series(storms: storms), time: time) {
                stop = time / planned
                break
            }
        }
        row.total += 1
        let end = row.isCount ? LeakAnalysis.judgeCount(series) : LeakAnalysis.judgeMemory(series)
        if end.answer == .leak { row.leaksAtEnd += 1 }
        guard let stop else { return }
        row.stops.append(stop)
        if end.answer != .leak { row.notBorneOut += 1 }
    }
}
