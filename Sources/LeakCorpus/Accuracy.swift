import LeakAnalysis

/// How well a method did on a part of the corpus: answers per class, and the figures that a release prints.
package struct Accuracy: Sendable {
    /// The answers on one class.
    package struct Row: Sendable {
        /// The class.
        package let kind: CorpusClass
        /// The series judged.
        package var total = 0
        /// How often each answer was given.
        package var answers: [Answer: Int] = [:]
        /// The answers that were right.
        package var right = 0
        /// The series of the class with a defined rate and a measured interval.
        package var withInterval = 0
        /// Of these, how many intervals held the true rate.
        package var covered = 0
        /// The leaks of at least 0.5 MB/h.
        package var strongLeaks = 0
        /// Of these, how many were called.
        package var strongLeaksCalled = 0
        /// The detectable rates that the method stated, MB/h.
        package var detectable: [Double] = []
    }

    /// The length of the series in hours.
    package let hours: Double
    /// One row a class, in the order of the classes asked for.
    package private(set) var rows: [Row]

    /// Nothing judged yet.
    private init(hours: Double, classes: [CorpusClass]) {
        self.hours = hours
        rows = classes.map { Row(kind: $0) }
    }

    /// Judges `count` series of each class, `hours` long, with the numbers from 0 on under `seed`, by our method.
    ///
    /// Cost: about a millisecond a series with optimisation, some fifty times that without.
    package init(
        hours: Double, count: Int, seed: UInt64, classes: [CorpusClass] = CorpusClass.allCases, noise: Double = 1,
        flaw: SamplingFlaw = .none
    ) {
        self =
            Self.measure(
                [.ours], hours: hours, count: count, seed: seed, classes: classes, noise: noise, flaw: flaw)[0]
    }

    /// Judges the same series by several methods; one result a method, in their order.
    package static func measure(
        _ methods: [Method], hours: Double, count: Int, seed: UInt64, classes: [CorpusClass] = CorpusClass.allCases,
        noise: Double = 1, flaw: SamplingFlaw = .none
    ) -> [Accuracy] {
        var results = [Accuracy](repeating: Accuracy(hours: hours, classes: classes), count: methods.count)
        for (place, kind) in classes.enumerated() {
            for index in 0..<count {
                let made = LeakCorpus.series(kind, hours: hours, index: index, seed: seed, noise: noise, flaw: flaw)
                for (number, method) in methods.enumerated() {
                    results[number].rows[place].add(made, method.judge(made.series))
                }
            }
        }
        return results
    }

    /// The share of leaks of at least 0.5 MB/h that were called; nil without any.
    package var recall: Double? { share(\.strongLeaksCalled, of: \.strongLeaks) }

    /// The share of series of healthy classes that were called leaks; nil without any.
    package var falseAlarms: Double? {
        let healthy = rows.filter(\.kind.isHealthy)
        let total = healthy.reduce(0) { $0 + $1.total }
        return total == 0 ? nil : Double(healthy.reduce(0) { $0 + ($1.answers[.leak] ?? 0) }) / Double(total)
    }

    /// The share of series with a right answer out of three; nil without any.
    package var threeWay: Double? { share(\.right, of: \.total) }

    /// The share of 95 % intervals that held the true rate; nil without any.
    package var coverage: Double? { share(\.covered, of: \.withInterval) }

    /// The median of the detectable rates that the method stated, MB/h; nil when it stated none.
    package var detectable: Double? {
        let stated = rows.flatMap(\.detectable).sorted()
        return stated.isEmpty ? nil : stated[stated.count / 2]
    }

    private func share(_ part: KeyPath<Row, Int>, of whole: KeyPath<Row, Int>) -> Double? {
        let total = rows.reduce(0) { $0 + $1[keyPath: whole] }
        return total == 0 ? nil : Double(rows.reduce(0) { $0 + $1[keyPath: part] }) / Double(total)
    }
}

extension Accuracy.Row {
    /// Counts one judged series.
    fileprivate mutating func add(_ made: CorpusSeries, _ judgement: Judgement) {
        total += 1
        answers[judgement.answer, default: 0] += 1
        if made.rightAnswers.contains(judgement.answer) { right += 1 }
        if kind.isLeak, made.trueRate >= 0.5 {
            strongLeaks += 1
            if judgement.answer == .leak { strongLeaksCalled += 1 }
        }
        if let detectable = judgement.detectable { self.detectable.append(detectable) }
        // Kept spikes have no rate: what they leave behind is neither zero nor steady.
        if kind != .spikesRetained, let interval = judgement.interval {
            withInterval += 1
            if interval.contains(made.trueRate) { covered += 1 }
        }
    }
}
