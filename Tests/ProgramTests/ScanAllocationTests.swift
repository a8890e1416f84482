import Foundation
import Testing

@Suite("The scan's memory", .timeLimit(.minutes(10)))
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

    @Test("Nor with a plan in force whose faults of values, plant and controller come and go")
    func noAllocationWithFaults() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let plan = folder.appendingPathComponent("plan.yaml").path
        // The same number of occurrences in both runs, so that the timetables are of one size.
        try """
        name: busy
        description: Faults that last throughout, and faults that come and go.
        faults:
          - { fault: stale, tag: LIT101, scans: 600 }
          - { fault: torn, tag: FIT101 }
          - { fault: offset, tag: CLOCK_S, by: 60 }
          - { fault: freeze, tag: HEARTBEAT, at: 30s, for: 10s, every: 60s, times: 50 }
          - { fault: plant-input, component: wet_well, input: leak_Lps, value: 1, for: 10s, every: 60s, times: 50 }
          - { fault: component, component: LIT101, mode: 5, at: 20s, for: 5s, every: 60s, times: 50 }
          - { fault: restart, off: 1s, at: 50s, every: 60s, times: 50 }
          - { fault: scan-freeze, at: 15s, for: 2s, every: 60s, times: 50 }
        """.write(toFile: plan, atomically: true, encoding: .utf8)
        let few = try await allocations("pump-station", hours: 1, plan: plan)
        #expect(try await allocations("pump-station", hours: 3, plan: plan) < few + 720 / 10)
    }

    /// Blocks allocated in a whole run, by the tally that soaks preload into clients.
    private func allocations(
        _ scenario: String, hours: Int, tracing: Bool = false, plan: String? = nil
    ) async throws -> UInt64 {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var arguments = ["run", "--scenario", scenario, "--hours", "\(hours)"]
        if let plan { arguments += ["--faults", plan] }
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
