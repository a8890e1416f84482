import Evidence
import EvidenceStore
import Foundation
import GRDB
import Testing

@Suite("What evidence takes", .timeLimit(.minutes(5)))
struct EvidenceSizeTests {
    let temporary: TemporaryFolder

    init() throws { temporary = try TemporaryFolder() }

    private func tagGaps(second: Int) -> [TagGap] {
        [
            TagGap(tag: "FAST", reads: Int64(second * 20), longestGapSeconds: 0.1, lastReadSeconds: Double(second)),
            TagGap(tag: "NEVER", reads: 0),
            second < 240
                ? TagGap(tag: "LATE", reads: 0)
                : TagGap(tag: "LATE", reads: 1, longestGapSeconds: 240, lastReadSeconds: 239),
        ]
    }

    private func rows(_ sql: String) throws -> Int? {
        try DatabaseQueue(path: temporary.evidence.database).read { try Int.fetchOne($0, sql: sql) }
    }

    @Test("a tag is written when it is first read and every ten minutes, and its last state at the end")
    func tagsAreWrittenSeldom() throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        for second in stride(from: 60, through: 1500, by: 60) {
            var batch = Fixture.batch(second)
            batch.tagGaps = tagGaps(second: second)
            try writer.append(batch)
        }
        let open = try EvidenceReader(temporary.evidence).facts()
        #expect(open.tagGaps.map(\.tag) == ["FAST", "NEVER", "LATE"])
        #expect(open.tagGaps.map(\.reads) == [1260 * 20, 0, 1], "as far as it was written when the run was killed")
        try writer.finish(
            FinishRecord(endedAt: "2026-03-01T14:30:00Z", timeSeconds: 1500, reason: .completed))
        #expect(try EvidenceReader(temporary.evidence).facts().tagGaps == tagGaps(second: 1500))
        #expect(try rows("SELECT COUNT(*) FROM tag_gap WHERE tag = 'FAST'") == 4, "60, 660, 1260 s and the end")
        #expect(try rows("SELECT COUNT(*) FROM tag_gap WHERE tag = 'NEVER'") == 1)
        #expect(try rows("SELECT t_ms FROM tag_gap WHERE tag = 'LATE' AND reads = 1") == 240_000)
    }

    @Test("a resumed session writes every tag anew, and those rows hold")
    func tagsOfAResumedSession() throws {
        var writer: EvidenceWriter? = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        var batch = Fixture.batch(300)
        batch.tagGaps = tagGaps(second: 300)
        try writer?.append(batch)
        writer = nil
        let again = try EvidenceWriter(
            resuming: temporary.evidence, startedAt: "2026-03-01T15:00:00Z", timeSeconds: 400)
        #expect(try EvidenceReader(temporary.evidence).facts().tagGaps == tagGaps(second: 300))
        batch = Fixture.batch(401)
        batch.tagGaps = tagGaps(second: 0)
        try again.append(batch)
        #expect(try EvidenceReader(temporary.evidence).facts().tagGaps == tagGaps(second: 0))
    }

    @Test("a process that came later, went and came back keeps its own history")
    func histories() throws {
        let writer = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        for second in 0..<10 {
            var batch = Fixture.batch(second, memory: Int64(1000 + second))
            let worker = Fixture.sample(Fixture.worker, memory: .value(Int64(500 + second)), descriptors: .value(9))
            if second == 3 { batch.samples.insert(worker, at: 0) }
            if second > 5 { batch.samples.append(worker) }
            try writer.append(batch)
        }
        let facts = try EvidenceReader(temporary.evidence).facts()
        let kept = 1024 / 1e6
        #expect(facts[.children].values == [0, 0, 0, 1, 0, 0, 1, 1, 1, 1])
        #expect(facts[.memory].values[3] == 1506 * kept)
        #expect(facts[.descriptors].values == [7, 7, 7, 16, 7, 7, 16, 16, 16, 16])
        #expect(
            facts[.sockets].isEmpty && SampledQuantity.socketStates.allSatisfy { facts.sum($0).isEmpty },
            "TCP states were not due")
        let client = try #require(facts.processes.first { $0.process == Fixture.client })
        #expect(client.memory.times == (0..<10).map(Double.init))
        let worker = try #require(facts.processes.first { $0.process == Fixture.worker })
        #expect(worker.memory.times == [3, 6, 7, 8, 9])
        #expect(worker.memory.values == [503, 506, 507, 508, 509].map { $0 * kept })
        #expect(worker.firstSeenSeconds == 3 && worker.lastSeenSeconds == 9)
        #expect(worker.peakDescriptors == 9 && worker.peakThreads == 3 && worker.processorSeconds == 1.234)
    }

    @Test("a figure that a session does not give keeps the total of the sessions before")
    func totalsOfSessions() throws {
        var writer: EvidenceWriter? = try EvidenceWriter(creating: temporary.evidence, run: Fixture.run)
        var batch = Fixture.batch(1)
        batch.second = [.requests: 30, .scanMaximumNanoseconds: 900, .openConnections: 4]
        try writer?.append(batch)
        batch = Fixture.batch(2)
        batch.second = [.requests: 40]
        try writer?.append(batch)
        writer = nil
        let again = try EvidenceWriter(
            resuming: temporary.evidence, startedAt: "2026-03-01T15:00:00Z", timeSeconds: 100)
        batch = Fixture.batch(101)
        batch.second = [.replies: 5, .scanMaximumNanoseconds: 700]
        try again.append(batch)
        let totals = try EvidenceReader(temporary.evidence).facts().server.totals
        #expect(totals == [.requests: 40, .replies: 5, .scanMaximumNanoseconds: 900, .openConnections: 4])
    }
}
