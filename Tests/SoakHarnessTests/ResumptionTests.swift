import Evidence
import EvidenceStore
import Foundation
import Testing

@testable import SoakHarness

@Suite("Going on with a soak that was cut short", .timeLimit(.minutes(5)))
struct ResumptionTests {
    private static let run = RunRecord(
        uuid: "u", startedAt: "2026-03-01T14:05:00Z", programVersion: "0",
        host: HostDescription(operatingSystem: "o", kernel: "k", processors: 1, memoryBytes: 1), scenario: "s", seed: 1,
        plannedSeconds: 100, intervalSeconds: 2.5, clientArguments: ["c"])

    /// The resumption of a soak whose last sample was at `last` s and whose session ended for `reason`, if it did.
    static func resumption(last: Double = 30, _ reason: FinishRecord.Reason? = .interrupted(signal: 15)) throws
        -> Resumption
    {
        let path = try Fixture.folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = EvidenceFolder(path + "/run")
        do {
            let writer = try EvidenceWriter(creating: folder, run: run)
            var batch = EvidenceBatch(timeSeconds: last)
            batch.second = [.requests: 1]
            try writer.append(batch)
            if let reason {
                try writer.finish(FinishRecord(endedAt: "2026-03-01T14:06:00Z", timeSeconds: last, reason: reason))
            }
        }
        return try Resumption(folder)
    }

    @Test("it goes on one sampling interval after the newest record, after a signal and after SIGKILL alike")
    func time() throws {
        for reason in [nil, FinishRecord.Reason.interrupted(signal: 1), .internalFault("full")] {
            let resumption = try Self.resumption(last: 30, reason)
            #expect(resumption.lastSeconds == 30)
            #expect(resumption.atSeconds == 32.5)
        }
    }

    @Test("a soak that has its finding, or no time left, does not go on")
    func refused() throws {
        for reason in [FinishRecord.Reason.completed, .clientEndedEarly(.exited(1)), .certainLeak(.memory)] {
            #expect(throws: StoreError.self) { try Self.resumption(reason) }
        }
        #expect(throws: StoreError.self) { try Self.resumption(last: 97.5) }
        #expect(try Self.resumption(last: 97.4).atSeconds < 100)
    }
}
