import Evidence
import ModbusServer
import ProcessProbes
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
    private var storms: StormBook
    private var faults = FaultBook()
    private var ownCost = OwnCost()
    private var lastTagGaps = 0.0
    private var seen: Set<ProcessKey> = []
    private var silences: SilenceBook
    private var controller: ControllerBook
    private var health: HealthWatch
    private var lastExceptions = [UInt64](repeating: 0, count: 16)

    /// When each storm that closed a connection began, in seconds since the start.
    private(set) var stormTimes: [Double] = []

    /// A recorder of a soak whose time counts from `start`, a moment of the monotonic clock.
    ///
    /// It begins at `startSeconds` of that time and records silences of a tag from `silenceSeconds` on.
    init(_ plant: LivePlant, start: Int64, startSeconds: Double, silenceSeconds: Double) {
        self.plant = plant
        let twin = plant.main
        self.twin = twin
        self.start = start
        storms = StormBook { twin.stormDrops($0) }
        silences = SilenceBook(
            tags: twin.scenario.registerMap.entries.map(\.name), leastSeconds: silenceSeconds,
            startSeconds: startSeconds)
        controller = ControllerBook(twin.scenario)
        health = HealthWatch(twin.scenario.program)
        shown = twin.scenario.points.indices.filter { index in
            if case .input = twin.scenario.points[index].wire { true } else { false }
        }
    }

    /// The evidence of one pass.
    ///
    /// - Parameters:
    ///   - samples: the client's process tree now.
    ///   - samplingNanoseconds: how long the pass took.
    ///   - isLast: whether the run ends here, so that everything is written down once more.
    mutating func batch(
        at time: Double, samples: [ProcessSample], samplingNanoseconds: Int64, isLast: Bool
    ) -> EvidenceBatch {
        var batch = EvidenceBatch(timeSeconds: time)
        batch.samples = samples.map(SampleRecord.init)
        let present = Set(batch.samples.map(\.process))
        batch.ends = seen.subtracting(present).sorted().map { ProcessEnd(process: $0) }
        seen = present
        addServer(to: &batch, counters: plant.counters, isLast: isLast)
        addScan(to: &batch)
        ownCost.add(to: &batch, samplingNanoseconds: samplingNanoseconds)
        plant.drainAsOne { add($0, to: &batch) }
        twin.drainFaultNotes { add($0, to: &batch) }
        if isLast { batch.storms += storms.cutShort() }
        let standing = twin.health
        batch.events += controller.note(
            twin.values(), writes: twin.clientWrites(), mode: standing.mode.rawValue,
            standstill: standing.standstill?.rawValue, at: time, isOccasion: isLast || !batch.plantStates.isEmpty)
        addHealth(standing, to: &batch, isLast: isLast)
        return batch
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

    private mutating func add(_ record: ServerRecord, to batch: inout EvidenceBatch) {
        let time = seconds(record.nanoseconds)
        switch record.event {
        case .listening(port: nil, let storm) where storm > 0: storms.noteRefusing(storm: storm, at: time)
        case .listening(port: _?, let storm) where storm > 0:
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
            if began {
                if closed > 0 { stormTimes.append(time) }
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
