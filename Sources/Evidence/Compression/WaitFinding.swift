import Text

/// How one kind of waiting of a client's runtime fared under a faster clock.
package struct WaitFinding: Hashable, Sendable {
    /// What came of it; the raw value stands in the evidence.
    package enum Outcome: String, CaseIterable, Hashable, Sendable {
        /// It waits as much shorter as the clock is faster, but for the time that waking up takes.
        case passes
        /// It does not come back.
        case hangs
        /// It comes back at once, or keeps a processor busy: a loop round it would run as fast as the machine can.
        case spins
        /// It waits as long as without the faster clock.
        case notAccelerated = "not_accelerated"
        /// It could not be tried.
        case failed
    }

    /// The kind's name: `time-sleep`, `event-wait`.
    package var kind: String
    /// What came of it.
    package var outcome: Outcome
    /// How much faster than in real time it waited, at best: from the promptest quarter of its rounds; nil for one that
    /// did not come back or could not be tried.
    package var factor: Double?
    /// Whether the user has said that the client does not wait like this.
    package var isUnused = false

    /// A finding.
    package init(kind: String, outcome: Outcome, factor: Double?, isUnused: Bool = false) {
        self.kind = kind
        self.outcome = outcome
        self.factor = factor
        self.isUnused = isUnused
    }

    /// A wait is called accelerated from this share of the way from 1 to the asked factor on: what is lost to waking up
    /// grows with the factor and is not the library's.
    static let acceleratedShare = 0.25
    /// A wait that is this much shorter than it should be spins: the library rounded it to nothing, or nearly.
    static let spinExcess = 2.0
    /// The share of a processor from which a wait counts as busy.
    static let busyShare = 0.8
    /// A trial that has done a smaller share of its rounds when its time is over has waits that stall.
    static let stallShare = 0.25
    /// So many times its length in real time is what no wait takes that comes back, where less than half was done.
    static let stallLengths = 4.0
    private static let halfDone = 0.5
    /// Shorter trials say nothing of the share of a processor, nor of the clock, s.
    static let leastTrialSeconds = 0.1

    /// Judges a trial in which a process waited again and again for `waitSeconds` of its own clock.
    ///
    /// The promptest quarter of the rounds decides: a busy machine lengthens a wait, and nothing but the library shortens
    /// one.
    ///
    /// - Parameters:
    ///   - stamps: the process's own clock in seconds, before the first round and after each.
    ///   - rounds: how many rounds there were to be.
    ///   - realSeconds: from the beginning to the last stamp, or to the limit for one without any round.
    ///   - processorSeconds: what the process took meanwhile; nil when it could not be read.
    ///   - asked: how much faster its clock was to run.
    package init(
        kind: String, stamps: [Double], rounds wanted: Int, waitSeconds: Double, realSeconds: Double,
        processorSeconds: Double?, asked: Double
    ) {
        self.kind = kind
        let rounds = zip(stamps, stamps.dropFirst()).map { $1 - $0 }
        guard let first = stamps.first, let last = stamps.last, !rounds.isEmpty else {
            outcome = stamps.isEmpty ? .failed : .hangs
            return
        }
        // The clock must itself run faster, or its stamps say nothing of real time.
        let clock = realSeconds >= Self.leastTrialSeconds ? (last - first) / realSeconds : asked
        let isClockFaster = clock >= 1 + (asked - 1) / 2
        let prompt = rounds.sorted()[rounds.count / 4]
        let real = max(isClockFaster ? prompt / asked : prompt, 1e-9)
        let factor = waitSeconds / real
        self.factor = factor
        let busy = processorSeconds.map { $0 / realSeconds } ?? 0
        // Each wait of some kinds is longer than the one before: a few are done, and then one does not come back.
        let done = Double(rounds.count) / Double(max(1, wanted))
        let longest = (rounds.max() ?? 0) / (isClockFaster ? asked : 1)
        if factor > Self.spinExcess * asked || (realSeconds >= Self.leastTrialSeconds && busy > Self.busyShare) {
            outcome = .spins
        } else if done < Self.halfDone, longest > Self.stallLengths * waitSeconds {
            outcome = .hangs
        } else if factor < 1 + Self.acceleratedShare * (asked - 1) {
            outcome = .notAccelerated
        } else {
            outcome = done < Self.stallShare ? .hangs : .passes
        }
    }

    /// Whether a client that waits like this must not be run with the faster clock.
    package var isDangerous: Bool { outcome == .hangs || outcome == .spins || outcome == .failed }

    /// Whether the run is refused because of it.
    package var forbids: Bool { isDangerous && !isUnused }

    /// What came of it, as part of a sentence: `event-wait hangs`.
    package var sentence: String {
        switch outcome {
        case .passes: "\(kind) is accelerated (×\(Figures.factor(factor ?? 0)))"
        case .hangs: "\(kind) hangs"
        case .spins: "\(kind) spins"
        case .notAccelerated: "\(kind) is not accelerated"
        case .failed: "\(kind) could not be tried"
        }
    }

    /// The highest of the factors at which every one of the `kinds` passed; nil when there is none.
    package static func highestSafe(_ trials: [Double: [WaitFinding]], kinds: [String]) -> Double? {
        trials.filter { _, findings in
            kinds.allSatisfy { kind in findings.contains { $0.kind == kind && !$0.isDangerous } }
        }.keys.max()
    }
}
