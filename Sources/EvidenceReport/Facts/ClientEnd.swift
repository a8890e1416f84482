/// How the client itself ended.
package enum ClientEnd: Hashable, Sendable {
    /// It exited with this status.
    case exited(status: Int32)
    /// This signal ended it.
    case signalled(Int32)

    /// `exited with status 1` or `was ended by signal 9`.
    package var sentence: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .signalled(let signal): "was ended by signal \(signal)"
        }
    }
}
