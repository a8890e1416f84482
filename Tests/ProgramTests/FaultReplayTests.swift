import FaultPlan
import Foundation
import Testing

@Suite("Decisions of faults, seen from outside", .timeLimit(.minutes(10)))
struct FaultReplayTests {
    @Test("The same plan, seed and client meet the same decisions; another seed brings others, of every kind")
    func replay() async throws {
        async let firstRun = run(seed: 7)
        async let secondRun = run(seed: 7)
        async let otherRun = run(seed: 8)
        let (first, second, other) = try await (firstRun, secondRun, otherRun)
        #expect(first.hits.count == Self.aimed.count)
        for entry in Self.aimed {
            let hits = first.hits[entry.kind] ?? []
            #expect(!hits.isEmpty && hits == second.hits[entry.kind] ?? [], "\(entry.kind): \(hits)")
            #expect(hits != other.hits[entry.kind] ?? [], "\(entry.kind) decides alike with another seed")
        }
        // What a fault draws for itself, wrong bytes and ids, comes again too, where timing does not order the bytes.
        for (place, entry) in Self.aimed.enumerated() where Self.keepsOrder.contains(entry.kind) {
            #expect(first.replies[place] == second.replies[place], "the replies of \(entry.kind) differ")
            #expect(first.replies[place] != other.replies[place], "\(entry.kind) draws alike with another seed")
        }
    }

    @Test("A plan of every kind with probability 0 leaves the bytes of two hundred replies as they are")
    func probabilityZero() async throws {
        let plan = try Self.write(Self.aimed.map { Self.fault($0, momentAfter: 20, "probability: 0") })
        defer { try? FileManager.default.removeItem(at: plan.deletingLastPathComponent()) }
        var replies: [String] = []
        for path in [nil, plan.path] {
            let bench = try await FaultBench(plan: path, seed: 1)
            let client = try await bench.client("honest.py", ["\(bench.port)"])
            let records = try await bench.stop()
            try #require(client.status == 0, Comment(rawValue: client.errors))
            #expect(records.contains { $0.event == "fault-hit" } == false)
            #expect(Set(records.map { $0["kind"] }).subtracting([""]).count == (path == nil ? 0 : Self.aimed.count))
            replies.append(client.output)
        }
        #expect(replies[0] == replies[1])
        #expect(replies[0].split(separator: "\n").count == 200)
    }

    /// The kinds that decide about requests or connections.
    private static let aimed = FaultCatalogue.entries.filter { $0.aim != .whole }
    /// Kinds of which replies keep their order and leave at once, or not at all.
    private static let keepsOrder: Set = [
        "exception", "drop", "ignore", "flip", "trailing", "truncate", "duplicate-reply", "unit-id", "function-code",
        "protocol-id", "length", "byte-count", "transaction-id", "fewer-registers", "read-back",
    ]

    /// How the client uses a kind's connections, and how many it gets: several where a hit ends the connection.
    private static func way(_ entry: FaultCatalogue.Entry) -> (name: String, connections: Int) {
        guard entry.aim == .requests else { return ("stays", 12) }
        return ("requests", entry.kind.hasPrefix("reset-") ? 8 : 1)
    }

    /// A run of the plan in which every kind hits half of what its own connections bring.
    private func run(seed: Int) async throws -> (hits: [String: [String]], replies: [[String]]) {
        var next = 2
        let faults = Self.aimed.map { entry in
            let numbers = (next..<next + Self.way(entry).connections).map(String.init).joined(separator: ", ")
            next += Self.way(entry).connections
            return Self.fault(entry, momentAfter: 6_000, "probability: 0.5", "connection: [\(numbers)]")
        }
        let plan = try Self.write(faults)
        defer { try? FileManager.default.removeItem(at: plan.deletingLastPathComponent()) }
        let layout = Self.aimed.map { "[\"\(Self.way($0).name)\", \(Self.way($0).connections)]" }
        let bench = try await FaultBench(plan: plan.path, seed: seed)
        let client = try await bench.client("replay.py", ["\(bench.port)", "[\(layout.joined(separator: ", "))]"])
        let records = try await bench.stop()
        try #require(client.status == 0, Comment(rawValue: client.errors))
        #expect(records.last?["unrecorded_hits"] == "0" && records.last?["records_lost"] == "0")
        var hits: [String: [String]] = [:]
        for record in records where record.event == "fault-hit" {
            let kind = records.first { $0["fault"] == record["fault"] && !$0["kind"].isEmpty }?["kind"] ?? "?"
            hits[kind, default: []].append("\(record["connection"])/\(record["request"])")
        }
        let replies = try JSONSerialization.jsonObject(with: Data(client.output.utf8)) as? [[String]]
        return (hits, try #require(replies))
    }

    /// A fault of this kind in the plan language, with the parameters that it needs and every time short.
    private static func fault(_ entry: FaultCatalogue.Entry, momentAfter polls: Int, _ keys: String...) -> String {
        var lines = ["fault: \(entry.kind)"]
        for parameter in entry.parameters {
            let isNeeded = parameter.standard == nil && !parameter.isOptional
            switch parameter.shape {
            case .duration(let range): lines.append("\(parameter.name): \(max(range.lowerBound, 1_000_000) / 1_000)us")
            case .integer where isNeeded: lines.append("\(parameter.name): 3")
            default: #expect(!isNeeded, "\(entry.kind) needs '\(parameter.name)', for which there is no value here")
            }
        }
        if entry.extent == .moment { lines.append("after_polls: \(polls)") }
        return (lines + keys).joined(separator: "\n    ")
    }

    private static func write(_ faults: [String]) throws -> URL {
        let plan = try Program.temporaryFolder().appendingPathComponent("plan.yaml")
        try """
        name: every-kind
        description: Every kind that decides about requests or connections.
        faults:
          - \(faults.joined(separator: "\n  - "))
        """.write(to: plan, atomically: true, encoding: .utf8)
        return plan
    }
}
