import Foundation
import Testing

@Suite("twinsim inject and the panel", .timeLimit(.minutes(10)))
struct PanelTests {
    /// How long pymodbus waits for one register, in seconds.
    private static let timing = """
        import sys, time
        from pymodbus.client import ModbusTcpClient
        client = ModbusTcpClient("127.0.0.1", port=int(sys.argv[1]), timeout=10)
        assert client.connect()
        while True:
            begin = time.monotonic()
            assert not client.read_holding_registers(0, count=1, device_id=1).isError()
            waited = time.monotonic() - begin
            if waited >= float(sys.argv[2]) and waited < float(sys.argv[3]):
                break
        """

    @Test("A fault injected into a running server delays a client's replies until it is cleared, and is on the record")
    func injected() async throws {
        let server = try Started(["serve", "--scenario", "hvac", "--port", "0", "--panel", "0", "--json"])
        #expect(await server.waitForOutput("\n"), Comment(rawValue: server.errors))
        let ready = try Program.object(String(server.output.prefix { $0 != "\n" }))
        let port = try #require(ready["port"] as? Int)
        let panel = try #require(ready["panel"] as? Int)
        let injected = try await Program.run(["inject", "--panel", "\(panel)", "delay", "by=400ms", "function=3"])
        #expect(
            injected.output.hasPrefix("Injected delay as number 0: by 400ms, "), Comment(rawValue: injected.output))
        #expect(injected.output.contains("lasts until it is cleared") && injected.output.contains("--clear 0\n"))
        let late = try await Program.runOther(Program.python, ["-c", Self.timing, "\(port)", "0.4", "10"])
        #expect(late.status == 0, Comment(rawValue: late.errors))
        let listed = try Program.array(try await Program.run(["inject", "--panel", "\(panel)", "--list"]).output)
        #expect(listed.count == 1)
        #expect(listed.first?["state"] as? String == "in force")
        #expect(listed.first?["number"] as? Int == 0 && listed.first?["label"] as? String == "delay#injected-0")
        #expect((listed.first?["parameters"] as? String)?.hasPrefix("by 400ms") == true)
        let counters = try #require(listed.first?["counters"] as? [String: Any])
        #expect(counters["delayed"] as? Int ?? 0 >= 1)
        #expect(
            try await Program.run(["inject", "--panel", "\(panel)", "--clear", "0"]).output == "Cleared fault 0.\n")
        let prompt = try await Program.runOther(Program.python, ["-c", Self.timing, "\(port)", "0", "0.4"])
        #expect(prompt.status == 0, Comment(rawValue: prompt.errors))
        let again = try await Program.run(["inject", "--panel", "\(panel)", "--clear", "0"])
        #expect(again.status == 65)
        server.signal(SIGTERM)
        let outcome = await server.wait()
        #expect(outcome.status == 0)
        #expect(
            outcome.output.contains("\"event\":\"fault-began\"") && outcome.output.contains("\"event\":\"fault-ended\"")
        )
    }

    /// Takes every descriptor that the server has left, says how many connections were turned away, gives them back, and
    /// waits until the panel answers again.
    private static let descriptors = """
        import http.client, socket, sys, time
        port = int(sys.argv[1])
        held = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(60)]
        time.sleep(0.5)
        turned_away = 0
        for connection in held:
            connection.setblocking(False)
            try:
                turned_away += connection.recv(1) == b""
            except BlockingIOError:
                pass
            except ConnectionResetError:
                turned_away += 1
        print(turned_away, flush=True)
        for connection in held:
            connection.close()
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                client.request("GET", "/")
                print(client.getresponse().status, flush=True)
                break
            except OSError:
                time.sleep(0.2)
        """

    @Test("Out of descriptors the panel turns clients away, and comes back when there are some again")
    func outOfDescriptors() async throws {
        let server = try Started(
            executable: "/bin/bash",
            [
                "-c", "ulimit -n 48; exec \"$0\" \"$@\"", Program.executable.path, "serve", "--scenario",
                "pump-station",
                "--port", "0", "--panel", "0", "--json",
            ])
        #expect(await server.waitForOutput("\n"), Comment(rawValue: server.errors))
        let panel = try #require(
            try Program.object(String(server.output.prefix { $0 != "\n" }))["panel"] as? Int)
        let outcome = try await Program.runOther(Program.python, ["-c", Self.descriptors, "\(panel)"])
        let lines = outcome.output.split(separator: "\n")
        let said = Comment(rawValue: outcome.output + outcome.errors + server.errors)
        #expect(lines.count == 2, said)
        #expect(Int(lines.first ?? "") ?? 0 > 0, said)
        #expect(lines.last == "200", said)
        server.signal(SIGTERM)
        #expect(await server.wait().status == 0)
    }

    @Test(
        "What describes no fault of this twin is refused with its place and status 65",
        arguments: [
            (["dlay", "by=1s"], "inject:1:1: error YML016"), (["delay"], "error YML012"),
            (["freeze", "tag=NOPE"], "inject:1:2: error FLT014"),
            (["reconnect-storm", "storms=0"], "inject:1:2: error"),
            (["delay", "by=1s", "unit=9"], "inject:1:3: error FLT017: there is no unit 9 here; units: 1"),
        ])
    func refused(words: [String], finding: String) async throws {
        let server = try Started(["serve", "--scenario", "hvac", "--port", "0", "--panel", "0", "--json"])
        #expect(await server.waitForOutput("\n"), Comment(rawValue: server.errors))
        let ready = try Program.object(String(server.output.prefix { $0 != "\n" }))
        let outcome = try await Program.run(["inject", "--panel", "\(try #require(ready["panel"] as? Int))"] + words)
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains(finding), Comment(rawValue: outcome.errors))
        server.signal(SIGTERM)
        #expect(await server.wait().status == 0)
    }

    @Test("Without a panel, inject says so and ends with status 69")
    func nobody() async throws {
        let outcome = try await Program.run(["inject", "--panel", "1", "delay", "by=1s"])
        #expect(outcome.status == 69)
        #expect(outcome.errors.contains("PNL002"))
    }
}
