import Evidence
import EvidenceStore
import Foundation
import GRDB
import Testing

@Suite("Evidence of every schema so far", .timeLimit(.minutes(5)))
struct SchemaVersionTests {
    let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    /// Leaves the evidence as a twinsim of schema 1, 2, 3 or 4 wrote it.
    private func makeVersion(_ version: Int) throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        for second in 1...5 { try writer.append(Fixture.batch(second)) }
        try writer.finish(
            FinishRecord(endedAt: "2026-03-01T14:06:30Z", timeSeconds: 6, reason: .interrupted(signal: 15)))
        try DatabaseQueue(path: temporary.evidence.database).write { db in
            try db.execute(sql: "ALTER TABLE run DROP COLUMN fail_on")
            for quantity in SecondQuantity.addedInSchema4 where version < 4 {
                try db.execute(sql: "ALTER TABLE second DROP COLUMN \(quantity.rawValue)")
            }
            let later = SampledQuantity.allCases.filter { $0.rawValue.hasPrefix("jvm_") }
            for quantity in later + [.sharedKibibytes, .processes, .processesPooled] where version < 4 {
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

    @Test("schema 4 opens, a doubt fails it as it did then, and it goes on in the newest schema")
    func versionFour() throws {
        try makeVersion(4)
        #expect(try EvidenceReader(temporary.evidence).run() == Fixture.run)
        _ = try EvidenceWriter(resuming: temporary.evidence, startedAt: "2026-03-01T15:00:00Z", timeSeconds: 9)
        #expect(try EvidenceReader(temporary.evidence).run() == Fixture.run)
    }

    @Test("what a run was told of failing comes back")
    func failsOnLeak() throws {
        var run = Fixture.run
        run.failsOnDoubt = false
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
        #expect(try queue.read { db in try Int.fetchOne(db, sql: "PRAGMA user_version") } == 5)
        #expect(throws: DatabaseError.self, "what is new is append only too") {
            try queue.write { db in try db.execute(sql: "DELETE FROM tag_silence") }
        }
    }

    @Test("schema 3 opens and goes on in the newest schema: each of its rows stands for one process")
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

    /// A batch of one process with private and swapped memory, and shared memory of the tree, KiB.
    private static func memory(at time: Double, own: Int64, swapped: Int64, shared: Int64?) -> EvidenceBatch {
        var batch = EvidenceBatch(timeSeconds: time)
        batch.samples = [
            SampleRecord(
                process: Fixture.client, parent: 1, command: "poll.py",
                readings: [
                    .anonymousKibibytes: .value(own), .swapKibibytes: .value(swapped), .sharedKibibytes: .value(9),
                ])
        ]
        batch.second[.sharedKibibytes] = shared
        return batch
    }

    @Test("memory is what is private, swapped and shared; status and export add it up as the verdict does")
    func memoryOfEveryKind() throws {
        do {
            let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
            try writer.append(Self.memory(at: 1, own: 10_000, swapped: 0, shared: 0))
            try writer.append(Self.memory(at: 2, own: 9_000, swapped: 1_000, shared: 333))
        }
        let reader = try EvidenceReader(temporary.evidence)
        let facts = try reader.facts()
        let kibibyte = 1024e-6
        let second = 9_000 * kibibyte + 1_000 * kibibyte + 333 * kibibyte
        #expect(facts[.memory] == TimeSeries(times: [1, 2], values: [10_000 * kibibyte, second]))
        #expect(facts.privateMemory.values == [10_000 * kibibyte, 9_000 * kibibyte])
        #expect(facts.sum(.swapKibibytes).values == [0, 1_000 * kibibyte])
        #expect(facts.whole(.sharedKibibytes).values == [0, 333 * kibibyte])
        var exported = TimeSeries.empty
        try reader.forEachMemory { exported.append($0, $1) }
        #expect(exported == facts[.memory])
        #expect(try reader.status().memory == facts[.memory])
    }

    @Test("schema 3 opens, its memory as it was judged, and goes on in the newest schema")
    func versionThreeMemory() throws {
        try makeVersion(3)
        var facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts[.memory].values == [Double](repeating: 20.48, count: 5))
        #expect(facts[.disk].isEmpty && facts[.javaHeap].isEmpty && facts.wholes.isEmpty)
        var seconds = 0
        try EvidenceReader(temporary.evidence).forEachSecond { _, _ in seconds += 1 }
        #expect(seconds == 5)
        #expect(try EvidenceReader(temporary.evidence).latest()?.second[.requests] == 100)
        #expect(try EvidenceReader(temporary.evidence).status().memory == facts[.memory])
        do {
            let writer = try EvidenceWriter(
                resuming: temporary.evidence, startedAt: "2026-03-01T15:00:00Z", timeSeconds: 9)
            try writer.append(Self.memory(at: 10, own: 10_000, swapped: 0, shared: 1_000))
        }
        facts = try EvidenceReader(temporary.evidence).facts()
        // What the older session did not look at is not taken for nothing: its memory stays what it was.
        #expect(facts[.memory].times == [1, 2, 3, 4, 5, 10])
        let own = Double(10_000) * 1024e-6
        let shared = Double(1_000) * 1024e-6
        #expect(facts[.memory].values.last == own + shared)
    }

