import Evidence
import EvidenceStore
import Foundation

/// A folder that disappears with the test that made it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("evidence-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var evidence: EvidenceFolder { EvidenceFolder(path + "/run") }
}

/// Values that are easy to recognize.
enum Fixture {
    static let run = RunRecord(
        uuid: "7c6f1f0e-0000-4000-8000-000000000001", startedAt: "2026-03-01T14:05:00Z", programVersion: "0.1.0",
        host: HostDescription(
            operatingSystem: "Debian GNU/Linux 12", kernel: "6.1.0", processors: 2, memoryBytes: 8 << 30),
        scenario: "water-treatment", seed: .max, plannedSeconds: 90, intervalSeconds: 1,
        clientArguments: ["python3", "poll.py", "--name", "Zoë \"<b>\""], note: "rev 12",
        faultPlanName: "reconnect-storm", faultPlanText: "storms: 8\n",
        definitionOfCorrect: ["Memory holds a ceiling."],
        criteriaText: nil)

    static let client = ProcessKey(pid: 4711, startTicks: 900_000)
    static let worker = ProcessKey(pid: 4712, startTicks: 900_100)

    static func sample(
        _ process: ProcessKey, memory: Reading<Int64>, descriptors: Reading<Int64> = .value(7)
    ) -> SampleRecord {
        SampleRecord(
            process: process, parent: 1, command: "python3 poll.py", tier: 2,
            readings: [
                .anonymousKibibytes: memory, .residentKibibytes: .value(30_000), .descriptors: descriptors,
                .threads: .value(3), .processorMilliseconds: .value(1234),
            ])
    }

    /// The row that `count` processes share, of `total` so far.
    static func pool(of count: Int64, total: Int64) -> SampleRecord {
        var row = sample(ProcessKey(pid: 0, startTicks: 0), memory: .value(count * 100))
        row.command = "short-lived processes"
        row.readings[.processes] = .value(count)
        row.readings[.processesPooled] = .value(total)
        return row
    }

    static func batch(_ second: Int, memory: Int64 = 20_000) -> EvidenceBatch {
        var batch = EvidenceBatch(timeSeconds: Double(second))
        batch.samples = [sample(client, memory: .value(memory))]
        batch.second = [.requests: Int64(second * 20), .replies: Int64(second * 20), .openConnections: 1]
        return batch
    }
}
