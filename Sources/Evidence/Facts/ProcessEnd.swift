/// How one process of the client's tree ended.
package struct ProcessEnd: Hashable, Sendable {
    /// The process.
    package var process: ProcessKey
    /// The exit status, 0 to 255; nil when a signal ended it or nobody could tell.
    package var exitStatus: Int32?
    /// The signal that ended it; nil when none did or nobody could tell.
    package var signal: Int32?

    /// The end of a process.
    package init(process: ProcessKey, exitStatus: Int32? = nil, signal: Int32? = nil) {
        self.process = process
        self.exitStatus = exitStatus
        self.signal = signal
    }

    /// `exit status 3`, `signal 9` or `not known`.
    package var sentence: String {
        if let signal { return "signal \(signal)" }
        if let exitStatus { return "exit status \(exitStatus)" }
        return "not known"
    }
}
