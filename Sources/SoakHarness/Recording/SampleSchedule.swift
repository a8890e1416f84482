/// When samples are due: at fixed moments one interval apart, whatever happens in between.
///
/// A sample that is late is taken at once and the moments that it missed are left out; the next ones stay where they are.
struct SampleSchedule {
    /// Between two samples, ns.
    let interval: Int64
    /// The moment at which the next sample is due, on the soak's clock, ns.
    private(set) var next: Int64

    /// A schedule whose first sample is due at `begin`.
    init(begin: Int64, interval: Int64) {
        self.interval = interval
        next = begin
    }

    /// Notes that the sample that was due is taken at `now`: the next one is due at the first moment after it.
    mutating func take(at now: Int64) {
        next += interval * (1 + max(0, now - next) / interval)
    }
}
