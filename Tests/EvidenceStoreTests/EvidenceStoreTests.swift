import Evidence
import EvidenceStore
import Foundation
import Testing
import Text

@Suite("Evidence comes back as it was recorded", .timeLimit(.minutes(5)))
struct EvidenceStoreTests {
    let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    @Test("a run comes back with every fact that was recorded before it began")
    func runComesBack() throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        let reader = try EvidenceReader(temporary.evidence)
        #expect(try reader.run() == Fixture.run)
        #expect(try reader.finish() == nil)
        #expect(writer.session == 1)
    }

    @Test("everything in a batch comes back")
    func batchComesBack() throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        var batch = Fixture.batch(1)
        batch.exceptionTotals = [2: 5, 3: 1]
        batch.tagGaps = [
            TagGap(
                tag: "LIC101_PV", reads: 9, longestGapSeconds: 2.5, longestGapStartSeconds: 0.25, lastReadSeconds: 1),
            TagGap(tag: "never read", reads: 0),
        ]
        batch.plantStates = [
            PlantState(timeSeconds: 0.9, occasion: "storm 1", tags: [.init("LEVEL", 1.25), .init("FLOW", -3)])
        ]
        let detail: JSONValue = ["status": 1, "argv": ["a\"b", "<&>"], "cold": false, "none": .null, "rate": 0.5]
        batch.events = [
            EvidenceEvent(timeSeconds: 0.5, kind: .faultBegan, subject: "freeze", summary: "It froze.", detail: detail)
        ]
        batch.storms = [StormRecord(number: 1, timeSeconds: 0.75, close: .reset, connectionsClosed: 2)]
        batch.reconnects = [ReconnectRecord(storm: 1, timeSeconds: 0.8, delaySeconds: 0.05)]
        batch.gaps = [SamplingGap(fromSeconds: 0.1, toSeconds: 0.9, reason: "the machine slept")]
        batch.ends = [ProcessEnd(process: Fixture.client, signal: 9)]
        try writer.append(batch)
        let finish = FinishRecord(
            endedAt: "2026-03-01T14:06:30Z", timeSeconds: 90, reason: .clientEndedEarly(.signalled(9)))
        try writer.finish(finish)

        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts.finish == finish)
        #expect(facts.durationSeconds == 90)
        #expect(facts.server.exceptionsByCode == [2: 5, 3: 1])
        #expect(facts.tagGaps == batch.tagGaps)
        #expect(facts.plantStates == batch.plantStates)
        #expect(facts.events == batch.events)
        #expect(facts.storms == batch.storms)
        #expect(facts.effectiveStormTimes == [0.75])
        #expect(facts.reconnects == batch.reconnects)
        #expect(facts.gaps == batch.gaps)
        #expect(facts.processes.map(\.end) == [ProcessEnd(process: Fixture.client, signal: 9)])
        #expect(facts.processes[0].processorSeconds == 1.234)
        #expect(facts[.memory].values == [20_000 * 1024 / 1e6])
    }

    @Test(
        "each way of ending comes back",
        arguments: [
            FinishRecord.Reason.completed, .clientEndedEarly(.exited(3)), .clientEndedEarly(.signalled(11)),
            .interrupted(signal: 15), .internalFault("the disk is full"), .certainLeak(.sockets),
        ])
    func endingComesBack(_ reason: FinishRecord.Reason) throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        let record = FinishRecord(endedAt: "2026-03-01T14:06:30Z", timeSeconds: 5, reason: reason)
        try writer.finish(record)
        #expect(try EvidenceReader(temporary.evidence).finish() == record)
    }

    @Test("a finished run is a single file that needs no write access to be read")
    func finishedRunIsOneFile() throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        try writer.append(Fixture.batch(1))
        try writer.finish(FinishRecord(endedAt: "2026-03-01T14:06:30Z", timeSeconds: 5, reason: .completed))
        #expect(!FileManager.default.fileExists(atPath: temporary.evidence.database + "-wal"))
    }

    @Test("the tree's memory is the sum over its processes")
    func treeIsSummed() throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        var batch = EvidenceBatch(timeSeconds: 1)
        batch.samples = [
            Fixture.sample(Fixture.client, memory: .value(1000)), Fixture.sample(Fixture.worker, memory: .value(500)),
        ]
        try writer.append(batch)
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts[.memory] == TimeSeries(times: [1], values: [1.536]))
        #expect(facts[.children].values == [1])
        #expect(facts[.threads].values == [6])
        #expect(facts.processes.map { $0.memory.values } == [[1.024], [0.512]])
    }

    @Test("a reading that could not be taken is missing with its reason, and is never a zero")
    func unavailableIsNotZero() throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        for second in 1...6 {
            var batch = EvidenceBatch(timeSeconds: Double(second))
            let isBlind = (3...4).contains(second)
            batch.samples = [
                Fixture.sample(Fixture.client, memory: .value(1000)),
                Fixture.sample(
                    Fixture.worker, memory: isBlind ? .unavailable("permission denied") : .value(500),
                    descriptors: second == 2 ? .notDue : .value(1)),
            ]
            try writer.append(batch)
        }
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts[.memory].times == [1, 2, 5, 6])
        #expect(Set(facts[.memory].values) == [1.536])
        #expect(facts[.descriptors].times == [1, 3, 4, 5, 6])
        #expect(
            facts.unavailable == [
                UnavailableReading(
                    process: Fixture.worker, quantity: .anonymousKibibytes, fromSeconds: 3, toSeconds: 5,
                    reason: "permission denied")
            ])
        #expect(facts[.sockets].isEmpty, "a quantity that was never due has no series")
    }

    @Test("requests per second come from the totals")
    func requestRate() throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        for second in 1...4 where second != 3 { try writer.append(Fixture.batch(second)) }
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts.server.requestsPerSecond == TimeSeries(times: [2, 4], values: [20, 20]))
        #expect(facts.server.totals[.requests] == 80)
    }

    @Test("a resumed run goes on in a second session and its counters add up")
    func resuming() throws {
        var writer: EvidenceWriter? = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        try writer?.append(Fixture.batch(1))
        try writer?.append(Fixture.batch(2))
        try writer?.finish(
            FinishRecord(endedAt: "2026-03-01T14:06:30Z", timeSeconds: 2, reason: .interrupted(signal: 2)))
        writer = nil
        let again = try EvidenceWriter(
            resuming: temporary.evidence, startedAt: "2026-03-01T15:00:00Z", timeSeconds: 100)
        #expect(again.session == 2)
        var batch = Fixture.batch(101)
        batch.second[.requests] = 7
        batch.exceptionTotals = [1: 2]
        try again.append(batch)
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts.finish == nil, "the second session goes on")
        #expect(facts.sessions.map(\.timeSeconds) == [0, 100])
        #expect(facts.server.totals[.requests] == 47)
        #expect(facts.server.requestsPerSecond.times == [2], "there is no rate across the interruption")
        #expect(facts.server.exceptionsByCode == [1: 2])
        #expect(facts.processes.count == 1)
    }

    @Test("a client's overlong command line is cut, and a NUL in it does not end it")
    func clientTextIsBounded() throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        var batch = Fixture.batch(1)
        batch.samples[0].command = "a\0b" + String(repeating: "é", count: 10_000)
        try writer.append(batch)
        let command = try EvidenceReader(temporary.evidence).facts().processes[0].command
        #expect(command.hasPrefix("a␀bé"))
        #expect(command.hasSuffix("é…"))
        #expect(command.utf8.count <= EvidenceLimits().clientTextBytes)
    }

    @Test("samples and seconds can be walked without holding them all")
    func walking() throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        for second in 1...3 { try writer.append(Fixture.batch(second, memory: Int64(second))) }
        let reader = try EvidenceReader(temporary.evidence)
        var memory: [Int64?] = []
        try reader.forEachSample { _, sample in
            memory.append(sample.readings[.anonymousKibibytes]?.value)
            #expect(sample.command == "python3 poll.py")
        }
        #expect(memory == [1, 2, 3])
        var requests: [Int64?] = []
        try reader.forEachSecond { _, values in requests.append(values[.requests]) }
        #expect(requests == [20, 40, 60])
        let latest = try reader.latest()
        #expect(latest?.timeSeconds == 3)
        #expect(latest?.samples.first?.readings[.anonymousKibibytes] == .value(3))
    }
}
