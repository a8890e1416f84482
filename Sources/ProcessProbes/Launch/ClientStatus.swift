import Evidence

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
