import Evidence
import EvidenceStore
import Foundation
import GRDB
import Testing

@Suite("Evidence of every schema so far", .timeLimit(.minutes(5)))
struct SchemaVersionTests {
    let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    /// Leaves the evidence as a twinsim of schema 1, 2 or 3 wrote it.
    private func makeVersion(_ version: Int) throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        for second in 1...5 { try writer.append(Fixture.batch(second)) }
        try writer.finish(
            FinishRecord(endedAt: "2026-03-01T14:06:30Z", timeSeconds: 6, reason: .interrupted(signal: 15)))
        try DatabaseQueue(path: temporary.evidence.database).write { db in
            for quantity in [SampledQuantity.processes, .processesPooled] {
                try db.execute(sql: "ALTER TABLE sample DROP COLUMN \(quantity.rawValue)")
            }
            if version < 3 {
                try db.execute(sql: "ALTER TABLE run DROP COLUMN stop_on")
                for quantity in SampledQuantity.allCases where quantity.rawValue.hasPrefix("node_") {
                    try db.execute(sql: "ALTER TABLE sample DROP COLUMN \(quantity.rawValue)")
                }
            }
            if version < 2 { try db.execute(sql: "DROP TABLE tag_silence; ALTER TABLE run DROP COLUMN silence_s") }
            try db.execute(sql: "PRAGMA user_version = \(version)")
        }
    }

    @Test("schema 2 opens; its runs were not to end early")
    func stopsBeforeSchemaThree() throws {
        try makeVersion(2)
        #expect(try EvidenceReader(temporary.evidence).run() == Fixture.run)
    }

    @Test("what a run was told of ending early comes back")
    func stopsOnLeak() throws {
        var run = Fixture.run
        run.stopsOnLeak = true
        _ = try EvidenceWriter(creating: temporary.evidence, run: run)
        #expect(try EvidenceReader(temporary.evidence).run() == run)
    }

    @Test("schema 1 opens; what it did not record is missing and not empty")
    func versionOne() throws {
        try makeVersion(1)
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts.run == Fixture.run)
        #expect(facts.run.silenceSeconds == nil)
        #expect(facts.tagSilences.isEmpty)
        #expect(!facts[.memory].isEmpty)
        #expect(try EvidenceReader(temporary.evidence).restartTimes().isEmpty)
    }

    @Test("a run of schema 1 goes on in the newest schema, its rows as they were")
    func resumed() throws {
        try makeVersion(1)
        do {
            let writer = try EvidenceWriter(
                resuming: temporary.evidence, startedAt: "2026-03-01T15:00:00Z", timeSeconds: 9)
            var batch = Fixture.batch(10)
            batch.tagSilences = [TagSilence(tag: "LEVEL", fromSeconds: 9, toSeconds: 9.75)]
            try writer.append(batch)
        }
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts.run == Fixture.run)
        #expect(facts.tagSilences == [TagSilence(tag: "LEVEL", fromSeconds: 9, toSeconds: 9.75)])
        #expect(facts.sessions.count == 2)
        let queue = try DatabaseQueue(path: temporary.evidence.database)
        #expect(try queue.read { db in try Int.fetchOne(db, sql: "PRAGMA user_version") } == 4)
        #expect(throws: DatabaseError.self, "what is new is append only too") {
            try queue.write { db in try db.execute(sql: "DELETE FROM tag_silence") }
        }
    }

    @Test("schema 3 opens and goes on in schema 4: each of its rows stands for one process")
    func versionThree() throws {
        try makeVersion(3)
        #expect(try EvidenceReader(temporary.evidence).facts()[.children].values == [0, 0, 0, 0, 0])
        do {
            let writer = try EvidenceWriter(
                resuming: temporary.evidence, startedAt: "2026-03-01T15:00:00Z", timeSeconds: 9)
            var batch = Fixture.batch(10)
            batch.samples.append(Fixture.pool(of: 5, total: 12))
            try writer.append(batch)
        }
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts[.children].values == [0, 0, 0, 0, 0, 5])
        #expect(facts.processes.last?.pool == .init(total: 12, mostAtOnce: 5))
    }

    @Test("schema 2 opens and goes on in the newest schema: of the time before, nothing is known of Node.js")
    func versionTwo() throws {
        try makeVersion(2)
        let reader = try EvidenceReader(temporary.evidence)
        var facts = try reader.facts()
        #expect(!facts[.memory].isEmpty && facts[.nodeHeap].isEmpty)
        var samples = 0
        try reader.forEachSample { _, sample in
            samples += 1
            #expect(sample.readings[.nodeHeapKibibytes] == nil)
        }
        #expect(samples > 0)
        #expect(try reader.latest()?.samples.isEmpty == false)
        do {
            let writer = try EvidenceWriter(
                resuming: temporary.evidence, startedAt: "2026-03-01T15:00:00Z", timeSeconds: 9)
            try writer.append(Self.node(at: 10, heap: 5000, external: 1000, workers: 2))
        }
        facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts[.nodeHeap] == TimeSeries(times: [10], values: [5.12]))
        #expect(facts.sum(.nodeExternalKibibytes).values == [1.024])
        #expect(facts.nodeWorkers == 2)
    }

    /// A batch of a shell without a heap and two Node.js processes, of which one may give no reading.
    private static func node(
        at time: Double, heap: Int64, external: Int64, workers: Int64, isSecondRead: Bool = true
    ) -> EvidenceBatch {
        func sample(_ pid: Int32, _ heap: Int64?, _ reason: String) -> SampleRecord {
            var readings: [SampledQuantity: Reading<Int64>] = [.anonymousKibibytes: .value(100)]
            readings[.nodeHeapKibibytes] = heap.map { .value($0 * 2) } ?? .unavailable(reason)
            if let heap {
                readings[.nodeOldKibibytes] = .value(heap)
                readings[.nodeExternalKibibytes] = .value(external / 2)
                readings[.nodeWorkers] = .value(workers)
            }
            return SampleRecord(
                process: ProcessKey(pid: pid, startTicks: 1), parent: 1, command: "node", tier: heap == nil ? 0 : 3,
                readings: readings)
        }
        var batch = EvidenceBatch(timeSeconds: time)
        batch.samples = [
            sample(50, nil, "it is no Node.js process"), sample(51, heap / 2, ""),
            sample(52, isSecondRead ? heap / 2 : nil, "its event loop has not come round for 12 s"),
        ]
        return batch
    }

    @Test("the heap is summed over the processes that have one, where each of them gave it")
    func heapOfTheTree() throws {
        do {
            let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
            try writer.append(Self.node(at: 1, heap: 5000, external: 1000, workers: 0))
            try writer.append(Self.node(at: 2, heap: 5000, external: 1000, workers: 0, isSecondRead: false))
            try writer.append(Self.node(at: 3, heap: 10_000, external: 1000, workers: 1))
        }
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts[.nodeHeap] == TimeSeries(times: [1, 3], values: [5.12, 10.24]))
        #expect(facts.nodeWorkers == 1)
        #expect(facts.unavailable.contains { $0.reason.contains("event loop") })
    }

    @Test("silences and their threshold come back as they were written")
    func silences() throws {
        var run = Fixture.run
        run.silenceSeconds = 2.5
        run.criteriaText = "tags: {unread_at_most: 5s}\n"
        let silence = TagSilence(tag: "LEVEL", fromSeconds: 0.25, toSeconds: 4)
        do {
            let writer = try EvidenceWriter(creating: temporary.evidence, run: run)
            var batch = EvidenceBatch(timeSeconds: 4)
            batch.tagSilences = [silence]
            try writer.append(batch)
        }
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts.run == run)
        #expect(facts.tagSilences == [silence])
    }
}
