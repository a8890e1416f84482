import EvidenceAnalysis
import EvidenceStore
import Foundation
import Testing

@Suite("What a soak records of the controller", .timeLimit(.minutes(10)))
struct ControllerEvidenceTests {
    /// Sets the pump station's high level below the level at which a pump starts, which is an alarm after a while; then polls.
    private static let client = """
        import os, socket, struct, time

        def call(connection, body):
            connection.sendall(struct.pack(">HHHB", 1, 0, len(body) + 1, 1) + body)
            size = struct.unpack(">HHHB", connection.recv(7, socket.MSG_WAITALL))[2]
            return connection.recv(size - 1, socket.MSG_WAITALL)

        isFirst = True
        while True:
            try:
                with socket.create_connection((os.environ["MODBUS_HOST"], int(os.environ["MODBUS_PORT"]))) as connection:
                    if isFirst:
                        time.sleep(1.5)
                        call(connection, struct.pack(">BHHBf", 16, 18, 2, 4, 1.2))
                        isFirst = False
                    while True:
                        call(connection, struct.pack(">BHH", 3, 0, 10))
                        time.sleep(0.1)
            except (OSError, struct.error):
                time.sleep(0.2)
        """

    private static let plan = """
        name: storm-and-stop
        description: A storm, then a controller that stops for a moment.
        faults:
          - fault: reconnect-storm
            storms: 1
            drops: 1
            from: 4s
            until: 6s
          - fault: stop
            name: stopped
            at: 16s
            for: 2s
        """

    @Test("Modes, alarms, set-points with their writer, rungs and the system are in the evidence and in every report")
    func recorded() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let client = folder.appendingPathComponent("client.py").path
        let plan = folder.appendingPathComponent("plan.yaml").path
        let evidence = folder.appendingPathComponent("evidence").path
        try Self.client.write(toFile: client, atomically: true, encoding: .utf8)
        try Self.plan.write(toFile: plan, atomically: true, encoding: .utf8)
        let outcome = try await Program.run([
            "soak", "--scenario", "pump-station", "--duration", "20s", "--interval", "200ms", "--faults", plan,
            "--evidence", evidence, "--", "python3", client,
        ])
        let said = Comment(rawValue: outcome.output + outcome.errors)
        let facts = try EvidenceReader(EvidenceFolder(evidence)).facts()
        let context = try #require(ControllerContext(facts), said)

        #expect(context.modes.map(\.mode) == ["run", "program", "run"], said)
        #expect(context.system?.title.isEmpty == false)
        #expect(context.system?.rungs ?? 0 > 20)
        let high = try #require(context.tags.first { $0.name == "SP_HIGH" })
        #expect(high.role == .setPoint)
        #expect(abs((high.initial ?? 0) - 2.3) < 1e-6)
        #expect(context.writes["SP_HIGH"]?.count == 1)
        #expect(context.writes["SP_LEAD_ON"] == nil, "nobody wrote it")
        #expect(abs((context.value(of: "SP_HIGH", at: 3.9) ?? 0) - 1.2) < 1e-6)
        let alarms = AlarmSpan.all(context)
        #expect(alarms.contains { $0.tag.name == "ALM_SETPOINT" }, said)
        #expect(context.rungs(driving: "ALM_HIGH").first?.text.contains("OTE(ALM_HIGH)") == true)
        #expect(facts.plantStates.map(\.occasion) == ["storm 1", "stopped", "end of the run"], said)

        let report = try String(contentsOfFile: "\(evidence)/report.md", encoding: .utf8)
        for words in [
            "## The controller at storms and faults", "SP\\_HIGH = 1.200 m", "a client, 1 time", "## Alarms",
            "## Lessons: questions for the engineer", "## Signatures", "| stopped | program |",
        ] {
            #expect(report.contains(words), Comment(rawValue: "\(words)\n\(report)"))
        }
        let verdict = try Program.object(try String(contentsOfFile: "\(evidence)/verdict.json", encoding: .utf8))
        #expect((verdict["alarms"] as? [[String: Any]])?.count == alarms.count)
        let plant = try await Program.run(["export", evidence, "--what", "plant"])
        #expect(plant.status == 0)
        #expect(plant.output.hasPrefix("time_s,occasion,tag,value\n"))
        #expect(plant.output.contains(",storm 1,"))
    }
}
