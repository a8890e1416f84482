import Evidence
import ModbusServer
import ProcessProbes
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
    /// Which processes have rows of their own.
    var pool: ProcessPool
    private var silences: SilenceBook
    private var controller: ControllerBook
    private var lastExceptions = [UInt64](repeating: 0, count: 16)

    /// When each storm that closed a connection first did so, in seconds since the start.
    var stormTimes: [Double] { storms.effectiveTimes }

    /// A recorder of a soak whose time counts from `start`, a moment of the monotonic clock.
    ///
    /// It begins at `startSeconds` of that time and records silences of a tag from `silenceSeconds` on.
    init(_ plant: LivePlant, start: Int64, startSeconds: Double, silenceSeconds: Double, pool: ProcessPool) {
        self.plant = plant
        self.pool = pool
        let twin = plant.main
        self.twin = twin
        self.start = start
        storms = StormBook { twin.stormDrops($0) }
        silences = SilenceBook(
            tags: twin.scenario.registerMap.entries.map(\.name), leastSeconds: silenceSeconds,
            startSeconds: startSeconds)
        controller = ControllerBook(twin.scenario)
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
        plant.drainAsOne { add($0, to: &batch) }
        twin.drainFaultNotes { add($0, to: &batch) }
        if isLast { batch.storms += storms.cutShort() }
        batch.events += controller.note(
            twin.values(), writes: twin.clientWrites(), mode: twin.scanFigures.mode.rawValue, at: time,
            isOccasion: isLast || !batch.plantStates.isEmpty)
        return batch
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

    /// Adds what the server tells of.
    mutating func add(_ record: ServerRecord, to batch: inout EvidenceBatch) {
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
