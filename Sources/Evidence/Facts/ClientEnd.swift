/// How the client's first process ended.
package enum ClientEnd: Hashable, Sendable {
    /// It ended by itself with this exit status.
    case exited(Int32)
    /// This signal ended it.
    case signalled(Int32)
    /// It ended, but who could tell how was killed as well.
    case unknown

    /// Part of a sentence: `exited with status 1`, `was ended by signal 9 (SIGKILL)`.
    package var sentence: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .signalled(let number): "was ended by signal \(number)\(SignalName.of(number).map { " (\($0))" } ?? "")"
        case .unknown: "ended, and its keeper was killed, so that its status is not known"
        }
    }
}
