import Determinism
import Evidence
import EvidenceStore
import FaultPlan
import Glibc
import ModbusServer
import ProcessProbes
import TwinRuntime

/// One soak: serve the twin, launch the client, sample it, write everything down, end the client.
///
/// It records; the verdict is `EvidenceJudge`'s, from the folder alone.
package struct Soak {
    /// Seconds that the client has to end by itself after SIGTERM.
    package static let graceSeconds = 5.0
    /// Above this length of run the kernel's socket table is read every `socketStateSeconds` only.
    static let everySampleSocketsUpToSeconds = 3600.0
    /// Seconds between two readings of the kernel's socket table in a long run.
    static let socketStateSeconds = 10.0

    /// How often a client is launched anew at most: one that ends at once would fill the disk with its starts.
    package static let restartLimit = 1000

    private let configuration: SoakConfiguration
    private let clock: SoakClock
    private let opened: (LivePlant) throws -> Void
    private let progress: (SoakProgress) -> Void

    /// A soak, run on the calling thread.
    ///
    /// - Parameters:
    ///   - clock: the time that it goes by.
    ///   - opened: called once the twins live, before the client is launched; what it throws ends the soak.
    ///   - progress: called after every sample.
    package init(
        _ configuration: SoakConfiguration, clock: SoakClock = .machine,
        opened: @escaping (LivePlant) throws -> Void = { _ in }, progress: @escaping (SoakProgress) -> Void
    ) {
        self.configuration = configuration
        self.clock = clock
        self.opened = opened
        self.progress = progress
    }

    /// Runs the soak to its end: the planned time, the client's end, or a stop signal.
    ///
    /// `StopSignal.hold()` must have been called before any thread was started.
    ///
    /// - Returns: how it ended. The evidence folder is complete but for the verdict and the reports.
    /// - Throws: `StoreError`, `ServerError`, `LaunchError`, `WatchError`, `RuntimeError`, `FaultPlanError` or `InvalidInput`; in every
    ///   case nothing is left running, and what was recorded stays.
    @discardableResult
    package func run() throws -> FinishRecord.Reason {
        try ClientProcess.check(configuration.clientCommand)
        let watched =
            configuration.watchTargets.isEmpty
            ? nil : try WatchedProcesses(configuration.watchTargets, known: configuration.watchedBefore)
        let resumption = configuration.resumption
        let whole = try configuration.compressedPlan().timetable(
            inRunOf: configuration.clientSeconds, seed: configuration.seed)
        // The plan's times are the plant's and the client's: `speed` of them pass in a second.
        let lost = resumption.map {
            PlanTracker.lost(
                whole, lastSeconds: $0.lastSeconds, atSeconds: $0.atSeconds, speed: configuration.speed,
                begun: $0.begun, known: $0.missed
            )
        }
        let timetable =
            resumption.map { whole.resumed(at: SimulatedTime(seconds: $0.atSeconds * configuration.speed)) } ?? whole
        let accepted = try AcceptQueue()
        var server = configuration.server
        server.acceptQueue = accepted
        let plant = try LivePlant(
            configuration.layout ?? PlantLayout(port: configuration.server.port, unit: configuration.scenario.unit),
            parts: [.init(configuration.scenario, seed: configuration.seed, timetable: timetable)]
                + configuration.neighbours,
            server: server, speed: configuration.speed)
        let host = configuration.server.host
        let port = plant.main.server.port
        let arguments = ClientCommand.arguments(configuration.clientCommand, host: host, port: port)
        let folder = EvidenceFolder(configuration.evidencePath)
        let writer: EvidenceWriter
        if let resumption {
            writer = try EvidenceWriter(
                resuming: folder, startedAt: HostFacts.now(), timeSeconds: resumption.atSeconds)
        } else {
            writer = try EvidenceWriter(creating: folder, run: record())
            try ScenarioCopy.write(from: configuration.scenarioFolder, to: folder.scenario)
        }
        let left = configuration.seconds - (resumption?.atSeconds ?? 0)
        let tracer = try configuration.tracing.map {
            try TraceSession(
                $0, evidence: folder, from: configuration.seconds - left, to: configuration.seconds,
                storms: whole.stormSeconds.map { $0 / configuration.speed },
                speed: configuration.acceleration == nil ? 1 : configuration.speed)
        }
        try plant.start()
        defer { plant.stop() }
        try opened(plant)
        let peers = PeerWatcher(accepted)
        defer { peers.stop() }
        let plan = PlanTracker(
            timetable, startSeconds: resumption?.atSeconds ?? 0, speed: configuration.speed)
        var watch = try SoakWatch(
            configuration, clock: clock, plant: plant, plan: plan, lost: lost ?? [], peers: peers, writer: writer,
            arguments: arguments, tracer: tracer, watched: watched,
            progress: progress
        ) { restarts in
            try ClientProcess.launch(
                ClientLaunch(
                    arguments: arguments,
                    environmentAdditions: ClientCommand.environment(
                        host: host, port: port, ports: plant.servers.map(\.port)
                    ).merging(tracer?.environment ?? [:]) { $1 }
                        .merging(configuration.speedEnvironment) { $1 },
                    logPath: folder.clientLog(session: writer.session, restarts: restarts),
                    descriptorLimit: DescriptorLimit.beforeRaise,
                    runtimeFiles: .find(in: configuration.supportFolders)))
        }
        // Whatever goes wrong from here on, the client's whole tree is ended before this function is left.
        defer { watch.endClient() }
        return try watch.run()
    }

    private func record() -> RunRecord {
        RunRecord(
            uuid: HostFacts.randomIdentity(), startedAt: HostFacts.now(), programVersion: configuration.programVersion,
            host: HostFacts.describe(), scenario: configuration.scenario.name, seed: configuration.seed,
            plannedSeconds: configuration.seconds, intervalSeconds: configuration.intervalSeconds,
            clientArguments: configuration.clientCommand, note: configuration.note,
            faultPlanName: configuration.plan == .none ? nil : configuration.plan.name,
            faultPlanText: configuration.planText,
            definitionOfCorrect: DefinitionOfCorrect.standard + configuration.criteria.sentences,
            criteriaText: configuration.criteriaText, silenceSeconds: configuration.silenceSeconds,
            stopsOnLeak: configuration.stopsOnLeak, failsOnDoubt: configuration.failsOnDoubt)
    }
}
