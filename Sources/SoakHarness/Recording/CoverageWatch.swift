import Evidence

/// Finds the stretches that no sample covers, and says why: the harness, the machine, or the client that was not there.
struct CoverageWatch {
    /// A stretch of more than this many intervals without a sample is a gap.
    static let intervals = 3.0

    /// What is known of the time since the sample before.
    struct Stretch {
        /// How long the sample before took, with writing it down and starting a client anew, s.
        var passSeconds = 0.0
        /// Whether this process was stopped by a signal and went on.
        var wasStopped = false
        /// How long the machine was suspended, s; the run's time does not count it.
        var suspendedSeconds = 0.0
        /// How long this thread waited for a processor, s; nil where the kernel does not tell.
        var waitedForProcessorSeconds: Double?
    }

    private let intervalSeconds: Double
    private var lastSeconds: Double
    private var lastClientSeconds: Double
    private var wasClientMissing = false

    /// A watch over samples so far apart, from `startSeconds` on.
    init(intervalSeconds: Double, startSeconds: Double) {
        self.intervalSeconds = intervalSeconds
        lastSeconds = startSeconds
        lastClientSeconds = startSeconds
    }

    /// Notes a sample at `time`, s from the start; the gaps that end with it.
    mutating func note(at time: Double, hasClient: Bool, isLast: Bool, since stretch: Stretch) -> [SamplingGap] {
        var gaps: [SamplingGap] = []
        let most = Self.intervals * intervalSeconds
        let isLate = time - lastSeconds > most || stretch.suspendedSeconds > 0
        if isLate {
            gaps.append(SamplingGap(fromSeconds: lastSeconds, toSeconds: time, reason: reason(stretch, until: time)))
        }
        if hasClient || isLast, wasClientMissing, time - lastClientSeconds > most {
            gaps.append(
                SamplingGap(
                    fromSeconds: lastClientSeconds, toSeconds: time, reason: SamplingGap.clientWasNotRunning))
        }
        lastSeconds = time
        wasClientMissing = !hasClient
        if hasClient { lastClientSeconds = time }
        return gaps
    }

    private func reason(_ stretch: Stretch, until time: Double) -> String {
        let seconds = time - lastSeconds
        func share(_ part: Double) -> Bool { part > 0.5 * (seconds - intervalSeconds) }
        if stretch.suspendedSeconds > 0 {
            return
                "The machine was suspended for \(whole(stretch.suspendedSeconds)) s, which the run's time does not count."
        }
        if stretch.wasStopped { return "twinsim was stopped by a signal and went on." }
        if share(stretch.passSeconds) {
            return "Sampling the client and writing it down took \(whole(stretch.passSeconds)) s."
        }
        if let waited = stretch.waitedForProcessorSeconds, share(waited) {
            return "The machine's processors were busy: twinsim waited \(whole(waited)) s for one."
        }
        return "The machine did not run twinsim for \(whole(seconds)) s: it was frozen, or its machine was."
    }

    private func whole(_ seconds: Double) -> String { "\(max(1, Int64(seconds.rounded())))" }
}
