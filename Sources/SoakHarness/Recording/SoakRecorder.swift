import Evidence
import ModbusServer
import ProcessProbes
import Text
import TwinCore
import TwinRuntime

/// Gathers what one sampling pass saw into a batch of evidence. It records and decides nothing.
struct SoakRecorder {
    /// Seconds between two records of every tag's longest gap.
    static let tagGapSeconds = 60.0

    private let plant: LivePlant
    private let twin: LiveTwin
    private let start: Int64
    private let shown: [Int]
    private var storms: StormTracker
    private var faults = FaultRecorder()
    private var ownCost = OwnCost()
    private var lastTagGaps = 0.0
    private var seen: Set<ProcessKey> = []
    /// Which processes have rows of their own.
    var pool: ProcessPool
    private var silences: SilenceTracker
    private var controller: ControllerRecorder
    private var health: HealthWatch
    private var lastExceptions = [UInt64](repeating: 0, count: 16)
    private var exceptions = ExceptionRecorder()
    private var peers: PeerTracker
    private let watcher: PeerWatcher?
    private var plan: PlanTracker
    private var standstills = 0
    private var hasToldPlan = false

    /// When each storm that closed a connection first did so, in seconds since the start.
    var stormTimes: [Double] { storms.effectiveTimes }

    /// The storms on record, of earlier sessions too.
    private(set) var stormCounts: StormCounts

    /// A recorder of a soak whose time counts from `start`, a moment of the monotonic clock.
    ///
    /// - Parameters:
    ///   - plan: what is due in this session.
    ///   - earlierStorms: those of the run's earlier sessions.
    ///   - watcher: who tells where connections come from; nil: nobody does.
    ///   - startSeconds: where the session begins on that clock.
    ///   - silenceSeconds: silences of a tag from this length on are recorded.
    ///   - pool: decides which processes have rows of their own.
    init(
        _ plant: LivePlant, plan: PlanTracker, earlierStorms: StormCounts = StormCounts(), watcher: PeerWatcher?,
        start: Int64, startSeconds: Double, silenceSeconds: Double, pool: ProcessPool
    ) {
        self.plant = plant
        self.plan = plan
        self.pool = pool
        self.watcher = watcher
        peers = watcher?.failure.map { PeerTracker(unasked: $0) } ?? PeerTracker()
        stormCounts = earlierStorms
        let twin = plant.main
        self.twin = twin
        self.start = start
        storms = StormTracker { twin.stormDrops($0) }
        silences = SilenceTracker(
            tags: twin.scenario.registerMap.entries.map(\.name), leastSeconds: silenceSeconds,
            startSeconds: startSeconds)
        controller = ControllerRecorder(twin.scenario)
        health = HealthWatch(twin.scenario.program)
        shown = twin.scenario.points.indices.filter { index in
            if case .input = twin.scenario.points[index].wire { true } else { false }
        }
    }

    /// The evidence of one pass.
    ///
    /// - Parameters:
    ///   - samples: the client's process tree now.
    ///   - leftOut: processes of it that are not among the samples because there are too many.
    ///   - samplingNanoseconds: how long the pass took.
    ///   - isLast: whether the run ends here, so that everything is written down once more.
    mutating func batch(
        at time: Double, samples: [ProcessSample], leftOut: Int, samplingNanoseconds: Int64, isLast: Bool
    ) -> EvidenceBatch {
        var batch = EvidenceBatch(timeSeconds: time)
        batch.samples = pool.rows(samples.map(SampleRecord.init), leftOut: leftOut, at: time)
        let present = Set(batch.samples.map(\.process)).subtracting([ProcessPool.key])
        batch.ends = seen.subtracting(present).sorted().map { ProcessEnd(process: $0) }
        seen = present
        addServer(to: &batch, counters: plant.counters, isLast: isLast)
        addScan(to: &batch)
        ownCost.add(to: &batch, samplingNanoseconds: samplingNanoseconds)
        plant.drainAsOne { record, port in
            add(record, to: &batch)
            notePeer(record, port)
        }
        twin.drainFaultNotes { add($0, to: &batch) }
        if isLast { batch.storms += storms.cutShort() }
        stormCounts.add(batch.storms)
        addPeers(to: &batch, tree: samples.map(\.identity.pid), isLast: false)
        addPlan(to: &batch, isLast: isLast)
        let standing = twin.health
        batch.events += controller.note(
            twin.values(), writes: twin.clientWrites(), mode: standing.mode.rawValue,
            standstill: standing.standstill?.rawValue, at: time, isOccasion: isLast || !batch.plantStates.isEmpty)
        addHealth(standing, to: &batch, isLast: isLast)
        return batch
    }

