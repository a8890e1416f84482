import Foundation
import Testing

@Suite("The scan's memory")
struct ScanAllocationTests {
    @Test(
        "A scan allocates nothing: 1 and 3 simulated hours of the built program make the same number of allocations, a few of the start aside",
        arguments: ["pump-station", "water-treatment"]
    )
    func noAllocation(scenario: String) async throws {
        let few = try await allocations(scenario, hours: 1)
        let many = try await allocations(scenario, hours: 3)
        // 72,000 more scans, each with plant, controller, publishing and fingerprint. The start of the program varies by a
        // few allocations from run to run, far below one a thousand scans.
        #expect(many < few + 720 / 10)
        // The counter counts: a run with a trace makes more allocations than one without.
        #expect(try await allocations(scenario, hours: 3, tracing: true) > many + 1000)
    }

    /// Blocks allocated in a whole run, by the tally that soaks preload into clients.
    private func allocations(_ scenario: String, hours: Int, tracing: Bool = false) async throws -> UInt64 {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var arguments = ["run", "--scenario", scenario, "--hours", "\(hours)"]
        if tracing { arguments += ["--csv", folder.appendingPathComponent("trace.csv").path, "--every", "1s"] }
        let outcome = try await Program.run(
            arguments,
            environment: [
                "LD_PRELOAD": Program.products.appendingPathComponent("libtwinsim-tally.so").path,
                "TWINSIM_TALLY_DIR": folder.path, "SWIFT_DETERMINISTIC_HASHING": "1",
            ])
        #expect(outcome.status == 0, Comment(rawValue: outcome.errors))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("native-") }
        let name = try #require(files.first, "the tally left no count")
        let data = try Data(contentsOf: folder.appendingPathComponent(name))
        // TallyLayout.h: lines of eight words; the first is the header, then a slot a thread, allocations first.
        let words = data.withUnsafeBytes { Array($0.bindMemory(to: UInt64.self)) }
        return stride(from: 8, to: words.count, by: 8).reduce(0) { $0 + words[$1] }
    }
}
