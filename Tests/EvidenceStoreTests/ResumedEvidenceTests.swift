import Evidence
import Foundation
import GRDB
import Testing

@testable import EvidenceStore

@Suite("Evidence of several sessions", .timeLimit(.minutes(5)))
struct ResumedEvidenceTests {
    let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    private func resume(at time: Double) throws -> EvidenceWriter {
        try EvidenceWriter(resuming: temporary.evidence, startedAt: "2026-03-01T15:00:00Z", timeSeconds: time)
    }

    @Test("a session that begins at the very moment at which the last one ended begins after it")
    func later() throws {
        do {
            let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
            try writer.append(Fixture.batch(5))
            // The end is later than every sample.
            try writer.finish(
                FinishRecord(endedAt: "2026-03-01T14:06:30Z", timeSeconds: 9, reason: .interrupted(signal: 15)))
        }
        do { #expect(try resume(at: 9).session == 2) }
        do { #expect(try resume(at: 2).session == 3) }
        let times = try EvidenceReader(temporary.evidence).facts().sessions.map(\.timeSeconds)
        #expect(times == [0, 9.001, 9.002])
    }

    @Test("a process whose end is on the record may be said to have ended once more")
    func endsTwice() throws {
        var batch = Fixture.batch(1)
        batch.ends = [ProcessEnd(process: Fixture.client, signal: 9)]
        do { try EvidenceWriter(creating: temporary.evidence, run: Fixture.run).append(batch) }
        batch.timeSeconds = 3
        batch.samples = []
        batch.ends = [ProcessEnd(process: Fixture.client, exitStatus: 0)]
        try resume(at: 2).append(batch)
        #expect(try EvidenceReader(temporary.evidence).facts().processes.map(\.end?.signal) == [9])
    }

    @Test("maxima of three sessions are the largest of them, counters their sum, levels the last one")
    func counters() {
        var counters = SessionCounters(
            sessions: [0, 10, 20].enumerated().map { index, time in
                SessionRecord(number: index + 1, startedAt: "", timeSeconds: time)
            })
        let quantities: [SecondQuantity] = [.scanMaximumNanoseconds, .requests, .openConnections]
        for (time, values) in [(5.0, [70, 100, 3]), (10, [90, 10, 2]), (20, [80, 1, 1])] as [(Double, [Int64])] {
            counters.add(Dictionary(uniqueKeysWithValues: zip(quantities, values)), at: time)
        }
        #expect(quantities.map(counters.total) == [90, 111, 1])
    }

    @Test("every sixtieth batch is forced to the disk, and no later one")
    func forced() {
        var writes = ForcedWrites(every: 3)
        let due = (0..<7).map { _ in
            defer { writes.note() }
            return writes.isDue
        }
        #expect(due == [false, false, true, false, false, true, false])
        #expect(ForcedWrites(every: 1).isDue)
    }

    @Test("the memory that status walks through has no moment at which a process could not be read")
    func memoryOfStatus() throws {
        do {
            let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
            for (second, reading) in [Reading<Int64>.value(500), .unavailable("no permission"), .value(700)]
                .enumerated()
            {
                var batch = Fixture.batch(second + 1)
                batch.samples.append(Fixture.sample(Fixture.worker, memory: reading))
                try writer.append(batch)
            }
        }
        #expect(try EvidenceReader(temporary.evidence).status().memory.times == [1, 3])
    }

    @Test("processes that share a row count one by one, over all sessions")
    func pool() throws {
        func batch(_ second: Int, _ row: SampleRecord) -> EvidenceBatch {
            var batch = Fixture.batch(second)
            batch.samples.append(row)
            return batch
        }
        do {
            let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
            try writer.append(batch(1, Fixture.pool(of: 7, total: 7)))
            try writer.append(batch(2, Fixture.pool(of: 3, total: 40)))
            #expect(writer.processCount == 2)
        }
        try resume(at: 3).append(batch(4, Fixture.pool(of: 2, total: 2)))
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts[.children].values == [7, 3, 2])
        #expect(facts.processes.map(\.pool) == [nil, .init(total: 42, mostAtOnce: 7)])
        #expect(facts[.memory].values.map { ($0 / 1.024 * 1000).rounded() } == [20_700, 20_300, 20_200])
        #expect(try EvidenceReader(temporary.evidence).latest()?.processes == 3)
    }

    @Test("Python's blocks are summed over Python's processes; one of them that cannot be read leaves no sum")
    func python() throws {
        do {
            let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
            for (second, reading) in [Reading<Int64>.value(500), .unavailable("its answer is late"), .value(700)]
                .enumerated()
            {
                var batch = Fixture.batch(second + 1)
                batch.samples[0].readings[.pythonBlocks] = .unavailable(ForeignRuntime.noPython)
                var worker = Fixture.sample(Fixture.worker, memory: .value(1))
                worker.readings[.pythonBlocks] = reading
                batch.samples.append(worker)
                try writer.append(batch)
            }
        }
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts[.pythonBlocks] == TimeSeries(times: [1, 3], values: [500, 700]))
        #expect(facts.unavailability(of: .pythonBlocks)?.reason == "its answer is late")
    }
}