    /// What is known once the client has been ended and the servers have stopped: who polled, and all that was refused.
    ///
    /// Storms and faults are left alone: the run is over.
    mutating func rest(into batch: inout EvidenceBatch) {
        plant.drainAsOne { notePeer($0, $1) }
        addPeers(to: &batch, tree: [], isLast: true)
        if let event = exceptions.event(plant.counters, at: batch.timeSeconds, isLast: true) {
            batch.events.append(event)
        }
    }

    private mutating func notePeer(_ record: ServerRecord, _ port: UInt16) {
        switch record.event {
        case .opened(let number, _): peers.noteOpened(.init(serverPort: port, number: number))
        case .closed(let number, _, let requests, _):
            peers.noteClosed(
                .init(serverPort: port, number: number), requests: requests, at: seconds(record.nanoseconds))
        default: break
        }
    }

    private mutating func addPeers(to batch: inout EvidenceBatch, tree: [Int32], isLast: Bool) {
        guard let watcher else { return }
        if !isLast { peers.note(measured: tree) }
        for answer in watcher.takeAnswers() { peers.note(answer) }
        if !isLast { watcher.note(tree: tree, open: peers.inDoubt()) }
        if let event = peers.event(at: batch.timeSeconds, isLast: isLast) { batch.events.append(event) }
    }

    private mutating func addPlan(to batch: inout EvidenceBatch, isLast: Bool) {
        if !hasToldPlan {
            hasToldPlan = true
            let due = plan.due
            if !due.isEmpty { batch.events.append(DueFault.event(at: batch.timeSeconds, due)) }
        }
        let polls = twin.servers.reduce(0) { $0 + $1.requestCount }
        plan.note(polls: polls, at: batch.timeSeconds)
        let stretches = twin.standstills.map {
            PlanTracker.Standstill(
                fromSeconds: seconds($0.fromNanoseconds), toSeconds: seconds($0.toNanoseconds))
        }
        for stretch in stretches.dropFirst(standstills) {
            batch.events.append(
                EvidenceEvent(
                    timeSeconds: stretch.toSeconds, kind: .note, subject: "plan",
                    summary: "Harness or machine stood still for "
                        + "\(Figures.duration(stretch.toSeconds - stretch.fromSeconds)); what the plan brings from here on "
                        + "comes so much later."))
        }
        standstills = stretches.count
        guard isLast else { return }
        batch.events += plan.missed(at: batch.timeSeconds, polls: polls, standstills: stretches).map {
            $0.event(at: batch.timeSeconds)
        }
    }

    private mutating func addHealth(_ present: ControllerHealth, to batch: inout EvidenceBatch, isLast: Bool) {
        let time = batch.timeSeconds
        var notes = health.notes(present, at: time, isLast: isLast)
        if let summary = health.summary(present, at: time, isLast: isLast) { notes.append(summary) }
        batch.events += notes.map { note in
            EvidenceEvent(
                timeSeconds: time, kind: .controller, subject: note.topic == .summary ? "health" : "fault",
                summary: note.sentence, detail: note.json)
        }
    }

    private mutating func addServer(to batch: inout EvidenceBatch, counters: ServerCounters, isLast: Bool) {
        let tally = counters.tally
        let exceptions = tally.exceptions.reduce(0, +)
        let quantities: [(SecondQuantity, UInt64)] = [
            (.requests, tally.requests), (.replies, tally.replies &- exceptions), (.exceptions, exceptions),
            (.accepted, tally.accepted), (.refused, tally.refused), (.closedByPeer, tally.closedByPeer),
            (.closedByStorm, tally.closedByStorm), (.openConnections, UInt64(counters.open)),
            (.bytesIn, tally.bytesIn), (.bytesOut, tally.bytesOut),
        ]
        for (quantity, value) in quantities { batch.second[quantity] = Int64(value) }
        for (code, count) in tally.exceptions.enumerated() where count != lastExceptions[code] {
            batch.exceptionTotals[code] = Int64(count)
        }
        lastExceptions = tally.exceptions
        if let event = self.exceptions.event(counters, at: batch.timeSeconds, isLast: false) {
            batch.events.append(event)
        }
        faults.addCounters(counters.acceptance, isLast: isLast, to: &batch)
        batch.tagSilences = silences.note(
            counters.reads[twin.scenario.unit] ?? [], at: batch.timeSeconds, isLast: isLast, seconds: seconds)
        guard isLast || batch.timeSeconds - lastTagGaps >= Self.tagGapSeconds else { return }
        lastTagGaps = batch.timeSeconds
        let entries = twin.scenario.registerMap.entries
        let reads = zip(entries, counters.reads[twin.scenario.unit] ?? [])
        // A constant text is read when a client starts; that it is not read again loses nothing.
        batch.tagGaps = reads.filter { $0.0.text == nil }.map { entry, reads in
            TagGap(
                tag: entry.name, reads: Int64(reads.count),
                longestGapSeconds: reads.count == 0
                    ? nil : reads.longestGap(until: counters.nanoseconds).map { Double($0) * 1e-9 },
                lastReadSeconds: reads.count == 0 ? nil : seconds(reads.lastNanoseconds))
        }
    }

