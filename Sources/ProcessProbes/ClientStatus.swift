/// How the client's first process ended.
package enum ClientEnd: Hashable, Sendable, CustomStringConvertible {
    /// It ended by itself with this exit status.
    case exited(Int32)
    /// This signal ended it.
    case signalled(Int32)
    /// It ended, but who could tell how was killed as well.
    case unknown

    /// Part of a sentence: "exited with status 1", "was ended by signal 9 (SIGKILL)".
    package var description: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .signalled(let number): "was ended by signal \(number)\(signalName(number).map { " (\($0))" } ?? "")"
        case .unknown: "ended, and its keeper was killed, so that its status is not known"
        }
    }
}

/// Where the client is in its life.
package enum ClientStatus: Hashable, Sendable {
    /// Its first process runs.
    case running
    /// Its first process has ended, others of its tree run on: a client that made itself a daemon, or left workers.
    case rootEnded(ClientEnd)
    /// Nothing of it is left.
    case ended(ClientEnd)
}

/// What it took to end the client.
package struct TerminationReport: Hashable, Sendable {
    /// Processes that were asked to end with SIGTERM.
    package var asked: Int
    /// Processes that SIGKILL had to end.
    package var killed: Int
    /// Processes that even SIGKILL did not end: in an uninterruptible wait, or not ours to signal.
    package var resisting: Int

    /// A report.
    package init(asked: Int, killed: Int, resisting: Int) {
        self.asked = asked
        self.killed = killed
        self.resisting = resisting
    }
}

/// The usual name of a signal, for those that end programs.
func signalName(_ number: Int32) -> String? {
    let names: [Int32: String] = [
        1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
        9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
        24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
    ]
    return names[number]
}
