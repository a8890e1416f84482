import Evidence
import EvidenceAnalysis
import EvidenceStore
import Foundation
import Testing

@Suite("What a soak records of the client's work and of the plan", .timeLimit(.minutes(5)))
struct WorkEvidenceTests {
    /// Polls with one connection, again after each end: `poll(host, port, function, address)`.
    private static let poller = """
        import os, socket, struct, sys, time
        def poll(port, address=0, pause=0.05, rounds=None):
            while rounds is None or rounds > 0:
                try:
                    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                        while rounds is None or rounds > 0:
                            connection.sendall(struct.pack(">HHHBBHH", 1, 0, 6, 1, 3, address, 1))
                            if not connection.recv(260): break
                            if rounds is not None: rounds -= 1
                            time.sleep(pause)
                except OSError:
                    time.sleep(0.2)

        """

    /// Soaks `client` for so long while `meanwhile` runs, and gives what was recorded with what was said.
    private func soak(
        _ client: [String], seconds: Int = 6, options: [String] = [],
        meanwhile: (_ port: UInt16, _ soak: Started) async throws -> Void = { _, _ in }
    ) async throws -> (facts: EvidenceFacts, outcome: Program.Outcome, evidence: String) {
        let folder = try Program.temporaryFolder()
        let evidence = folder.appendingPathComponent("evidence").path
        let port = try Self.freePort()
        let soak = try Started(
            [
                "soak", "--scenario", "pump-station", "--port", "\(port)", "--duration", "\(seconds)s", "--interval",
                "500ms", "--evidence", evidence,
            ] + options + ["--"] + client)
        #expect(await soak.waitForErrors("polls/s"))
        try await meanwhile(port, soak)
        let outcome = await soak.wait()
        return (try EvidenceReader(EvidenceFolder(evidence)).facts(), outcome, evidence)
    }

    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(bound)
        return UInt16(bigEndian: address.sin_port)
    }

    private static func python(_ script: String) -> [String] { ["python3", "-c", poller + script] }

    @Test("a client that polls itself is found, also below a shell", arguments: [false, true])
    func ownClient(isBelowShell: Bool) async throws {
        let script = Self.poller + "poll(int(os.environ['MODBUS_PORT']))"
        let client = isBelowShell ? ["sh", "-c", "python3 -c \"$0\"; true", script] : ["python3", "-c", script]
        let (facts, outcome, _) = try await soak(client)
        let peers = try #require(facts.peerTotals, Comment(rawValue: outcome.errors))
        #expect(peers.own.connections == 1)
        #expect(peers.own.requests >= facts.server.totals[.requests] ?? .max)
        #expect(peers.foreign == .init())
        #expect(peers.unmatched == .init())
        #expect(facts.exceptionTotals == nil)
    }

    @Test("requests of another process are counted for that process, beside a client that sleeps")
    func foreignPoller() async throws {
        let (facts, _, _) = try await soak(["sleep", "60"]) { port, _ in
            _ = try await Program.runOther(
                "/usr/bin/env", Self.python("poll(\(port), rounds=20)"))
        }
        let peers = try #require(facts.peerTotals)
        #expect(peers.own == .init())
        #expect(peers.foreign == .init(connections: 1, requests: 20))
        guard case .process(_, let name)? = peers.strangers.first?.who else {
            Issue.record("no process is named: \(peers)")
            return
        }
        #expect(name.hasPrefix("python"))
    }

    @Test(
        "the client's requests and another process's are told apart, those of connections that are open at the end too")
    func both() async throws {
        let (facts, _, _) = try await soak(Self.python("poll(int(os.environ['MODBUS_PORT']))")) { port, soak in
            let stranger = try Started(executable: "/usr/bin/env", Self.python("poll(\(port), pause=0.02)"))
            _ = await soak.wait()
            stranger.signal(SIGKILL)
        }
        let peers = try #require(facts.peerTotals)
        #expect(peers.own.connections == 1)
        #expect(peers.own.requests > 20)
        #expect(peers.foreign.connections >= 1)
        #expect(peers.foreign.requests > 20)
        #expect(peers.strangers.count == 1)
    }

    @Test("of a client that starts a process for each poll, connections are found to be its own, and none is foreign")
    func processForEachPoll() async throws {
        let script = Self.poller + "poll(int(os.environ['MODBUS_PORT']), rounds=1, pause=0)"
        let (facts, _, _) = try await soak(
            ["sh", "-c", "while true; do python3 -c \"$0\"; done", script], seconds: 8)
        let peers = try #require(facts.peerTotals)
        #expect(peers.foreign == .init())
        #expect(peers.own.connections >= 3, "\(peers)")
    }

    @Test("exceptions are told with function, address and code")
    func exceptions() async throws {
        let (facts, _, _) = try await soak(Self.python("poll(int(os.environ['MODBUS_PORT']), address=40001)"))
        let totals = try #require(facts.exceptionTotals)
        #expect(totals.rows.count == 1)
        #expect(totals.commonestEarned?.address == 40_001)
        #expect(totals.commonestEarned?.function == 3)
        #expect(totals.commonestEarned?.code == 2)
        #expect(totals.earned >= facts.server.totals[.exceptions] ?? .max)
        #expect(totals.byFault == 0)
    }

    private static let plan = """
        name: storms-and-faults
        description: Storms beside faults that begin, end and close the port.
        faults:
          - fault: reconnect-storm
            name: storms
            storms: 4
            drops: 2
            spacing: 200ms
            from: 2s
            until: 14s
          - fault: exception
            name: busy
            code: 6
            at: 3s
            for: 1s
            every: 3s
            times: 4
          - fault: flapping
            name: flaps
            cycles: 2
            period: 2s
            from: 15s
            until: 20s
          - fault: restart
            name: power
            off: 2s
            at: 16s
        """

    private func planFile(_ text: String) throws -> String {
        let file = try Program.temporaryFolder().appendingPathComponent("plan.yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    @Test("live line, status, verdict and export give the same numbers of storms, and the plan was carried out")
    func countsAgree() async throws {
        let (facts, outcome, evidence) = try await soak(
            Self.python("poll(int(os.environ['MODBUS_PORT']))"), seconds: 24,
            options: ["--faults", planFile(Self.plan)])
        let storms = facts.storms.count
        let met = facts.storms.count { $0.connectionsClosed > 0 }
        #expect(storms == 6, Comment(rawValue: outcome.errors))
        #expect((1...6).contains(met))
        #expect(facts.missedFaults.isEmpty)
        #expect(facts.dueFaults?.first?.map(\.count).reduce(0, +) == 11)
        let words = met == storms ? "all met the client" : "\(met) met the client"
        #expect(outcome.errors.contains("\(storms) storms (\(words))"), Comment(rawValue: outcome.errors))
        let verdict = try Program.object(String(contentsOfFile: "\(evidence)/verdict.json", encoding: .utf8))
        #expect(verdict["storms"] as? Int == storms)
        #expect(verdict["storms_that_closed_connections"] as? Int == met)
        let status = try Program.object(try await Program.run(["status", evidence, "--json"]).output)
        #expect(status["storms"] as? Int == storms)
        #expect(status["storms_that_closed_connections"] as? Int == met)
        let export = try await Program.run(["export", evidence, "--what", "storms"]).output
        let rows = export.split(whereSeparator: \.isNewline).dropFirst().map { $0.split(separator: ",") }
        #expect(rows.count == storms)
        #expect(rows.count { $0[3] != "0" } == met)
        let report = try String(contentsOfFile: "\(evidence)/report.md", encoding: .utf8)
        #expect(report.contains("\(met) of them closed connections"))
    }

    @Test("a harness that stood still carries storms and faults out late, and says which ones it could not any more")
    func standstill() async throws {
        let (facts, outcome, _) = try await soak(
            Self.python("poll(int(os.environ['MODBUS_PORT']))"), seconds: 30,
            options: ["--faults", planFile(Self.plan)]
        ) { _, soak in
            #expect(await soak.waitForErrors("left"))
            // The harness stands still, and the clock that the test waits by does not.
            soak.signal(SIGSTOP)
            _ = try await Program.runOther("/usr/bin/env", ["sleep", "20"])
            soak.signal(SIGCONT)
        }
        let due = try #require(facts.dueFaults?.first)
        let missed = facts.missedFaults
        for fault in due {
            for occurrence in fault.occurrences {
                let isCarriedOut =
                    fault.bringsStorms
                    ? facts.storms.contains { $0.number == occurrence.number }
                    : facts.events.contains {
                        $0.kind == .faultBegan && $0.subject == fault.label
                            && $0.detail.whole("occurrence") == Int64(occurrence.number)
                    }
                let miss = missed.filter { $0.label == fault.label && $0.number == occurrence.number }
                #expect(miss.count == (isCarriedOut ? 0 : 1), "\(fault.label) \(occurrence)")
                if case .stoodStill(let from, let to)? = miss.first?.reason { #expect(to - from > 18) }
            }
        }
        #expect(!missed.isEmpty, Comment(rawValue: outcome.errors))
        #expect(missed.allSatisfy { if case .stoodStill = $0.reason { true } else { false } })
        #expect(facts.storms.map(\.number) == facts.storms.map(\.number).sorted())
        #expect(facts.events.contains { $0.subject == "plan" && $0.summary.contains("stood still") })
    }
}
