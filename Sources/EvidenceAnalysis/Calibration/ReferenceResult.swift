import Evidence
import LeakAnalysis

/// What came of the soak of one reference client.
package struct ReferenceResult: Sendable {
    /// The client.
    package var reference: ReferenceClient
    /// How long it was soaked, s.
    package var seconds: Double
    /// What it says that it kept; nil when it said nothing.
    package var ledger: ReferenceLedger?
    /// Storms that closed a connection of it.
    package var storms: Int
    /// Of these, those that the analysis could tell apart: it merges storms that are closer than the settle time.
    package var separateStorms: Int
    /// The verdict of each channel that was judged.
    package var verdicts: [Channel: Verdict]
    /// Why its soak proves nothing, a clause without a full stop; nil when it ran as planned.
    package var problem: String?

    /// A soak of `reference`.
    package init(
        _ reference: ReferenceClient, seconds: Double, ledger: ReferenceLedger?, storms: Int, separateStorms: Int,
        verdicts: [Channel: Verdict], problem: String? = nil
    ) {
        self.reference = reference
        self.seconds = seconds
        self.ledger = ledger
        self.storms = storms
        self.separateStorms = separateStorms
        self.verdicts = verdicts
        self.problem = problem
    }

    /// A soak that did not come to evidence; `problem` says why, a clause without a full stop.
    package init(_ reference: ReferenceClient, failed problem: String) {
        self.init(reference, seconds: 0, ledger: nil, storms: 0, separateStorms: 0, verdicts: [:], problem: problem)
    }

    /// The verdict of the channel whose figures are shown.
    package var verdict: Verdict? { verdicts[reference.channel] }

    /// The smallest rate that this run would have found in its channel, per hour; nil when it was not judged.
    package var detectablePerHour: Double? { verdict?.detectablePerHour }

    /// Whether the figures are per storm in place of per hour.
    package var isPerStorm: Bool {
        switch reference.kept {
        case .nothing, .memory: false
        case .socketPerStorm, .threadPerRetry: storms > 0 && verdict?.perStorm != nil
        }
    }

    /// What it truly keeps, by its own count: MB/h, things an hour, or things a storm; nil when it said nothing.
    package var truth: Double? {
        guard let ledger else { return nil }
        let divisor = isPerStorm ? Double(storms) : ledger.seconds / 3600
        return switch reference.kept {
        case .nothing: 0
        case .memory: Double(ledger.keptBytes) * 1e-6 / divisor
        case .socketPerStorm: Double(ledger.sockets) / divisor
        case .threadPerRetry: Double(ledger.threads) / divisor
        }
    }

    /// What was measured, in the unit of `truth`.
    package var measured: Double? { isPerStorm ? verdict?.perStorm : verdict?.ratePerHour }
    /// The lower end of its 95 % interval.
    package var low: Double? { isPerStorm ? verdict?.perStormLow : verdict?.intervalLow }
    /// The upper end of its 95 % interval.
    package var high: Double? { isPerStorm ? verdict?.perStormHigh : verdict?.intervalHigh }

    /// Whether the truth lies in the 95 % interval; nil when one of them is missing.
    package var holdsTruth: Bool? {
        guard let truth, let low, let high else { return nil }
        return low <= truth && truth <= high
    }

    /// The unit of the figures.
    package var unit: String { reference.channel == .memory ? "MB/h" : isPerStorm ? "a storm" : "an hour" }

    /// What the answer proves.
    ///
    /// - Parameter noiseDetectable: the memory rate that the steady client's noise lets a run of this length find, MB/h;
    ///   nil when that is not known.
    package func finding(noiseDetectable: Double?) -> ReferenceFinding {
        if let problem { return .failed(problem) }
        guard let ledger else { return .failed("the client stated nothing of what it kept") }
        let accused = verdicts.filter { $0.key.isRequired && $0.value.answer == .leak }.map(\.key)
        let falsely = accused.filter { !reference.channels.contains($0) && !reference.excused.contains($0) }
        if !falsely.isEmpty {
            return .falseAlarm(Channel.allCases.filter(falsely.contains))
        }
        guard verdict != nil else { return .failed("its channel, \(reference.channel.title), was not judged") }
        if reference.isGood { return .held }
        if !reference.channels.isDisjoint(with: accused) { return .found }
        if ledger.isFull { return .notTried("it reached its own limit and stopped keeping") }
        return isDue(ledger, noiseDetectable: noiseDetectable)
    }

    /// The fewest storms, merged ones as one, that allow an interval of what a storm leaves behind.
    package static let fewestStorms = 5
    /// The fewest things that can be called a leak in a number of things.
    package static let fewestThings: Int64 = 5

    /// What it means that nothing was found.
    private func isDue(_ ledger: ReferenceLedger, noiseDetectable: Double?) -> ReferenceFinding {
        if case .memory = reference.kept {
            guard let truth, let least = [detectablePerHour, noiseDetectable].compactMap({ $0 }).max() else {
                return .belowDetection
            }
            return truth > least ? unfound : .belowDetection
        }
        let things = reference.kept == .socketPerStorm ? ledger.sockets : ledger.threads
        guard storms > 0 else { return .notTried("no storm closed a connection") }
        guard things >= Self.fewestThings, separateStorms >= Self.fewestStorms else {
            return .notTried("too few storms stand far enough apart")
        }
        return unfound
    }

    /// What it is that a leak which should have been found was not.
    private var unfound: ReferenceFinding {
        reference.channels.contains { verdicts[$0]?.answer == .suspicious } ? .undecided : .missed
    }
}
