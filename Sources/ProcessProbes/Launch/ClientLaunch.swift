/// What to start, and how it is watched.
package struct ClientLaunch: Sendable {
    /// The client's command line; the first word is a path, or a name to look for in PATH.
    package var arguments: [String]
    /// Variables added to the harness's own environment, or replacing them there.
    package var environmentAdditions: [String: String]
    /// The directory to start in; nil: the harness's own.
    package var workingDirectory: String?
    /// Where the client's standard output and standard error go together.
    package var logPath: String
    /// The most bytes that the log may take, at least 64 KiB.
    package var logLimitBytes: Int
    /// Whether the malloc tally is preloaded where it can be.
    package var tallyNative: Bool
    /// Whether the Python start-up module is put on the Python path.
    package var countPython: Bool
    /// Whether Node.js is told to require the counting module first.
    package var countNode: Bool
    /// The client's soft limit of open descriptors; nil: the harness's own.
    package var descriptorLimit: UInt64?
    /// twinsim's own files.
    package var runtimeFiles: RuntimeFiles

    /// The usual limit of the client's log.
    package static let defaultLogLimitBytes = 16 << 20
    /// The least limit of the client's log.
    package static let minimumLogLimitBytes = 64 << 10

    /// A client to start with `arguments`, whose output goes to `logPath`.
    package init(
        arguments: [String], environmentAdditions: [String: String] = [:], workingDirectory: String? = nil,
        logPath: String, logLimitBytes: Int = defaultLogLimitBytes, tallyNative: Bool = true, countPython: Bool = true,
        countNode: Bool = true, descriptorLimit: UInt64? = nil, runtimeFiles: RuntimeFiles
    ) {
        self.arguments = arguments
        self.environmentAdditions = environmentAdditions
        self.workingDirectory = workingDirectory
        self.logPath = logPath
        self.logLimitBytes = max(logLimitBytes, Self.minimumLogLimitBytes)
        self.tallyNative = tallyNative
        self.countPython = countPython
        self.countNode = countNode
        self.descriptorLimit = descriptorLimit
        self.runtimeFiles = runtimeFiles
    }
}
