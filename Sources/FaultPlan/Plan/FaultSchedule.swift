/// When a fault begins, how long it lasts and how often it comes back.
package struct FaultSchedule: Hashable, Sendable {
    /// What its times are counted from.
    package enum Origin: Hashable, Sendable {
        /// The run's start (or that of the scene's call).
        case start
        /// The end of the last occurrence of the fault with this label, which stands earlier in the plan.
        case after(String)
        /// The moment at which the clients have made this many requests, counted over all connections.
        case polls(UInt64)
    }

    /// How the gaps between repetitions are spread.
    package enum Gaps: String, CaseIterable, Hashable, Sendable {
        /// All the same.
        case fixed
        /// Exponentially distributed round the mean, at least a quarter of it, drawn from the run's seed.
        case random
    }

    /// What the times are counted from.
    package var origin = Origin.start
    /// The first beginning.
    package var at = PlanTime.seconds(0)
    /// How long each occurrence lasts; nil: until the run's end. Without meaning for a fault of a moment.
    package var duration: PlanTime?
    /// Time from one beginning to the next; nil: it does not come back.
    package var every: PlanTime?
    /// How often it comes in all, at least 1; nil: as often as `every` and the run's length allow.
    package var times: Int?
    /// How the gaps are spread.
    package var gaps = Gaps.fixed

    /// Once, from the start to the run's end.
    package init() {}

    /// Whether it comes back as long as the run goes on.
    package var repeatsToTheEnd: Bool { every != nil && times == nil }
}
