import Evidence
import EvidenceStore
import Glibc
import ProcessProbes
import Text
import TwinRuntime

/// The loop of one soak: samples at moments that nothing moves, and in between waits for whatever ends the run or the client.
struct SoakWatch {
    /// How long the news of a child's end is awaited that the client's own thread brings, s.
    static let newsSeconds = 0.1
    /// A stop signal that comes so soon after the client's end, s, was meant for both: a service manager or a terminal sends
    /// it to all processes at once, and the client is often quicker.
    static let sharedSignalSeconds = 0.5

    private let configuration: SoakConfiguration
    private let clock: SoakClock
    private let plant: LivePlant
    /// What the time between two sessions cost of the plan.
    private let lost: [MissedFault]
    private let writer: EvidenceWriter
    private let arguments: [String]
    private let launch: (_ restarts: Int) throws -> ClientProcess
    private let progress: (SoakProgress) -> Void
    /// The moment that the run's time counts from, and the one of its planned end, ns on the clock.
    private let start: Int64
    private let end: Int64

    private var tracer: TraceSession?
    private var client: ClientProcess
    private var sampler: ProcessTreeSampler
    private var recorder: SoakRecorder
    private var native: NativeRecorder
    private var runtimes = RuntimeRecorder()
    private var trend = RunningTrend()
    private var meter: ProgressMeter
    private var earlyEnd: EarlyEnd?
    private let watched: WatchedProcesses?
    private var tree: TreeRecorder
    private var schedule: SampleSchedule
    private var coverage: CoverageWatch
    private var clocks = ClockWatch()
    private var stretch = CoverageWatch.Stretch()
    private var waitedForProcessor = ProcessorWait.seconds()
    private var restarts = 0
    private var launchedAt = 0.0
    /// Launches and ends since the last batch.
    private var events: [EvidenceEvent] = []
    private var caught: Int32?
    private var reason: FinishRecord.Reason?
    private var isFirst = true

    /// Launches the client; `launch` is told how often it was launched before.
    init(
        _ configuration: SoakConfiguration, clock: SoakClock, plant: LivePlant, plan: PlanTracker, lost: [MissedFault],
        peers: PeerWatcher, writer: EvidenceWriter, arguments: [String], tracer: TraceSession?,
        watched: WatchedProcesses?, progress: @escaping (SoakProgress) -> Void,
        launch: @escaping (_ restarts: Int) throws -> ClientProcess
    ) throws {
        self.configuration = configuration
        self.clock = clock
        self.plant = plant
        self.lost = lost
        self.writer = writer
        self.arguments = arguments
        self.tracer = tracer
        self.progress = progress
        self.launch = launch
        self.watched = watched
        tree = TreeRecorder(evidence: configuration.evidencePath)
        client = try launch(0)
        native = NativeRecorder(configuration, counters: client.counterDirectory)
        let begin = clock.now()
        let startSeconds = configuration.resumption?.atSeconds ?? 0
        // A resumed run's clock reads as if it had begun that much earlier.
        start = begin - Int64(startSeconds * 1e9)
        end = start + Int64(configuration.seconds * 1e9)
        launchedAt = startSeconds
        recorder = SoakRecorder(
            plant, plan: plan, earlierStorms: configuration.resumption?.storms ?? StormCounts(), watcher: peers,
            start: start, startSeconds: startSeconds, silenceSeconds: configuration.silenceSeconds,
            pool: ProcessPool(recorded: writer.processCount, root: client.pid))
        sampler = Self.sampler(of: client, configuration, watching: watched)
        meter = ProgressMeter(configuration: configuration)
        earlyEnd = EarlyEnd(configuration)
        schedule = SampleSchedule(begin: begin, interval: Int64(configuration.intervalSeconds * 1e9))
        coverage = CoverageWatch(intervalSeconds: configuration.intervalSeconds, startSeconds: startSeconds)
    }

    /// Ends the client's whole tree, whatever went wrong.
    func endClient() {
        client.terminate(graceSeconds: Soak.graceSeconds)
        removeRemains()
    }

    /// Runs to the planned time, the client's end, a certain leak or a stop signal.
    mutating func run() throws -> FinishRecord.Reason {
        while true {
            try sample()
            if let reason {
                try conclude(reason)
                return reason
            }
            try waitForNext()
        }
    }

