import Evidence
import EvidenceStore
import Foundation
import GRDB
import Testing

@Suite("What is no evidence is refused with the right error", .timeLimit(.minutes(5)))
struct EvidenceRefusalTests {
    let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    private func refusal(_ body: () throws -> Void) throws -> StoreError {
        try #require(throws: StoreError.self, performing: body)
    }

    @Test("a schema from the future is refused, status 65")
    func newerSchema() throws {
        do { _ = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run) }
        try DatabaseQueue(path: temporary.evidence.database).write { db in
            try db.execute(sql: "PRAGMA user_version = 99")
        }
        let error = try refusal { _ = try EvidenceReader(temporary.evidence) }
        #expect(error == .newerSchema(path: temporary.evidence.path, found: 99, known: 5))
        #expect(error.exitStatus == 65)
        #expect(throws: error) {
            _ = try EvidenceWriter(resuming: temporary.evidence, startedAt: "2026-03-01T15:00:00Z", timeSeconds: 9)
        }
    }

    @Test("a folder that is not there is status 66, one without evidence 65")
    func emptyFolder() throws {
        #expect(try refusal { _ = try EvidenceReader(temporary.evidence) }.exitStatus == 66)
        #expect(try refusal { _ = try EvidenceReader(EvidenceFolder(temporary.path)) }.exitStatus == 65)
    }

    @Test("a text file and a foreign database are refused, status 65")
    func foreignFiles() throws {
        let folder = EvidenceFolder(temporary.path)
        try Data(repeating: 65, count: 9000).write(to: URL(fileURLWithPath: folder.database))
        #expect(try refusal { _ = try EvidenceReader(folder) }.code == "EVI006")
        try FileManager.default.removeItem(atPath: folder.database)
        try DatabaseQueue(path: folder.database).write { db in try db.execute(sql: "CREATE TABLE t (x)") }
        #expect(try refusal { _ = try EvidenceReader(folder) }.code == "EVI006")
    }

    @Test("a damaged page is reported as damage, status 65, not as a trap")
    func damaged() throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        for second in 1...500 { try writer.append(Fixture.batch(second)) }
        try writer.finish(FinishRecord(endedAt: "2026-03-01T14:06:30Z", timeSeconds: 501, reason: .completed))
        let file = try #require(FileHandle(forUpdatingAtPath: temporary.evidence.database))
        let size = try file.seekToEnd()
        try file.seek(toOffset: 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: Int(size) - 4096))
        try file.close()
        let error = try refusal { _ = try EvidenceReader(temporary.evidence).facts() }
        #expect(error.code == "EVI008")
        #expect(error.exitStatus == 65)
    }

    @Test("evidence whose beginning was overwritten is damage where the folder says whose it is, status 65")
    func damagedBeginning() throws {
        do { _ = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run) }
        let file = try #require(FileHandle(forUpdatingAtPath: temporary.evidence.database))
        try file.write(contentsOf: Data(repeating: 0xA5, count: 100))
        try file.close()
        let error = try refusal { _ = try EvidenceReader(temporary.evidence) }
        #expect(error.code == "EVI008")
        #expect(error.exitStatus == 65)
    }

    @Test("an empty file in place of the evidence is damage where the folder says whose it is")
    func emptied() throws {
        do { _ = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run) }
        try Data().write(to: URL(fileURLWithPath: temporary.evidence.database))
        #expect(try refusal { _ = try EvidenceReader(temporary.evidence) }.code == "EVI008")
    }

    @Test("a log whose beginning was overwritten is damage: SQLite would leave out the last minutes without a word")
    func damagedLog() async throws {
        let path = temporary.evidence.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let writer = try EvidenceWriter(creating: EvidenceFolder(path), run: Fixture.run)
            for second in 1...5 { try writer.append(Fixture.batch(second)) }
            kill(getpid(), SIGKILL)
        }
        let log = temporary.evidence.database + "-wal"
        let whole = try Data(contentsOf: URL(fileURLWithPath: log))
        #expect(try EvidenceReader(temporary.evidence).facts()[.memory].count == 5, "the log itself is no obstacle")
        for place in [0, 9, 17, 30] {
            var damaged = whole
            damaged[place] ^= 0x10
            try damaged.write(to: URL(fileURLWithPath: log))
            #expect(try refusal { _ = try EvidenceReader(temporary.evidence) }.code == "EVI008", "byte \(place)")
        }
    }

    @Test("a column of another type, as in a file made by hand, is damage, not a trap")
    func wrongType() throws {
        let folder = temporary.evidence
        do { _ = try EvidenceWriter(creating: folder, run: Fixture.run) }
        try DatabaseQueue(path: folder.database).write { db in
            try db.execute(sql: "DROP TABLE storm; CREATE TABLE storm (number, t_ms, close, connections)")
            try db.execute(sql: "INSERT INTO storm VALUES ('many', 1, 'reset', 2)")
        }
        #expect(try refusal { _ = try EvidenceReader(folder).facts() }.code == "EVI008")
    }

    @Test(
        "a text among the readings, in a table made by hand, is damage and not read as 0",
        arguments: ["sample", "second"])
    func wrongTypeOfReading(table: String) throws {
        let folder = temporary.evidence
        do {
            let writer = try EvidenceWriter(creating: folder, run: Fixture.run)
            try writer.append(Fixture.batch(1))
        }
        try DatabaseQueue(path: folder.database).write { db in
            try db.execute(sql: "ALTER TABLE \(table) RENAME TO kept; CREATE TABLE \(table) AS SELECT * FROM kept")
            let column = table == "sample" ? "threads" : "requests"
            try db.execute(sql: "UPDATE \(table) SET \(column) = 'many'")
        }
        #expect(try refusal { _ = try EvidenceReader(folder).facts() }.code == "EVI008")
    }

    @Test("evidence is not overwritten, status 73")
    func existing() throws {
        do { _ = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run) }
        let error = try refusal { _ = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run) }
        #expect(error == .alreadyHoldsEvidence(path: temporary.evidence.path))
        #expect(error.exitStatus == 73)
    }

    @Test("a path that is a file, or lies below one, cannot be created, status 73")
    func notAFolder() throws {
        let file = temporary.path + "/file"
        try Data().write(to: URL(fileURLWithPath: file))
        for path in [file, file + "/below"] {
            let error = try refusal { _ = try EvidenceWriter(creating: EvidenceFolder(path), run: Fixture.run) }
            #expect(error.exitStatus == 73)
        }
    }

    @Test("two twinsims do not write the same evidence, status 69")
    func twoWriters() throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        let error = try refusal {
            _ = try EvidenceWriter(resuming: temporary.evidence, startedAt: "2026-03-01T15:00:00Z", timeSeconds: 9)
        }
        #expect(error == .beingWritten(path: temporary.evidence.path))
        #expect(error.exitStatus == 69)
        #expect(writer.session == 1)
    }
}
