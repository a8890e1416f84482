import FaultPlan
import Foundation
import Testing

@Suite("Every kind of fault as a client sees it", .timeLimit(.minutes(10)))
struct FaultClientTests {
    @Test("The built program does to a client exactly what the kind promises, and tells of it", arguments: Self.kinds)
    func effect(of kind: String) async throws {
        try await Self.turnstile.pass { try await check(kind) }
    }

    @Test("Without its fault no client is content", arguments: Self.kinds)
    func detection(of kind: String) async throws {
        let entry = try #require(FaultCatalogue.entries.first { $0.kind == kind })
        try await Self.turnstile.pass {
            let bench = try await FaultBench(plan: nil, seed: 1)
            let client = try await bench.client(
                "fault_client.py", [entry.layer.rawValue, kind, "\(bench.port)"],
                environment: ["PATIENCE_SECONDS": "0.5"])
            _ = try await bench.stop()
            #expect(client.status == 1 && client.output.isEmpty, "content with \(client.output)")
        }
    }

    private func check(_ kind: String) async throws {
        let entry = try #require(FaultCatalogue.entries.first { $0.kind == kind })
        let plan = FaultBench.folder.appendingPathComponent("plans/\(kind).yaml")
        try #require(FileManager.default.fileExists(atPath: plan.path), "every kind needs a plan: \(plan.path)")
        var (port, client, records) = try await meet(entry, plan)
        // Somebody's end of an old connection may have the port that the fault wants: then with other ports.
        for _ in 0..<9 where records.contains(where: { $0.event == "cannot-listen" }) {
            (port, client, records) = try await meet(entry, plan)
        }
        try #require(client.status == 0, Comment(rawValue: client.errors))
        let facts = try Program.object(client.output)
        if entry.extent == .ownSchedule {
            let storms = records.filter { $0.event == "storm" }.map { [$0["storm"], $0["close"], $0["closed"]] }
            let expected = (facts["storms"] as? [[Any]] ?? []).map { $0.map { "\($0)" } }
            #expect(storms == expected)
        } else {
            try checkSpan(entry, records)
            checkHits(facts, records)
        }
        if facts["listening"] != nil {
            let ports = records.filter { $0.event == "listening-changed" }.map { $0["port"] }
            #expect(ports.first == "null" && ports.last == "\(port)")
        }
    }

    private func meet(
        _ entry: FaultCatalogue.Entry, _ plan: URL
    ) async throws -> (port: UInt16, client: Program.Outcome, records: [FaultBench.Record]) {
        let bench = try await FaultBench(plan: plan.path, seed: 1)
        let client = try await bench.client("fault_client.py", [entry.layer.rawValue, entry.kind, "\(bench.port)"])
        if entry.extent == .lasting { _ = await bench.hasTold("fault-ended", of: entry.kind) }
        return (bench.port, client, try await bench.stop())
    }

    /// Most of a test is waiting, so there may be more of them than cores.
    private static let turnstile = Turnstile(4)

    /// Every kind in the catalogue: one without a plan or a client is a failure.
    static let kinds = FaultCatalogue.entries.map(\.kind)

    /// The fault came once, and a lasting one ended when the plan says.
    private func checkSpan(_ entry: FaultCatalogue.Entry, _ records: [FaultBench.Record]) throws {
        let told = records.filter { $0["kind"] == entry.kind }
        #expect(told.first?.event == (entry.extent == .lasting ? "fault-began" : "fault-struck"))
        guard entry.extent == .lasting else { return }
        try #require(told.map(\.event) == ["fault-began", "fault-ended"])
        let seconds = told.compactMap { Double($0["time_s"]) }
        let plan = try String(
            contentsOf: FaultBench.folder.appendingPathComponent("plans/\(entry.kind).yaml"), encoding: .utf8)
        let duration = try #require(plan.firstMatch(of: /for: (\d+)(ms|s)/))
        let planned = try #require(Double(duration.1)) * (duration.2 == "ms" ? 0.001 : 1)
        #expect(abs(seconds[1] - seconds[0] - planned) < 0.0101)
    }

    /// What the client felt, request by request, is what the server recorded.
    private func checkHits(_ facts: [String: Any], _ records: [FaultBench.Record]) {
        let recorded = records.filter { $0.event == "fault-hit" }
        let hits = recorded.map { [$0["connection"], $0["request"]] }
        if let felt = facts["hits"] as? [[Int]] {
            #expect(hits == felt.map { $0.map(String.init) })
        } else {
            #expect(hits.isEmpty)
        }
        if let effect = facts["effect"] as? String { #expect(Set(recorded.map { $0["effect"] }) == [effect]) }
    }
}
