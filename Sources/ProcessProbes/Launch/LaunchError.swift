/// Why the client could not be started.
package enum LaunchError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The command line is empty.
    case noCommand
    /// There is no such program; ends the harness with status 66.
    case clientNotFound(name: String)
    /// The program is there, but cannot be executed.
    case notExecutable(path: String, reason: String)
    /// The working directory cannot be entered.
    case workingDirectoryUnusable(path: String, reason: String)
    /// The client's log file cannot be written.
    case logNotWritable(path: String, reason: String)
    /// A file of twinsim's own installation is missing.
    case installationIncomplete(path: String)
    /// Arguments and environment together are longer than the kernel takes.
    case commandTooLong
    /// The system has no room for another process, descriptor or directory.
    case resourceUnavailable(what: String, reason: String)

    /// A stable code for scripts.
    package var code: String {
        switch self {
        case .noCommand: "CLI001"
        case .clientNotFound: "CLI002"
        case .notExecutable: "CLI003"
        case .workingDirectoryUnusable: "CLI004"
        case .logNotWritable: "CLI005"
        case .installationIncomplete: "CLI006"
        case .commandTooLong: "CLI007"
        case .resourceUnavailable: "CLI008"
        }
    }

    /// What is wrong, and how to mend it.
    package var description: String {
        switch self {
        case .noCommand:
            "error \(code): no client command is given; put it after --, as in `twinsim soak --hours 1 -- ./client`"
        case .clientNotFound(let name):
            "error \(code): the client \"\(name)\" is not found; name a file, or a program in a directory of PATH"
        case .notExecutable(let path, let reason):
            "error \(code): \(path) cannot be executed: \(reason)"
        case .workingDirectoryUnusable(let path, let reason):
            "error \(code): the working directory \(path) cannot be entered: \(reason)"
        case .logNotWritable(let path, let reason):
            "error \(code): the client's log \(path) cannot be written: \(reason)"
        case .installationIncomplete(let path):
            "error \(code): twinsim's own file \(path) is missing; build or install twinsim again"
        case .commandTooLong:
            "error \(code): the client's arguments and environment are longer than the system takes; shorten them"
        case .resourceUnavailable(let what, let reason):
            "error \(code): \(what) is not to be had: \(reason)"
        }
    }
}
