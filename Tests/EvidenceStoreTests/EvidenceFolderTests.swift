import Evidence
import EvidenceStore
import Foundation
import GRDB
import Testing

@Suite("The folder of evidence", .timeLimit(.minutes(5)))
struct EvidenceFolderTests {
    let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    @Test("the folder and what lies in it are for their owner alone, the folders above it are not")
    func isPrivate() throws {
        let folder = EvidenceFolder(temporary.path + "/evidence/run")
        let writer = try EvidenceWriter(creating: folder, run: Fixture.run)
        try writer.append(Fixture.batch(1))
        #expect(mode(folder.path) == 0o700)
        for file in ["evidence.sqlite", "evidence.sqlite-wal", "evidence.sqlite-shm", "evidence.lock"] {
            #expect(mode("\(folder.path)/\(file)") == 0o600, "\(file)")
        }
        #expect(mode(temporary.path + "/evidence") & 0o055 != 0)
    }

    @Test("soaks that begin in the same second get folders of their own")
    func neverCollides() throws {
        let name = temporary.path + "/evidence/pump-station-20260301-140500"
        let folders = try (0..<3).map { _ in try EvidenceFolder.reserving(name) }
        #expect(folders.map(\.path) == [name, name + "-2", name + "-3"])
        #expect(folders.allSatisfy { mode($0.path) == 0o700 })
        _ = try EvidenceWriter(creating: folders[1], run: Fixture.run)
        for folder in folders { folder.removeIfEmpty() }
        #expect(folders.map { FileManager.default.fileExists(atPath: $0.path) } == [false, true, false])
    }

    @Test("a twinsim killed right after the start leaves evidence that needs no log to be read")
    func beginsWhole() async throws {
        let path = temporary.evidence.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let writer = try EvidenceWriter(creating: EvidenceFolder(path), run: Fixture.run)
            if writer.session == 1 { kill(getpid(), SIGKILL) }
        }
        for suffix in ["-wal", "-shm"] { unlink(temporary.evidence.database + suffix) }
        let facts = try EvidenceReader(temporary.evidence).facts()
        #expect(facts.run == Fixture.run)
        #expect(facts.sessions.count == 1)
        #expect(!FileManager.default.fileExists(atPath: temporary.evidence.database + ".new"))
    }

    @Test("what a twinsim left that was killed while it made the evidence is no obstacle to the next one")
    func unfinished() throws {
        try FileManager.default.createDirectory(atPath: temporary.evidence.path, withIntermediateDirectories: true)
        try Data("half".utf8).write(to: URL(fileURLWithPath: temporary.evidence.database + ".new"))
        #expect(throws: StoreError.self) { try EvidenceReader(temporary.evidence) }
        _ = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        #expect(try EvidenceReader(temporary.evidence).run() == Fixture.run)
    }
}
