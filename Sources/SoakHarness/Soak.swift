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
    /// - Throws: `StoreError`, `ServerError`, `LaunchError`, `WatchError`, `RuntimeError`, `FaultPlanError` or
    ///   `InvalidInput`; in every case nothing is left running, and what was recorded stays.
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
        return try watch(
            plant: plant, plan: plan, lost: lost ?? [], peers: peers, writer: writer, arguments, tracer: tracer,
            watched: watched
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
    }

    private func watch(
        plant: LivePlant, plan: PlanTracker, lost: [MissedFault], peers: PeerWatcher, writer: EvidenceWriter,
        _ arguments: [String], tracer: TraceSession?,
        watched: WatchedProcesses?,
        launch: (_ restarts: Int) throws -> ClientProcess
    ) throws -> FinishRecord.Reason {
        var tracer = tracer
        var runtimes = RuntimeBook()
        var tree = TreeRecorder(evidence: configuration.evidencePath)
        var client = try launch(0)
        var native = NativeBook(configuration, counters: client.counterDirectory)
        // Whatever goes wrong from here on, the client's whole tree is ended before this function is left.
        defer {
            client.terminate(graceSeconds: Self.graceSeconds)
            if configuration.acceleration != nil { FaketimeLibrary.removeRemains(ofProcess: client.pid) }
        }
        let begin = clock.now()
        let first = begin
        // A resumed run's clock reads as if it had begun that much earlier.
        let start = begin - Int64((configuration.resumption?.atSeconds ?? 0) * 1e9)
        var recorder = SoakRecorder(
            plant, plan: plan, earlierStorms: configuration.resumption?.storms ?? StormCounts(), watcher: peers,
            start: start, startSeconds: configuration.resumption?.atSeconds ?? 0,
            silenceSeconds: configuration.silenceSeconds)
        let isLong = configuration.seconds > Self.everySampleSocketsUpToSeconds
        var sampler = ProcessTreeSampler(
            client: client, watching: watched, socketStateInterval: isLong ? Self.socketStateSeconds : 0)
        var restarts = 0
        let interval = Int64(configuration.intervalSeconds * 1e9)
        let end = start + Int64(configuration.seconds * 1e9)
        var trend = RunningTrend()
        var meter = ProgressMeter(configuration: configuration)
        var earlyEnd = EarlyEnd(configuration)
        var next = begin
        var last = begin
        var isFirst = true
        var caught: Int32?
        var reason: FinishRecord.Reason?
        while reason == nil {
            let begin = clock.now()
            let time = Double(begin - start) * 1e-9
            let samples = sampler.sample(at: time)
            let whole = tree.figures(samples, at: time)
            let sampling = clock.now() - begin
            // A client that made itself a daemon goes on after its first process; it has ended when its tree has.
            var ended: ClientEnd?
            if case .ended(let how) = client.status {
                ended = how
                if !configuration.restartsClient || restarts == Self.restartLimit {
                    reason = .clientEndedEarly(how)
                }
            }
            if let caught { reason = .interrupted(signal: caught) }
            if begin >= end { reason = .completed }
            reason =
                reason
                ?? earlyEnd?.note(samples, whole: whole, storms: recorder.stormTimes, at: time).map { .certainLeak($0) }
            var batch = recorder.batch(
                at: time, samples: samples, samplingNanoseconds: sampling, isLast: reason != nil)
            batch.second.merge(whole) { $1 }
            batch.events += tree.events(at: time)
            let waited = Double(begin - first) * 1e-9
            if let group = watched?.missing, reason == .completed || waited > WatchedProcesses.patienceSeconds {
                throw WatchError.noSuchControlGroup(group, waitedSeconds: waited)
            }
            if begin - last > 3 * interval {
                batch.gaps.append(
                    SamplingGap(
                        fromSeconds: Double(last - start) * 1e-9, toSeconds: time,
                        reason: "The machine did not run the harness in time."))
            }
            batch.events += runtimes.note(samples, at: time)
            if isFirst { batch.events += configuration.compressionEvents(at: time) + lost.map { $0.event(at: time) } }
            if isFirst, let tracer { batch.events.append(tracer.tracing.event(at: time)) }
            let order = try tracer?.note(polls: batch.second[.requests] ?? 0, at: time)
            try native.note(samples, storms: recorder.stormTimes.count, order: order ?? nil, at: time)
            if isFirst {
                if let own = configuration.ownCommand { batch.events.append(own.event(at: time)) }
                if let watched { batch.events.append(watched.event(at: time)) }
                noteStart(of: client, arguments, at: time, in: &batch)
                batch.events += plant.sentences.map {
                    EvidenceEvent(timeSeconds: time, kind: .note, subject: "units", summary: $0)
                }
            }
            if let ended, reason == nil {
                restarts += 1
                if configuration.acceleration != nil { FaketimeLibrary.removeRemains(ofProcess: client.pid) }
                client = try launch(restarts)
                try native.turn(to: client.counterDirectory, at: time)
                sampler = ProcessTreeSampler(
                    client: client, watching: watched, socketStateInterval: isLong ? Self.socketStateSeconds : 0)
                trend = RunningTrend()
                earlyEnd = nil
                noteRestart(of: client, after: ended, arguments, at: time, in: &batch)
            }
            try writer.append(batch)
            if let megabytes = Channel.memory.row.total.figure(of: batch.samples, second: whole) {
                trend.add(time: time, value: megabytes)
            }
            progress(meter.progress(at: time, batch: batch, trend: trend, recorder: recorder))
            last = begin
            isFirst = false
            next = max(next + interval, clock.now())
            if reason == nil { caught = clock.wait(min(next, max(end, begin))) }
        }
        try tracer?.finish(isInterrupted: caught != nil)
        let seconds = Double(clock.now() - start) * 1e-9
        try native.finish(at: seconds)
        try conclude(
            client, reason ?? .completed, at: seconds, plant: plant, recorder: &recorder, tree: &tree, writer: writer)
        return reason ?? .completed
    }

    private func conclude(
        _ client: ClientProcess, _ reason: FinishRecord.Reason, at time: Double, plant: LivePlant,
        recorder: inout SoakRecorder, tree: inout TreeRecorder, writer: EvidenceWriter
    ) throws {
        var batch = EvidenceBatch(timeSeconds: time)
        tree.finish(at: time, in: &batch)
        let termination = client.terminate(graceSeconds: Self.graceSeconds)
        // The requests of connections that others still hold are known once the servers have ended them.
        plant.stop()
        recorder.rest(into: &batch)
        var summary: String
        switch reason {
        case .clientEndedEarly(let how): summary = "The client \(how.sentence)."
        case .completed: summary = "The planned time was over; the client was ended."
        case .certainLeak(let channel): summary = "A leak of \(channel.title) is certain; the client was ended early."
        case .interrupted(let signal): summary = "twinsim was stopped by signal \(signal); the client was ended."
        case .internalFault(let sentence): summary = sentence
        }
        if termination.killed > 0 {
            summary +=
                " \(termination.killed) of its processes did not heed SIGTERM for \(Int(Self.graceSeconds)) s and were killed."
        }
        if termination.resisting > 0 { summary += " \(termination.resisting) of its processes could not be ended." }
        batch.events.append(EvidenceEvent(timeSeconds: time, kind: .clientEnded, subject: "client", summary: summary))
        batch.plantStates.append(recorder.plantState(at: time, occasion: "end of the run"))
        try writer.append(batch)
        try writer.finish(FinishRecord(endedAt: HostFacts.now(), timeSeconds: time, reason: reason))
    }

    private func noteStart(
        of client: ClientProcess, _ arguments: [String], at time: Double, in batch: inout EvidenceBatch
    ) {
        batch.events.append(
            EvidenceEvent(
                timeSeconds: time, kind: .clientStarted, subject: "\(client.pid)",
                summary: "The client was launched as process \(client.pid).",
                detail: ["arguments": .array(arguments.map { .string($0) })]))
        guard let resumption = configuration.resumption else { return }
        batch.gaps.append(
            SamplingGap(
                fromSeconds: resumption.lastSeconds, toSeconds: time,
                reason: "The run was resumed here: \(resumption.interruption)"))
    }

    private func noteRestart(
        of client: ClientProcess, after end: ClientEnd, _ arguments: [String], at time: Double,
        in batch: inout EvidenceBatch
    ) {
        batch.events.append(
            EvidenceEvent(
                timeSeconds: time, kind: .clientEnded, subject: "client", summary: "The client \(end.sentence)."))
        batch.events.append(
            EvidenceEvent(
                timeSeconds: time, kind: .clientStarted, subject: "\(client.pid)",
                summary: "The client was launched anew as process \(client.pid).",
                detail: ["arguments": .array(arguments.map { .string($0) })]))
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
            stopsOnLeak: configuration.stopsOnLeak)
    }
}