    @Test("the Java heap is summed over the machines, and its collections are told with what was held after each")
    func javaHeap() throws {
        func batch(_ time: Double, after: Int64?, young: Int64, whole: Int64) -> EvidenceBatch {
            var batch = EvidenceBatch(timeSeconds: time)
            batch.samples = [
                SampleRecord(
                    process: ProcessKey(pid: 50, startTicks: 1), parent: 1, command: "sh",
                    readings: [
                        .anonymousKibibytes: .value(100),
                        .javaAfterKibibytes: .unavailable("it is no Java virtual machine"),
                    ]),
                SampleRecord(
                    process: ProcessKey(pid: 51, startTicks: 1), parent: 50, command: "java", tier: 4,
                    readings: [
                        .anonymousKibibytes: .value(100),
                        .javaAfterKibibytes: after.map { .value($0) } ?? .unavailable("no collection"),
                        .javaCommittedKibibytes: .value(64_000), .javaYoungCollections: .value(young),
                        .javaWholeCollections: .value(whole),
                    ]),
            ]
            return batch
        }
        do {
            let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
            try writer.append(batch(1, after: nil, young: 0, whole: 0))
            try writer.append(batch(2, after: nil, young: 1, whole: 0))
            try writer.append(batch(3, after: 1000, young: 1, whole: 0))
            try writer.append(batch(4, after: 1000, young: 2, whole: 1))
            try writer.append(batch(5, after: 2000, young: 2, whole: 1))
            // Started anew.
            try writer.append(batch(6, after: nil, young: 0, whole: 0))
            try writer.append(batch(7, after: nil, young: 0, whole: 0))
        }
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts[.javaHeap] == TimeSeries(times: [3, 4, 5], values: [1.024, 1.024, 2.048]))
        #expect(facts.sum(.javaCommittedKibibytes).count == 7)
        #expect(facts.javaCollections == TimeSeries(times: [2, 4], values: [1.024, 2.048]))
        #expect(facts.javaWholeCollections == TimeSeries(times: [4], values: [2.048]))
        #expect(facts.unavailable.contains { $0.reason == "it is no Java virtual machine" })
    }

    @Test("what was written into files is summed over sessions, its levels kept as levels")
    func files() throws {
        do {
            let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
            for (time, written) in [(1.0, 0), (2.0, -2000)] {
                var batch = EvidenceBatch(timeSeconds: time)
                batch.samples = [Fixture.sample(Fixture.client, memory: .value(1))]
                batch.second = [.writtenKibibytes: Int64(written), .writtenFiles: 2, .freeKibibytes: 9000]
                try writer.append(batch)
            }
        }
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts[.disk] == TimeSeries(times: [1, 2], values: [0, -2.048]))
        #expect(facts.whole(.freeKibibytes).values == [9.216, 9.216])
    }
}