    // MARK: sampling

    private mutating func sample() throws {
        let moment = clock.moment()
        let time = seconds(moment.monotonic)
        schedule.take(at: moment.monotonic)
        // What has ended and waits to be asked for its status holds nothing any more, and must silence nobody.
        let all = sampler.sample(at: time)
        let samples = all.filter { !$0.hasEnded }
        let whole = tree.figures(samples, at: time)
        let sampling = clock.now() - moment.monotonic
        if reason == nil {
            reason = moment.monotonic >= end ? .completed : caught.map { .interrupted(signal: $0) }
        }
        if reason == nil, case .ended(let how) = client.status { try noteEnd(how, isDue: true) }
        reason =
            reason
            ?? earlyEnd?.note(samples, whole: whole, storms: recorder.stormTimes, restarts: restarts, at: time).map {
                .certainLeak($0)
            }
        var batch = recorder.batch(
            at: time, samples: samples, leftOut: sampler.processesLeftOut, samplingNanoseconds: sampling,
            isLast: reason != nil)
        batch.second.merge(whole) { $1 }
        batch.events += tree.events(at: time) + clocks.note(moment, at: time)
        let waited = time - (configuration.resumption?.atSeconds ?? 0)
        if let group = watched?.missing, reason == .completed || waited > WatchedProcesses.patienceSeconds {
            throw WatchError.noSuchControlGroup(group, waitedSeconds: waited)
        }
        let passed = stretchUntilNow()
        batch.gaps += coverage.note(at: time, hasClient: !samples.isEmpty, isLast: reason != nil, since: passed)
        batch.events += runtimes.note(samples, at: time)
        if isFirst { try noteBeginning(in: &batch, at: time) }
        let order = try tracer?.note(polls: batch.second[.requests] ?? 0, at: time)
        try native.note(samples, storms: recorder.stormTimes.count, order: order ?? nil, at: time)
        batch.events += events
        events = []
        try writer.append(batch)
        if let megabytes = Channel.memory.row.total.figure(of: batch.samples, second: whole) {
            trend.add(time: time, value: megabytes)
        }
        progress(meter.progress(at: time, batch: batch, trend: trend, recorder: recorder))
        isFirst = false
        stretch.passSeconds += Double(clock.now() - moment.monotonic) * 1e-9
    }

    /// What is known of the time since the last sample, which begins anew.
    private mutating func stretchUntilNow() -> CoverageWatch.Stretch {
        defer { stretch = CoverageWatch.Stretch() }
        let waited = ProcessorWait.seconds()
        stretch.suspendedSeconds = clocks.suspendedSeconds
        stretch.waitedForProcessorSeconds = waited.flatMap { now in waitedForProcessor.map { now - $0 } }
        waitedForProcessor = waited
        return stretch
    }

    private mutating func noteBeginning(in batch: inout EvidenceBatch, at time: Double) throws {
        batch.events += configuration.compressionEvents(at: time) + lost.map { $0.event(at: time) }
        if let tracer { batch.events.append(tracer.tracing.event(at: time)) }
        if let own = configuration.ownCommand { batch.events.append(own.event(at: time)) }
        if let watched { batch.events.append(watched.event(at: time)) }
        batch.events.append(launchEvent(at: time))
        if let resumption = configuration.resumption {
            batch.gaps.append(
                SamplingGap(
                    fromSeconds: resumption.lastSeconds, toSeconds: time,
                    reason: "The run was resumed here: \(resumption.interruption)"))
        }
        batch.events += plant.sentences.map {
            EvidenceEvent(timeSeconds: time, kind: .note, subject: "units", summary: $0)
        }
    }

    // MARK: waiting

    private mutating func waitForNext() throws {
        // The last sample is taken at the planned end.
        let deadline = min(schedule.next, end)
        while reason == nil, caught == nil, clock.now() < deadline {
            switch clock.wake(deadline) {
            case .stop(let signal): caught = signal
            case .continued: stretch.wasStopped = true
            case .childEnded:
                let left = Double(deadline - clock.now()) * 1e-9
                if case .ended(let how) = client.waitForEnd(seconds: max(0, min(Self.newsSeconds, left))) {
                    try noteEnd(how, isDue: false)
                }
            case .deadline: break
            }
        }
    }

