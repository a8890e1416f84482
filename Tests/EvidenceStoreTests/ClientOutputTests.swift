import Evidence
import EvidenceStore
import Foundation
import Testing

@Suite("The client's last words", .timeLimit(.minutes(5)))
struct ClientOutputTests {
    let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    private func facts(launches: Int = 1) throws -> EvidenceFacts {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        var batch = Fixture.batch(1)
        batch.events = (0..<launches).map { EvidenceEvent(timeSeconds: Double($0), kind: .clientStarted, summary: "") }
        try writer.append(batch)
        return try EvidenceReader(temporary.evidence).facts()
    }

    private func write(_ text: String, to path: String) throws {
        try FileManager.default.createDirectory(atPath: temporary.evidence.path, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    @Test("the last lines of a long log are kept, each within its limit")
    func longLog() throws {
        let lines = (1...5000).map { "line \($0)" } + [String(repeating: "x", count: 1000)]
        try write(lines.joined(separator: "\n") + "\n", to: temporary.evidence.clientLog)
        let output = try #require(try facts().clientOutput)
        #expect(output.log == "client.log")
        #expect(output.lastLines.count == ClientOutput.mostLines)
        #expect(output.lastLines.dropLast().last == "line 5000")
        #expect(output.lastLines.last?.count == ClientOutput.mostCharacters)
    }

    @Test("of a client that was launched anew the newest log speaks")
    func restarted() throws {
        try write("first", to: temporary.evidence.clientLog)
        try write("second", to: temporary.evidence.clientLog(session: 1, restarts: 1))
        let output = try #require(try facts(launches: 2).clientOutput)
        #expect(output.log == "client-1-1.log")
        #expect(output.lastLines == ["second"])
    }

    @Test("a launch that left no log leaves the word to the one before")
    func lostLog() throws {
        try write("first", to: temporary.evidence.clientLog)
        #expect(try facts(launches: 3).clientOutput?.lastLines == ["first"])
    }

    @Test("an empty log says that nothing was written, and a missing one says nothing")
    func silent() throws {
        #expect(try facts().clientOutput == nil)
        try write("", to: temporary.evidence.clientLog)
        let output = try #require(try EvidenceReader(temporary.evidence).facts().clientOutput)
        #expect(output.sentence.hasPrefix("The client wrote nothing"))
    }

    @Test("a pipe in the log's place is not opened")
    func pipe() throws {
        try FileManager.default.createDirectory(atPath: temporary.evidence.path, withIntermediateDirectories: true)
        #expect(mkfifo(temporary.evidence.clientLog, 0o600) == 0)
        #expect(try facts().clientOutput == nil)
    }
}
