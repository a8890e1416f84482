import Evidence
import Text

/// How well a client held its poll rate: requests per second over stretches of quiet time, one after the other.
struct PollRate {
    /// The fewest polls of a stretch at the first rate: fewer would fluctuate by chance alone.
    static let leastPolls = 20.0
    /// The fewest stretches that show whether a rate is held.
    static let fewest = 3

    /// Requests per second in each stretch, with the moment at which the stretch began.
    private(set) var rates: [(fromSeconds: Double, perSecond: Double)] = []
    /// The time of a stretch outside faults, s.
    private(set) var stretchSeconds = 0.0

    /// The rate of the first stretch; nil without any.
    var first: Double? { rates.first?.perSecond }

    /// Divides the time outside `windows` into stretches of a twentieth of the run, at least 10 s, at most 10 min, and
    /// long enough for twenty polls.
    init(_ facts: EvidenceFacts, outside windows: FaultWindows) {
        let polls = facts.server.requestsPerSecond
        var seconds: [(from: Double, length: Double, requests: Double)] = []
        var quietSeconds = 0.0
        var requests = 0.0
        for index in polls.times.indices.dropFirst() {
            let (from, to) = (polls.times[index - 1], polls.times[index])
            // A second that a fault touches counts for nothing.
            guard to > from, windows.parts(from: from, to: to).reduce(0, { $0 + $1.to - $1.from }) > 0.999 * (to - from)
            else { continue }
            seconds.append((from, to - from, polls.values[index] * (to - from)))
            quietSeconds += to - from
            requests += polls.values[index] * (to - from)
        }
        let length = min(600, max(10, facts.durationSeconds / 20))
        let needed = requests > 0 ? Self.leastPolls * quietSeconds / requests : length
        stretchSeconds = max(length, needed)
        var open: (from: Double, length: Double, requests: Double)?
        for second in seconds {
            var stretch = open ?? (second.from, 0, 0)
            stretch.length += second.length
            stretch.requests += second.requests
            open = stretch
            guard stretch.length >= stretchSeconds * 0.999 else { continue }
            rates.append((stretch.from, stretch.requests / stretch.length))
            open = nil
        }
    }

    /// Whether every stretch had at least `rate` requests per second; `rate` is nil when there is none to compare with.
    func result(_ name: String, atLeast rate: Double?, demand: String) -> CriterionResult {
        guard let rate, rates.count >= Self.fewest, let first,
            let worst = rates.min(by: { $0.perSecond < $1.perSecond })
        else {
            return CriterionResult(
                name: name, demand: demand,
                measured: rates.isEmpty && stretchSeconds == 0
                    ? "requests were not recorded"
                    : "only \(Figures.counted(rates.count, "stretch")) of \(Figures.duration(stretchSeconds)) outside faults, "
                        + "and \(Self.fewest) are needed", isMet: nil)
        }
        let below = rates.filter { $0.perSecond < rate }.count
        var measured =
            "\(Figures.significant(first)) polls/s at first, \(Figures.significant(worst.perSecond)) in the slowest "
            + "\(Figures.duration(stretchSeconds)), from \(Figures.clock(worst.fromSeconds)) on"
        if below > 0 { measured += "; \(below) of \(rates.count) stretches below \(Figures.significant(rate))" }
        return CriterionResult(name: name, demand: demand, measured: measured, isMet: below == 0)
    }
}
