/// Why a fault plan cannot be turned into a timetable.
package enum FaultPlanError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The plan gives times as shares of the run, and the run has no planned end.
    case needsDuration
    /// A fault's window ends before it begins in a run of this length.
    case emptyWindow(fault: String, fromSeconds: Double, untilSeconds: Double)
    /// A fault or a scene would begin again before it has ended.
    case overlapping(fault: String, everySeconds: Double, lastsSeconds: Double)
    /// A fault or a scene would begin again although it never ends.
    case neverEnds(fault: String)
    /// A fault comes back without a number of times in a run without a planned end.
    case repeatsForEver(fault: String)
    /// A fault comes more often than the limit allows.
    case tooManyOccurrences(fault: String, limit: Int)
    /// The plan brings more events than the limit allows.
    case tooManyEvents(limit: Int)
    /// A fault is to come after one that does not stand before it, or that never ends.
    case nothingToFollow(fault: String, after: String)
    /// A fault's storms need more time than their window has in a run of this length.
    case crowdedWindow(fault: String, neededSeconds: Double, availableSeconds: Double)

    /// A stable code for scripts.
    package var code: String {
        switch self {
        case .needsDuration: "FLT101"
        case .emptyWindow: "FLT102"
        case .overlapping: "FLT103"
        case .neverEnds: "FLT104"
        case .repeatsForEver: "FLT105"
        case .tooManyOccurrences: "FLT106"
        case .tooManyEvents: "FLT107"
        case .nothingToFollow: "FLT108"
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
        case .overlapping(let fault, let every, let lasts):
            "'\(fault)' comes back every \(every) s and lasts \(lasts) s in a run of this length; "
                + "give a longer 'every' or a shorter 'for'"
        case .neverEnds(let fault):
            "'\(fault)' is to come back and something in it lasts until the run's end; give it a 'for'"
        case .repeatsForEver(let fault):
            "'\(fault)' comes back for ever in a run without a planned end; give it 'times', or the run --duration"
        case .tooManyOccurrences(let fault, let limit):
            "'\(fault)' comes more than \(limit) times; give a longer 'every' or a smaller 'times'"
        case .tooManyEvents(let limit):
            "the fault plan brings more than \(limit) events; give longer 'every' or smaller 'times'"
        case .nothingToFollow(let fault, let after):
            "'\(fault)' is to come after '\(after)', which does not stand before it or never ends; "
                + "name an earlier fault with an end"
        case .crowdedWindow(let fault, let needed, let available):
            "the storms of '\(fault)' need \(needed) s and their window has \(available) s; "
                + "give fewer or shorter storms, a wider window or a longer run"
        }
    }
}
