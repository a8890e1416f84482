import Diagnostics
import Evidence
import EvidenceStore
import Foundation
import GRDB
import Testing

@Suite("Evidence survives", .timeLimit(.minutes(5)))
struct EvidenceDurabilityTests {
    let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    @Test("a run whose twinsim was killed is read to its last second")
    func killed() async throws {
        let path = temporary.evidence.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let writer = try EvidenceWriter(creating: EvidenceFolder(path), run: Fixture.run)
            for second in 1...500 { try writer.append(Fixture.batch(second)) }
            kill(getpid(), SIGKILL)
        }
        #expect(FileManager.default.fileExists(atPath: temporary.evidence.database + "-wal"))
        let reader = try EvidenceReader(temporary.evidence)
        let facts = try reader.facts()
        #expect(facts[.memory].times == (1...500).map(Double.init))
        #expect(facts.finish == nil)
        #expect(!reader.isBeingWritten)
        let again = try EvidenceWriter(
            resuming: temporary.evidence, startedAt: "2026-03-01T15:00:00Z", timeSeconds: 600)
        try again.append(Fixture.batch(601))
        #expect(try reader.facts()[.memory].count == 501)
    }

    @Test("a twinsim killed in the middle of a batch leaves no part of it")
    func killedInsideBatch() async throws {
        let path = temporary.evidence.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let writer = try EvidenceWriter(creating: EvidenceFolder(path), run: Fixture.run)
            try writer.append(Fixture.batch(1))
            // Every batch is large, so that the killing thread meets a writer at work.
            let killer = Thread {
                usleep(150_000)
                kill(getpid(), SIGKILL)
            }
            killer.start()
            for second in 2...100_000 {
                var batch = Fixture.batch(second)
                for number in 0..<2000 {
                    batch.events.append(
                        EvidenceEvent(timeSeconds: Double(second), kind: .note, summary: "event \(number)"))
                }
                try writer.append(batch)
            }
        }
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts.events.count == (facts[.memory].count - 1) * 2000)
    }

    @Test("a full disk is reported as such, and what was recorded before it is read back")
    func fullDisk() throws {
        var limits = EvidenceLimits()
        limits.databaseBytes = 400_000
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run, limits: limits)
        var recorded = 0
        #expect(throws: StoreError.diskFull(path: temporary.evidence.path)) {
            for second in 1...100_000 {
                try writer.append(Fixture.batch(second))
                recorded = second
            }
        }
        #expect(recorded > 100)
        #expect(StoreError.diskFull(path: "x").exitStatus == 74)
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts[.memory].count == recorded)
    }

    @Test("a write that the system refuses is an I/O error, status 74, and the next reader finds the rest")
    func fileSizeLimit() async throws {
        let path = temporary.evidence.path
        await #expect(processExitsWith: .exitCode(74)) { [path = path as String] in
            let writer = try EvidenceWriter(creating: EvidenceFolder(path), run: Fixture.run)
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 700_000, rlim_max: 700_000)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            do throws(StoreError) {
                for second in 1...100_000 { try writer.append(Fixture.batch(second)) }
            } catch {
                exit(error.exitStatus.rawValue)
            }
        }
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts[.memory].count > 20)
        #expect(facts[.memory].times == (1...facts[.memory].count).map(Double.init))
    }

    @Test("a batch that was refused leaves nothing behind and can be tried again")
    func refusedBatch() throws {
        var limits = EvidenceLimits()
        limits.processes = 1
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run, limits: limits)
        var batch = Fixture.batch(1)
        batch.samples.append(Fixture.sample(Fixture.worker, memory: .value(1)))
        #expect(throws: StoreError.self) { try writer.append(batch) }
        batch.samples.removeLast()
        try writer.append(batch)
        #expect(try EvidenceReader(temporary.evidence).facts()[.memory].times == [1])
    }

    @Test("a batch of one row more than the limit is refused, one of as many is written")
    func rowsInBatch() throws {
        var limits = EvidenceLimits()
        limits.rowsInBatch = 3
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run, limits: limits)
        var batch = Fixture.batch(1)
        for number in 0..<2 {
            batch.events.append(EvidenceEvent(timeSeconds: 1, kind: .note, summary: "event \(number)"))
        }
        try writer.append(batch)
        batch.events.append(EvidenceEvent(timeSeconds: 1, kind: .note, summary: "one more"))
        #expect(throws: StoreError.self) { try writer.append(batch) }
    }

    @Test("evidence can be read while it is being written")
    func readWhileWritten() throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        let reader = try EvidenceReader(temporary.evidence)
        #expect(reader.isBeingWritten)
        for second in 1...5 {
            try writer.append(Fixture.batch(second))
            #expect(try reader.facts()[.memory].count == second)
        }
    }

    @Test(
        "SQLite itself refuses to change or to remove what was recorded",
        arguments: ["UPDATE sample SET anon_kib = 0", "DELETE FROM event"])
    func appendOnly(_ sql: String) throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        var batch = Fixture.batch(1)
        batch.events = [EvidenceEvent(timeSeconds: 1, kind: .mark, summary: "here")]
        try writer.append(batch)
        let queue = try DatabaseQueue(path: temporary.evidence.database)
        #expect(throws: DatabaseError.self) { try queue.write { db in try db.execute(sql: sql) } }
        #expect(try EvidenceReader(temporary.evidence).facts().events.count == 1)
    }
}