    /// A client that made itself a daemon goes on after its first process; it has ended when its tree has.
    ///
    /// - Parameter isDue: whether a sample is being taken; a client that lived no longer than a sampling interval waits
    ///   for it before it is launched anew, so that one that ends at once is not started hundreds of times a second.
    private mutating func noteEnd(_ how: ClientEnd, isDue: Bool) throws {
        let time = seconds(clock.now())
        guard configuration.restartsClient, restarts < Soak.restartLimit else {
            reason = .clientEndedEarly(how)
            let patience = clock.now() + Int64(Self.sharedSignalSeconds * 1e9)
            while caught == nil, clock.now() < patience {
                if case .stop(let signal) = clock.wake(patience) { caught = signal }
            }
            if let caught { reason = .interrupted(signal: caught) }
            return
        }
        guard isDue || time - launchedAt >= configuration.intervalSeconds else { return }
        restarts += 1
        events.append(
            EvidenceEvent(
                timeSeconds: time, kind: .clientEnded, subject: "client", summary: "The client \(how.sentence).",
                detail: how.detail(livedSeconds: time - launchedAt)))
        removeRemains()
        let before = clock.now()
        client = try launch(restarts)
        recorder.pool.turn(to: client.pid)
        launchedAt = seconds(clock.now())
        try native.turn(to: client.counterDirectory, at: launchedAt)
        sampler = Self.sampler(of: client, configuration, watching: watched)
        trend = RunningTrend()
        events.append(launchEvent(at: launchedAt))
        stretch.passSeconds += Double(clock.now() - before) * 1e-9
    }

    private func launchEvent(at time: Double) -> EvidenceEvent {
        EvidenceEvent(
            timeSeconds: time, kind: .clientStarted, subject: "\(client.pid)",
            summary: "The client was launched\(restarts > 0 ? " anew" : "") as process \(client.pid).",
            detail: ["arguments": .array(arguments.map { .string($0) })])
    }

    // MARK: the end

    private mutating func conclude(_ reason: FinishRecord.Reason) throws {
        try tracer?.finish(isInterrupted: caught != nil)
        let time = seconds(clock.now())
        try native.finish(at: time)
        var batch = EvidenceBatch(timeSeconds: time)
        tree.finish(at: time, in: &batch)
        let termination = client.terminate(graceSeconds: Soak.graceSeconds)
        // The requests of connections that others still hold are known once the servers have ended them.
        plant.stop()
        recorder.rest(into: &batch)
        var summary: String
        var detail: JSONValue = .object([])
        switch reason {
        case .clientEndedEarly(let how):
            summary = "The client \(how.sentence)."
            detail = how.detail(livedSeconds: time - launchedAt)
        case .completed: summary = "The planned time was over; the client was ended."
        case .certainLeak(let channel): summary = "A leak of \(channel.title) is certain; the client was ended early."
        case .interrupted(let signal): summary = "twinsim was stopped by signal \(signal); the client was ended."
        case .internalFault(let sentence): summary = sentence
        }
        if termination.killed > 0 {
            summary +=
                " \(termination.killed) of its processes did not heed SIGTERM for \(Int(Soak.graceSeconds)) s and were killed."
        }
        if termination.resisting > 0 { summary += " \(termination.resisting) of its processes could not be ended." }
        batch.events.append(
            EvidenceEvent(timeSeconds: time, kind: .clientEnded, subject: "client", summary: summary, detail: detail))
        batch.plantStates.append(recorder.plantState(at: time, occasion: "end of the run"))
        try writer.append(batch)
        try writer.finish(FinishRecord(endedAt: HostFacts.now(), timeSeconds: time, reason: reason))
    }

    private func removeRemains() {
        if configuration.acceleration != nil { FaketimeLibrary.removeRemains(ofProcess: client.pid) }
    }

    private func seconds(_ moment: Int64) -> Double { Double(moment - start) * 1e-9 }

    private static func sampler(
        of client: ClientProcess, _ configuration: SoakConfiguration, watching watched: WatchedProcesses?
    ) -> ProcessTreeSampler {
        let isLong = configuration.seconds > Soak.everySampleSocketsUpToSeconds
        return ProcessTreeSampler(
            client: client, watching: watched, socketStateInterval: isLong ? Soak.socketStateSeconds : 0)
    }
}
