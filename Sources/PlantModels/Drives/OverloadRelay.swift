/// Trips a motor that draws more than 115 % of its rated current for too long; stays tripped until reset.
struct OverloadRelay {
    /// Whether it has tripped.
    private(set) var isTripped = false

    private static let limit = 1.15

    private let delaySeconds: Double
    private let stepSeconds: Double
    private var overSeconds = 0.0

    /// A relay that trips after `delaySeconds`.
    init(delaySeconds: Double, stepSeconds: Double) {
        self.delaySeconds = delaySeconds
        self.stepSeconds = stepSeconds
    }

    /// Watches one step at this share of the rated current.
    mutating func watch(currentShare: Double, isReset: Bool) {
        if isReset { isTripped = false }
        overSeconds = currentShare > Self.limit ? overSeconds + stepSeconds : 0
        if overSeconds >= delaySeconds {
            isTripped = true
            overSeconds = 0
        }
    }

    /// Trips at once.
    mutating func trip() { isTripped = true }
}