    private func addScan(to batch: inout EvidenceBatch) {
        let figures = twin.scanFigures
        batch.second[.scans] = Int64(figures.scans)
        batch.second[.scanOverruns] = Int64(figures.overruns)
        batch.second[.scanMaximumNanoseconds] = Int64(figures.maximumNanoseconds)
        batch.second[.scanMeanNanoseconds] = Int64(figures.meanNanoseconds)
        batch.second[.scanLatenessNanoseconds] = Int64(figures.latenessNanoseconds)
    }

    /// Adds what the server tells of.
    mutating func add(_ record: ServerRecord, to batch: inout EvidenceBatch) {
        let time = seconds(record.nanoseconds)
        switch record.event {
        case .stormRefusal(let storm, isOver: false): storms.noteRefusing(storm: storm, at: time)
        case .stormRefusal(let storm, isOver: true):
            let (refused, complete) = storms.noteAccepting(storm: storm, at: time)
            if let refused {
                batch.events.append(
                    EvidenceEvent(
                        timeSeconds: time, kind: .note, subject: "storm \(storm)",
                        summary: "Connecting was refused for \((refused * 1000).rounded() / 1000) s."))
            }
            if let complete { batch.storms.append(complete) }
        case .storm(let number, let how, let closed):
            let (began, complete) = storms.note(storm: number, how: how, closed: closed, at: time)
            plan.note(.storm(number))
            if began {
                batch.plantStates.append(plantState(at: time, occasion: "storm \(number)"))
            }
            if let complete { batch.storms.append(complete) }
        case .opened:
            if let reconnect = storms.noteAccepted(at: time) { batch.reconnects.append(reconnect) }
        case .refused(let peer, let reason):
            batch.events.append(
                EvidenceEvent(
                    timeSeconds: time, kind: .note, subject: "refused",
                    summary: "The server refused \(peer.map { "\($0)" } ?? "a client"): \(reason.rawValue)."))
        case .closed(let connection, .protocolViolation(let violation), _, _):
            batch.events.append(
                EvidenceEvent(
                    timeSeconds: time, kind: .note, subject: "protocol",
                    summary: "The client sent bytes that are no Modbus on connection \(connection): "
                        + "\(CloseCause.protocolViolation(violation).sentence)."))
        case .closed(_, .fault, _, _): storms.noteOtherFault()
        // A storm's own closing of the port is told with the storm.
        case .listening(_, let storm) where storm > 0: break
        case .listening(let port, _):
            let what = port.map { "listens at port \($0) again" } ?? "does not listen any more"
            batch.events.append(
                EvidenceEvent(
                    timeSeconds: time, kind: .note, subject: "listening", summary: "The server \(what)."))
        case .cannotListen(let port, let errorNumber):
            batch.events.append(
                EvidenceEvent(
                    timeSeconds: time, kind: .note, subject: "listening",
                    summary: "The server could not listen at port \(port) (errno \(errorNumber)) and tries again."))
        // Beginnings and ends come from the scan, which sees those of every fault; hits are in the counters.
        case .closed, .exception, .faultBegan, .faultEnded, .faultHit:
            break
        }
    }

    private mutating func add(_ note: FaultNote, to batch: inout EvidenceBatch) {
        let time = seconds(note.nanoseconds)
        if let beginning = PlanTracker.Beginning(note.event.action) { plan.note(beginning) }
        faults.note(
            note, twin.plannedFault(note.id), lastsOn: twin.lastsOn(note), at: time,
            state: plantState(at: time, occasion: note.event.fault), to: &batch)
    }

    /// The plant as the controller measures it, now: every wired input.
    func plantState(at time: Double, occasion: String) -> PlantState {
        let values = twin.values()
        let points = twin.scenario.points
        return PlantState(
            timeSeconds: time, occasion: occasion, tags: shown.map { PlantState.Tag(points[$0].name, values[$0]) })
    }

    private func seconds(_ nanoseconds: Int64) -> Double {
        max(0, Double(nanoseconds - start) * 1e-9)
    }
}
