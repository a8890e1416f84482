/// Why processes outside the client's tree cannot be measured; each ends the harness with status 66.
package enum WatchError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No process has this number.
    case noSuchProcess(Int32)
    /// The process of this number is not the one that the run began with.
    case anotherProcess(Int32)
    /// The control group is not there, and did not appear in the time that it was given, s.
    case noSuchControlGroup(String, waitedSeconds: Double)
    /// No control groups are mounted here.
    case noControlGroups(String)

    /// A stable code for scripts.
    package var code: String {
        switch self {
        case .noSuchProcess: "WAT001"
        case .anotherProcess: "WAT002"
        case .noSuchControlGroup: "WAT003"
        case .noControlGroups: "WAT004"
        }
    }

    /// What is wrong, and how to mend it.
    package var description: String {
        switch self {
        case .noSuchProcess(let number):
            "error \(code): there is no process \(number) to watch; name one that runs, or the control group that it will "
                + "run in with --watch cgroup:PATH"
        case .anotherProcess(let number):
            "error \(code): the run watched another process \(number), which has ended; begin another soak"
        case .noSuchControlGroup(let path, let seconds):
            "error \(code): the control group \(path) is not there and did not appear in \(Int(seconds)) s; "
                + "`systemd-cgls` and /proc/PID/cgroup tell the names of those that are"
        case .noControlGroups(let path):
            "error \(code): the control group \(path) cannot be watched: no control groups are mounted here; "
                + "watch a process with --watch pid:N"
        }
    }
}
