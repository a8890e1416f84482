/// The exit statuses of the program: a contract with the scripts that call it (Docs/ExitStatus.md).
package enum ExitStatus: Int32, CaseIterable, Sendable {
    /// It ran; expected growth only, every criterion met.
    case success = 0
    /// It ran; leak.
    case leak = 1
    /// It ran; suspicious or inconclusive.
    case suspicious = 2
    /// It ran; the client ended early.
    case clientEndedEarly = 3
    /// It ran; a criterion other than memory failed.
    case criterionFailed = 4
    /// The command line is wrong.
    case usage = 64
    /// A scenario, ladder, plan or evidence is invalid.
    case invalidData = 65
    /// A scenario, client or file was not found.
    case notFound = 66
    /// A port or another resource is unavailable.
    case unavailable = 69
    /// An internal fault.
    case internalFault = 70
    /// The evidence cannot be created.
    case cannotCreate = 73
    /// Reading or writing failed.
    case inputOutput = 74
    /// Ended by SIGHUP.
    case hungUp = 129
    /// Ended by SIGQUIT.
    case quit = 131
    /// Ended by SIGINT.
    case interrupted = 130
    /// Ended by SIGTERM.
    case terminated = 143
}
