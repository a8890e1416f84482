import Text

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
        case .signalled: "was ended by \(name)"
        case .unknown: "ended, and its keeper was killed, so that its status is not known"
        }
    }

    /// A name to count by: `exit status 1`, `signal 9 (SIGKILL)`.
    package var name: String {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .signalled(let number): "signal \(number)\(SignalName.of(number).map { " (\($0))" } ?? "")"
        case .unknown: "status not known"
        }
    }

    /// The particulars of the event that records it, with how long the client lived, s.
    package func detail(livedSeconds: Double) -> JSONValue {
        switch self {
        case .exited(let status): ["exit_status": .integer(Int64(status)), "lived_seconds": .number(livedSeconds)]
        case .signalled(let signal): ["signal": .integer(Int64(signal)), "lived_seconds": .number(livedSeconds)]
        case .unknown: ["lived_seconds": .number(livedSeconds)]
        }
    }

    /// The end that an event records; nil for one that records another thing, or that an older twinsim wrote.
    package init?(recordedIn event: EvidenceEvent) {
        guard event.kind == .clientEnded, event.detail["lived_seconds"] != nil else { return nil }
        if let status = event.detail.whole("exit_status") {
            self = .exited(Int32(truncatingIfNeeded: status))
        } else if let signal = event.detail.whole("signal") {
            self = .signalled(Int32(truncatingIfNeeded: signal))
        } else {
            self = .unknown
        }
    }
}
