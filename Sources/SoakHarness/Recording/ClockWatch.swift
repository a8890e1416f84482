import Evidence

/// Notices that the machine was suspended and that somebody set the wall clock, from the machine's clocks at each sample.
///
/// The run's own time is the monotonic clock, which neither of them moves.
struct ClockWatch {
    /// Less than this many seconds is no jump: the wall clock is kept right by small changes all the time.
    static let leastSeconds = 1.0

    private var last: SoakClock.Moment?

    /// Seconds that the machine was suspended since the moment before, 0 for the first one.
    private(set) var suspendedSeconds = 0.0

    /// Notes a moment, `time` seconds from the start; the events that it shows.
    mutating func note(_ moment: SoakClock.Moment, at time: Double) -> [EvidenceEvent] {
        defer { last = moment }
        suspendedSeconds = 0
        guard let last else { return [] }
        func seconds(_ difference: Int64) -> Double { Double(difference) * 1e-9 }
        var events: [EvidenceEvent] = []
        let awake = seconds(moment.monotonic - last.monotonic)
        let all = seconds(moment.withSuspension - last.withSuspension)
        if all - awake >= Self.leastSeconds {
            suspendedSeconds = all - awake
            events.append(
                EvidenceEvent(
                    timeSeconds: time, kind: .sampling, subject: "suspended",
                    summary: "The machine was suspended for \(Self.text(suspendedSeconds)) s, "
                        + "which the run's time does not count.",
                    detail: ["seconds": .number(suspendedSeconds)]))
        }
        let jump = seconds(moment.wall - last.wall) - all
        // A clock that is slewed by the kernel's 500 ppm moves by that much between two samples.
        if abs(jump) >= max(Self.leastSeconds, 0.001 * all) {
            events.append(
                EvidenceEvent(
                    timeSeconds: time, kind: .sampling, subject: "clock",
                    summary: "The wall clock was set \(jump > 0 ? "forward" : "back") by \(Self.text(abs(jump))) s; "
                        + "the run's own times go on evenly.",
                    detail: ["seconds": .number(jump)]))
        }
        return events
    }

    private static func text(_ seconds: Double) -> String {
        seconds < 10 ? "\((seconds * 10).rounded() / 10)" : "\(Int64(seconds.rounded()))"
    }
}
