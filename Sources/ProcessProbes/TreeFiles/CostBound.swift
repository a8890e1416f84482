/// Keeps a reading that walks over much to a small part of the time, whatever it costs on this machine.
struct CostBound {
    /// The share of the time that it may take.
    static let share = 0.001

    private var next = -Double.infinity

    /// Whether it may be taken at `seconds` of the caller's clock.
    func isDue(at seconds: Double) -> Bool { seconds >= next }

    /// Notes that it was taken at `seconds` and took `cost` seconds.
    mutating func note(cost: Double, at seconds: Double) {
        next = seconds + cost / Self.share
    }
}
