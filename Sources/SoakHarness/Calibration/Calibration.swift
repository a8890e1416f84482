import Evidence
import EvidenceAnalysis
import EvidenceStore
import Glibc
import ProcessProbes
import TwinRuntime

/// A calibration: every reference client is soaked for the same time, side by side.
///
/// Each soak is a `twinsim soak` of its own, as a user starts it, with a twin of its own on a port that the system chooses.
/// What came of it is read from its evidence folder alone.
package struct Calibration {
    /// Above the planned time a soak has this share of it, and `lateSeconds`, for its start, its end and its verdict.
    private static let lateShare = 0.02
    /// Seconds that a soak may be late besides.
    private static let lateSeconds = 300.0
    /// Seconds that the soaks have after a stop signal, to end their clients and to write their reports.
    private static let stopSeconds = 60.0

    /// How the calibration ended.
    package enum Ending: Sendable {
        /// Every soak ended by itself; `calibration.json` and `calibration.md` are written.
        case completed(CalibrationReport)
        /// A signal asked for the end; the soaks' evidence is kept and nothing is concluded from it.
        case interrupted(signal: Int32)
    }

    private struct Running {
        var reference: ReferenceClient
        var process: ClientProcess
    }

    private let configuration: CalibrationConfiguration

    /// A calibration, run on the calling thread.
    package init(_ configuration: CalibrationConfiguration) {
        self.configuration = configuration
    }

    /// Runs every soak to its end.
    ///
    /// `StopSignal.hold()` must have been called before.
    ///
    /// - Parameter progress: called once a second with the seconds that have passed and the number of soaks that run.
    /// - Throws: `LaunchError`, `StoreError`; in every case nothing is left running.
    package func run(progress: (_ seconds: Double, _ running: Int) -> Void) throws -> Ending {
        try prepare()
        let startedAt = HostFacts.now()
        var soaks: [Running] = []
        defer { for soak in soaks { soak.process.terminate(graceSeconds: Soak.graceSeconds) } }
        for reference in ReferenceClient.all {
            soaks.append(Running(reference: reference, process: try launch(reference)))
        }
        let start = MonotonicClock.nanoseconds()
        let limit = configuration.seconds * (1 + Self.lateShare) + Self.lateSeconds
        var seconds = 0.0
        while seconds < limit {
            let running = soaks.filter { $0.process.end == nil }.count
            progress(seconds, running)
            guard running > 0 else { break }
            if let signal = StopSignal.wait(until: MonotonicClock.nanoseconds() + 1_000_000_000) {
                for soak in soaks where soak.process.end == nil { kill(soak.process.pid, SIGTERM) }
                for soak in soaks { _ = soak.process.waitForEnd(seconds: Self.stopSeconds) }
                return .interrupted(signal: signal)
            }
            seconds = Double(MonotonicClock.nanoseconds() - start) * 1e-9
        }
        let results = soaks.map { soak in
            ReferenceEvidence.result(of: soak.reference, ended: soak.process.end, configuration)
        }
        let report = CalibrationReport(
            .init(
                scenario: configuration.scenario, faultPlan: configuration.faultPlan, seed: configuration.seed,
                seconds: configuration.seconds, intervalSeconds: configuration.intervalSeconds,
                programVersion: configuration.programVersion, host: HostFacts.describe(), startedAt: startedAt),
            results)
        try TextFile.write(report.json.pretty + "\n", to: "\(configuration.folder)/calibration.json")
        try TextFile.write(report.document.markdown, to: "\(configuration.folder)/calibration.md")
        return .completed(report)
    }

    /// Whatever would fail every soak is told once, before the first one begins.
    private func prepare() throws {
        try ClientProcess.check(["python3"])
        guard TextFile.isReadable(configuration.clientFile) else {
            throw LaunchError.installationIncomplete(path: configuration.clientFile)
        }
        let written =
            ["\(configuration.folder)/calibration.json"]
            + ReferenceClient.all.map { EvidenceFolder(configuration.evidence(of: $0)).database }
        guard !written.contains(where: TextFile.isReadable) else {
            throw StoreError.alreadyHoldsEvidence(path: configuration.folder)
        }
        try EvidenceFolder(configuration.folder).makeDirectory()
    }

    private func launch(_ reference: ReferenceClient) throws -> ClientProcess {
        guard let program = realpath("/proc/self/exe", nil) else {
            throw LaunchError.notExecutable(path: "/proc/self/exe", reason: String(cString: strerror(errno)))
        }
        defer { free(program) }
        let arguments =
            [String(cString: program), "soak"] + configuration.soakOptions
            + ["--evidence", configuration.evidence(of: reference), "--json", "--"]
            + configuration.clientCommand(reference)
        // The harness under trial is no client: nothing is put into it that it does not have with a user.
        return try ClientProcess.launch(
            ClientLaunch(
                arguments: arguments, logPath: configuration.log(of: reference), tallyNative: false, countPython: false,
                runtimeFiles: .find(in: configuration.supportFolders)))
    }
}

extension ClientProcess {
    /// How the whole tree ended; nil while something of it is left.
    fileprivate var end: ClientEnd? {
        if case .ended(let end) = status { end } else { nil }
    }
}
