import Determinism

/// A time in a fault plan: counted from the start of the run, or as a share of its length.
///
/// Shares let one plan serve a 90-second and a 48-hour run alike.
package enum PlanTime: Hashable, Sendable {
    /// Seconds after the start of the run, 0 or more.
    case seconds(Double)
    /// A share of the run's length, 0 to 1.
    case share(Double)

    /// The moment in a run of this length.
    ///
    /// - Parameter runSeconds: the planned length of the run in seconds; nil for a run without a planned end.
    /// - Throws: `FaultPlanError.needsDuration` when a share is asked of a run without a planned end.
    package func seconds(inRunOf runSeconds: Double?) throws(FaultPlanError) -> Double {
        switch self {
        case .seconds(let seconds): return seconds
        case .share(let share):
            guard let runSeconds else { throw .needsDuration }
            return share * runSeconds
        }
    }
}
