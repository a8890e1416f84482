/// How the client itself ended.
package enum ClientEnd: Hashable, Sendable {
    /// It exited with this status.
    case exited(status: Int32)
    /// This signal ended it.
    case signalled(Int32)

    /// `exited with status 1` or `was ended by signal 9 (SIGKILL)`.
    package var sentence: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .signalled(let signal): "was ended by \(Self.words(signal))"
        }
    }

    /// `exit status 1` or `signal 9 (SIGKILL)`.
    package var name: String {
        switch self {
        case .exited(let status): "exit status \(status)"
        case .signalled(let signal): Self.words(signal)
        }
    }

    /// The particulars of the event that records it, with how long the client lived, s.
    package func detail(livedSeconds: Double) -> JSONValue {
        switch self {
        case .exited(let status): ["exit_status": .integer(Int64(status)), "lived_seconds": .number(livedSeconds)]
        case .signalled(let signal): ["signal": .integer(Int64(signal)), "lived_seconds": .number(livedSeconds)]
        }
    }

    /// The end that an event records; nil for one that records another thing, or that an older twinsim wrote.
    package init?(recordedIn event: EvidenceEvent) {
        guard event.kind == .clientEnded else { return nil }
        if let status = event.detail.whole("exit_status") {
            self = .exited(status: Int32(truncatingIfNeeded: status))
        } else if let signal = event.detail.whole("signal") {
            self = .signalled(Int32(truncatingIfNeeded: signal))
        } else {
            return nil
        }
    }

    private static func words(_ signal: Int32) -> String {
        "signal \(signal)\(names[signal].map { " (\($0))" } ?? "")"
    }

    /// The usual names of the signals that end programs.
    private static let names: [Int32: String] = [
        1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
        9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
        24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
    ]
}
