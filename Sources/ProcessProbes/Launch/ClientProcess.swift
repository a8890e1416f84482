import CLinux
import Glibc

/// The client under test: an unmodified program with all the processes it starts.
///
/// Guaranteed: nothing of it outlives this object, nor the harness, however that ends, nor the keeper alone. Not
/// guaranteed: when harness and keeper are killed in the same instant, processes other than the client's first may stay;
/// and a process that changed its user cannot be signalled by a harness without privileges (it is reported as resisting).
package final class ClientProcess: Sendable {
    private let session: ClientSession
    private let counters: CounterDirectory
    /// Which counters were put into the client, and why not the others.
    package let probes: ProbePlan

    /// The client's first process, leader of its own session and process group.
    package var pid: Int32 { session.root }
    /// The client's process group: the number of its first process.
    package var processGroup: Int32 { session.root }
    /// The keeper, parent of the client's first process and of its orphans. Not part of the client.
    package var keeperPid: Int32 { session.keeper }
    /// The directory of the counters' files, for `ProcessTreeSampler`.
    package var counterDirectory: String { counters.path }

    private init(session: ClientSession, counters: CounterDirectory, probes: ProbePlan) {
        self.session = session
        self.counters = counters
        self.probes = probes
    }

    deinit { session.abandon() }

    /// Where the client is in its life, without waiting.
    package var status: ClientStatus {
        session.state.withLock { state in
            guard let end = state.rootEnd else { return .running }
            return state.finished == nil ? .rootEnded(end) : .ended(end)
        }
    }

    /// What became of the client's output so far.
    package var log: LogSummary { session.state.withLock { $0.log } }

    /// The latest output, at most 8 KiB, invalid UTF-8 replaced.
    package var recentOutput: String { String(decoding: session.state.withLock { $0.recentOutput }, as: UTF8.self) }

    /// Waits until the first process has ended, for at most `seconds`; says how it stands then.
    package func waitForRootEnd(seconds: Double) -> ClientStatus {
        _ = waitUntilReadable(session.rootEnded, seconds: seconds)
        return status
    }

    /// Waits until nothing of the client is left and its log is complete, for at most `seconds`.
    package func waitForEnd(seconds: Double) -> ClientStatus {
        _ = waitUntilReadable(session.treeEnded, seconds: seconds)
        return status
    }

    /// Ends the whole tree: SIGTERM to all of it, then, after `graceSeconds`, SIGKILL to whatever is left, daemons in
    /// sessions of their own included. Returns when nothing is left, or when something resists SIGKILL for 10 s.
    @discardableResult
    package func terminate(graceSeconds: Double) -> TerminationReport {
        session.order(keeper_command(grace_ms: UInt32(max(0, graceSeconds) * 1000), reserved: 0))
        _ = waitUntilReadable(session.treeEnded, seconds: graceSeconds + 30)
        return session.state.withLock { state in
            state.finished ?? state.resisting ?? TerminationReport(asked: 0, killed: 0, resisting: 1)
        }
    }

    /// Whether there is a program behind the first of these arguments; throws what `launch` would.
    package static func check(_ arguments: [String]) throws(LaunchError) {
        guard let name = arguments.first, !name.isEmpty else { throw .noCommand }
        _ = try ProgramLookup.find(name, searchPath: searchPath(in: ClientEnvironment().variables))
    }

    /// Starts the client: this process becomes a subreaper, a keeper is spawned, and the keeper starts the client.
    package static func launch(_ launch: ClientLaunch) throws(LaunchError) -> ClientProcess {
        guard let name = launch.arguments.first, !name.isEmpty else { throw .noCommand }
        var client = ClientEnvironment()
        var environment = client.variables
        for (key, value) in launch.environmentAdditions { environment[key] = value }
        let file = try ProgramLookup.find(name, searchPath: searchPath(in: environment))
        guard access(launch.runtimeFiles.keeper, X_OK) == 0 else {
            throw .installationIncomplete(path: launch.runtimeFiles.keeper)
        }
        let counters = try CounterDirectory()
        let plan = ProbePlan.choose(for: file, launch: launch, environment: environment)
        plan.inject(into: &environment, launch: launch, directory: counters.path)
        // The directory's name is made for this launch alone, so it serves as the mark of the client's processes.
        environment["TWINSIM_CLIENT"] = counters.path
        client.variables = environment
        let log = try BoundedLog(path: launch.logPath, limitBytes: launch.logLimitBytes)
        _ = clinux_become_subreaper()
        let started: KeeperStart
        do {
            started = try KeeperStart(
                keeper: launch.runtimeFiles.keeper, file: file, workingDirectory: launch.workingDirectory ?? "",
                counterDirectory: counters.path, arguments: launch.arguments,
                environment: client.entries, descriptorLimit: launch.descriptorLimit)
        } catch {
            log.close()
            throw error
        }
        let session = ClientSession(
            control: started.control, keeper: started.keeper, root: started.root,
            marker: "TWINSIM_CLIENT=\(counters.path)", log: log.summary)
        let error = ClientWatch.start(session: session, log: log, output: started.output, control: started.control)
        guard error == 0 else {
            close(started.control)
            close(started.output)
            throw .resourceUnavailable(what: "a thread", reason: sentence(ofError: error))
        }
        return ClientProcess(session: session, counters: counters, probes: plan)
    }

    private static func searchPath(in environment: [String: String]) -> String {
        environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    }
}
