import Foundation
import Testing

/// The pairs of Examples/defects, judged as Docs/Defects.md tells it. The soaks only wait, so all run side by side.
@Suite("The library of defects", .timeLimit(.minutes(10)))
struct DefectTests {
    /// A defect with what the program must say of its client.
    struct Defect: CustomTestStringConvertible, Sendable {
        var name: String
        /// A shipped plan, or a file in Examples/defects/plans.
        var plan: String
        /// The required channels that must answer leak; no other one may.
        var leaking: Set<String>
        /// What each storm leaves behind in those channels, for a defect that grows with lost connections.
        var perStorm: ClosedRange<Double>?
        var testDescription: String { name }
    }

    static let defects: [Defect] = [
        Defect(name: "overlapping_polls", plan: "slow-answers.yaml", leaking: ["memory"]),
        // Three disconnections a storm, each of which leaves one behind.
        Defect(
            name: "client_per_error", plan: "reconnect-storm", leaking: ["descriptors", "sockets"], perStorm: 1.5...3.5),
        Defect(name: "leak_on_exception_11", plan: "exception-11-bursts.yaml", leaking: ["memory"]),
        Defect(
            name: "socket_kept_after_silence", plan: "lost-answers.yaml", leaking: ["descriptors", "sockets"]),
        Defect(name: "unmatched_transactions", plan: "transaction-id-zero.yaml", leaking: ["memory"]),
        Defect(name: "thread_per_connect", plan: "reconnect-storm", leaking: ["threads"], perStorm: 1.5...3.5),
    ]

    /// What a soak of one client left.
    struct Soaked {
        var outcome: Program.Outcome
        var evidence: String
        var verdict: [String: Any]

        var said: Comment { Comment(rawValue: outcome.output + outcome.errors) }
        var channels: [[String: Any]] { verdict["channels"] as? [[String: Any]] ?? [] }
        /// The required channels with this answer.
        func channels(_ answer: String) -> Set<String> {
            Set(
                channels.filter { $0["verdict"] as? String == answer && $0["required"] as? Bool == true }
                    .compactMap { $0["channel"] as? String })
        }
    }

    static func soak(_ client: String, plan: String, in folder: URL) async throws -> Soaked {
        let defects = Program.root.appendingPathComponent("Examples/defects")
        let evidence = folder.appendingPathComponent(client).path
        let faults = plan.hasSuffix(".yaml") ? defects.appendingPathComponent("plans/\(plan)").path : plan
        let outcome = try await Program.run([
            "soak", "--scenario", "water-treatment", "--duration", "90s", "--interval", "500ms", "--faults", faults,
            "--evidence", evidence, "--", Program.python, defects.appendingPathComponent("\(client).py").path,
        ])
        let text = try String(contentsOfFile: "\(evidence)/verdict.json", encoding: .utf8)
        return Soaked(outcome: outcome, evidence: evidence, verdict: try Program.object(text))
    }

    @Test("Each defect is found in its channels, its mend is cleared, and a comparison says fixed", arguments: defects)
    func pair(_ defect: Defect) async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        async let before = Self.soak(defect.name, plan: defect.plan, in: folder)
        async let after = Self.soak("\(defect.name)_fixed", plan: defect.plan, in: folder)

        let unfixed = try await before
        #expect(unfixed.outcome.status == 1, unfixed.said)
        #expect(unfixed.verdict["verdict"] as? String == "leak", unfixed.said)
        #expect(unfixed.channels("leak") == defect.leaking, unfixed.said)
        if let perStorm = defect.perStorm {
            for channel in unfixed.channels where defect.leaking.contains(channel["channel"] as? String ?? "") {
                #expect(perStorm.contains(channel["per_storm"] as? Double ?? 0), unfixed.said)
                #expect((channel["reason"] as? String ?? "").contains("Each storm leaves"), unfixed.said)
            }
        }

        let fixed = try await after
        #expect(fixed.outcome.status == 0, fixed.said)
        #expect(fixed.verdict["verdict"] as? String == "expected", fixed.said)
        #expect(fixed.verdict["polls"] as? Double ?? 0 > 300, "a model client polls on")

        let comparison = try await Program.run(["compare", unfixed.evidence, fixed.evidence, "--json"])
        #expect(comparison.status == 0, Comment(rawValue: comparison.output + comparison.errors))
        #expect(try Program.object(comparison.output)["answer"] as? String == "fixed")
    }
}
