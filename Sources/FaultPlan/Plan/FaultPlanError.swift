/// Why a fault plan cannot be turned into a timetable.
package enum FaultPlanError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The plan gives times as shares of the run, and the run has no planned end.
    case needsDuration
    /// A fault's window ends before it begins in a run of this length.
    case emptyWindow(fault: String, fromSeconds: Double, untilSeconds: Double)
    /// A fault's storms need more time than their window has in a run of this length.
    case crowdedWindow(fault: String, neededSeconds: Double, availableSeconds: Double)

    /// A stable code for scripts.
    package var code: String {
        switch self {
        case .needsDuration: "FLT101"
        case .emptyWindow: "FLT102"
        case .crowdedWindow: "FLT110"
        }
    }

    /// What is wrong and how to mend it.
    package var description: String {
        switch self {
        case .needsDuration:
            "the fault plan gives times as shares of the run, and this run has no planned end; give --duration"
        case .emptyWindow(let fault, let from, let until):
            "the window of '\(fault)' runs from \(from) s until \(until) s, which is empty; "
                + "give a later 'until' or a longer run"
        case .crowdedWindow(let fault, let needed, let available):
            "the storms of '\(fault)' need \(needed) s and their window has \(available) s; "
                + "give fewer or shorter storms, a wider window or a longer run"
        }
    }
}
