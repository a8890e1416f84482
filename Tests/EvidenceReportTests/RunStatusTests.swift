import Evidence
import EvidenceAnalysis
import Testing

@Suite("The status of a run", .timeLimit(.minutes(5)))
struct RunStatusTests {
    private func recorded(
        finish: FinishRecord.Reason? = nil, latest seconds: Double = 600, planned: Double = 3600
    ) -> RunStatus.Recorded {
        var run = Fixture.facts(client: "poll.py").run
        run.plannedSeconds = planned
        var latest = EvidenceBatch(timeSeconds: seconds)
        latest.second = [.requests: 12_000, .exceptions: 2, .openConnections: 1]
        var readings: [SampledQuantity: Reading<Int64>] = [.descriptors: .value(7), .threads: .value(2)]
        for state in SampledQuantity.socketStates { readings[state] = .value(state == .socketsEstablished ? 1 : 0) }
        latest.samples = [
            SampleRecord(
                process: ProcessKey(pid: 10, startTicks: 1), parent: 1, command: "poll.py", readings: readings)
        ]
        var earlier = EvidenceBatch(timeSeconds: seconds - 60)
        earlier.second = [.requests: 10_800]
        let times = stride(from: 0, through: seconds, by: 1).map { $0 }
        return RunStatus.Recorded(
            run: run, sessions: [SessionRecord(number: 1, startedAt: run.startedAt, timeSeconds: 0)],
            finish: finish.map { FinishRecord(endedAt: "2026-03-01T14:15:00Z", timeSeconds: seconds, reason: $0) },
            latest: latest, earlier: earlier, memory: TimeSeries(times: times, values: times.map { _ in 20 }),
            storms: [
                StormRecord(number: 1, timeSeconds: 100, close: .reset, connectionsClosed: 1),
                StormRecord(number: 2, timeSeconds: 200, close: .reset, connectionsClosed: 0),
            ], gaps: [])
    }

    @Test("A held lock without an end is a run that goes on; without the lock its twinsim was killed")
    func states() {
        #expect(RunStatus(recorded(), isBeingWritten: true).state == .running)
        #expect(RunStatus(recorded(), isBeingWritten: false).state == .killed)
        #expect(RunStatus(recorded(finish: .completed), isBeingWritten: false).state == .completed)
        // The harness still holds the lock while it judges what it has finished.
        #expect(RunStatus(recorded(finish: .completed), isBeingWritten: true).state == .completed)
        #expect(RunStatus(recorded(finish: .interrupted(signal: 2)), isBeingWritten: false).state == .interrupted)
        #expect(
            RunStatus(recorded(finish: .clientEndedEarly(.exited(1))), isBeingWritten: false).state
                == .clientEndedEarly)
        #expect(RunStatus(recorded(finish: .internalFault("x")), isBeingWritten: false).state == .internalFault)
        let stopped = RunStatus(recorded(finish: .certainLeak(.memory)), isBeingWritten: false)
        #expect(stopped.state == .stoppedEarly)
        #expect(stopped.document.text.contains("stopped early at 10 min of 1 h planned: memory leaked for certain"))
    }

    @Test("Elapsed and remaining add up to the plan; a complete run has nothing left")
    func times() {
        let running = RunStatus(recorded(), isBeingWritten: true)
        #expect(running.elapsedSeconds == 600)
        #expect(running.remainingSeconds == 3000)
        #expect(RunStatus(recorded(finish: .completed, planned: 601), isBeingWritten: false).remainingSeconds == 0)
        #expect(RunStatus(recorded(latest: 700, planned: 600), isBeingWritten: true).remainingSeconds == 0)
    }

    @Test("Current figures are those of the newest sample; a tree that was only partly read has no sum")
    func figures() {
        var recorded = recorded()
        let whole = RunStatus(recorded, isBeingWritten: true)
        #expect(whole.requestsPerSecond == 20)
        #expect(whole.total(.descriptors) == 7)
        #expect(whole.sockets == 1)
        #expect(whole.effectiveStorms == 1)
        #expect(whole.memoryVerdict?.answer == .expected)
        var partly = recorded.latest!.samples[0]
        partly.process = ProcessKey(pid: 11, startTicks: 2)
        partly.readings[.descriptors] = .unavailable("permission denied")
        recorded.latest?.samples.append(partly)
        let half = RunStatus(recorded, isBeingWritten: true)
        #expect(half.total(.descriptors) == nil)
        #expect(half.total(.threads) == 4)
        #expect(half.document.text.contains("descriptors not read at this sample"))
    }

    @Test("The text keeps a user's note from moving the cursor, and the document has every key")
    func rendering() throws {
        var recorded = recorded(finish: .interrupted(signal: 15))
        recorded.run.note = "rev\u{1B}[2J 1\nline"
        let status = RunStatus(recorded, isBeingWritten: false)
        #expect(!status.document.text.unicodeScalars.contains("\u{1B}"))
        #expect(status.document.text.contains("stopped by signal 15"))
        #expect(status.document.text.contains("10 min of 1 h, 50 min left"))
        guard case .object(let members) = status.json else {
            Issue.record("the document is an object")
            return
        }
        let names = Set(members.map(\.name))
        #expect(names.count == members.count)
        #expect(
            names.isSuperset(of: [
                "state", "being_written", "elapsed_seconds", "remaining_seconds", "memory_mb", "rate_mb_per_hour",
                "polls_per_second", "storms", "storms_that_closed_connections",
            ]))
    }

    @Test("A run of which nothing is recorded yet has a status too")
    func nothingYet() {
        var empty = recorded()
        empty.latest = nil
        empty.earlier = nil
        empty.memory = .empty
        empty.storms = []
        let status = RunStatus(empty, isBeingWritten: true)
        #expect(status.elapsedSeconds == 0)
        #expect(status.document.text.contains("no sample yet"))
        #expect(status.requestsPerSecond == nil)
    }
}
