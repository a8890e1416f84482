/// The time between a process's baseline and its last snapshot, on the machine's monotonic clock.
struct Stretch: Hashable {
    /// When it begins, s.
    var fromSeconds: Double
    /// How long it lasts, s.
    var seconds: Double

    /// The hours that stretches cover together: workers that run side by side add up, and a client that was launched
    /// anew goes on.
    static func hoursCovered(by stretches: [Stretch]) -> Double {
        var covered = 0.0
        var end = -Double.infinity
        for stretch in stretches.sorted(by: { $0.fromSeconds < $1.fromSeconds }) {
            let last = stretch.fromSeconds + stretch.seconds
            covered += max(0, last - max(end, stretch.fromSeconds))
            end = max(end, last)
        }
        return covered / 3600
    }
}
