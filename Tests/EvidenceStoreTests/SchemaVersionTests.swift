import EvidenceReport
import EvidenceStore
import Foundation
import GRDB
import Testing

@Suite("Evidence of every schema so far")
struct SchemaVersionTests {
    let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    /// Leaves the evidence as a twinsim of schema 1 wrote it.
    private func makeVersionOne() throws {
        try makeVersionTwo()
        try DatabaseQueue(path: temporary.evidence.database).write { db in
            try db.execute(
                sql: """
                    DROP TABLE tag_silence; ALTER TABLE run DROP COLUMN silence_s; PRAGMA user_version = 1
                    """)
        }
    }

    /// Leaves the evidence as a twinsim of schema 2 wrote it.
    private func makeVersionTwo() throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        for second in 1...5 { try writer.append(Fixture.batch(second)) }
        try writer.finish(
            FinishRecord(endedAt: "2026-03-01T14:06:30Z", timeSeconds: 6, reason: .interrupted(signal: 15)))
        try DatabaseQueue(path: temporary.evidence.database).write { db in
            try db.execute(sql: "ALTER TABLE run DROP COLUMN stop_on; PRAGMA user_version = 2")
        }
    }

    @Test("schema 2 opens; its runs were not to end early")
    func versionTwo() throws {
        try makeVersionTwo()
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
        try makeVersionOne()
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts.run == Fixture.run)
        #expect(facts.run.silenceSeconds == nil)
        #expect(facts.tagSilences.isEmpty)
        #expect(!facts.memory.isEmpty)
        #expect(try EvidenceReader(temporary.evidence).restartTimes().isEmpty)
    }

    @Test("a run of schema 1 goes on in the newest schema, its rows as they were")
    func resumed() throws {
        try makeVersionOne()
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
        #expect(try queue.read { db in try Int.fetchOne(db, sql: "PRAGMA user_version") } == 3)
        #expect(throws: DatabaseError.self, "what is new is append only too") {
            try queue.write { db in try db.execute(sql: "DELETE FROM tag_silence") }
        }
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
