import Foundation
import Testing

@Suite("twinsim serve", .timeLimit(.minutes(10)))
struct ServeTests {
    static let scenarios = ["water-treatment", "pump-station", "hvac", "libmodbus-unit-test"]

    @Test("mbpoll reads holding registers 0 to 9 of unit 1 of every shipped scenario", arguments: scenarios)
    func firstRegisters(scenario: String) async throws {
        let server = try Started(["serve", "--scenario", scenario, "--port", "0"])
        let port = try #require(await server.announcedPort(), Comment(rawValue: server.errors))
        let poll = try await Program.runOther(
            "/usr/bin/env",
            [
                "mbpoll", "-m", "tcp", "-p", "\(port)", "-a", "1", "-0", "-r", "0", "-c", "10", "-t", "4", "-1",
                "127.0.0.1",
            ])
        #expect(poll.status == 0)
        for register in 0..<10 { #expect(poll.output.contains("[\(register)]:"), Comment(rawValue: poll.output)) }
        server.signal(SIGTERM)
        #expect(await server.wait().status == 0)
    }

    @Test("With --json every line is an object, the first says where it listens; --duration ends it")
    func json() async throws {
        let outcome = try await Program.run([
            "serve", "--scenario", "hvac", "--port", "0", "--json", "--duration", "500ms",
        ])
        #expect(outcome.status == 0)
        let lines = try outcome.output.split(separator: "\n").map { try Program.object(String($0)) }
        #expect(lines.first?["event"] as? String == "listening")
        #expect(lines.first?["port"] as? Int ?? 0 > 0)
        let last = try #require(lines.last)
        #expect(last["event"] as? String == "stopped")
        let lateness = try ["p50", "p99", "p999", "max"].map { try #require(last["lateness_\($0)_ns"] as? Double) }
        #expect(lateness == lateness.sorted() && lateness[0] > 0)
    }

    @Test("pymodbus writes a set-point, reads it back at once, and finds it in every later scan")
    func setPoint() async throws {
        let server = try Started(["serve", "--scenario", "pump-station", "--port", "0"])
        let port = try #require(await server.announcedPort(), Comment(rawValue: server.errors))
        let map = try Program.array(try await Program.run(["scenarios", "map", "pump-station", "--json"]).output)
        let point = try #require(
            map.first {
                $0["table"] as? String == "HR" && $0["access"] as? String == "rw"
                    && $0["encoding"] as? String == "float32"
            })
        let offset = try #require(point["offset"] as? Int)
        let low = point["min"] as? Double ?? 0
        let value = Float(low + ((point["max"] as? Double ?? 1) - low) * 0.5)
        let script = """
            import struct, sys
            from pymodbus.client import ModbusTcpClient
            port, offset, value = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
            client = ModbusTcpClient("127.0.0.1", port=port)
            assert client.connect()
            words = list(struct.unpack(">HH", struct.pack(">f", value)))
            assert not client.write_registers(offset, words, device_id=1).isError()
            for _ in range(50):
                assert client.read_holding_registers(offset, count=2, device_id=1).registers == words
            assert client.read_holding_registers(offset, count=2, device_id=9).exception_code == 11
            assert client.write_registers(offset, [0x7FC0, 0], device_id=1).isError()
            print("ok")
            """
        let outcome = try await Program.runOther(Program.python, ["-c", script, "\(port)", "\(offset)", "\(value)"])
        #expect(outcome.output == "ok\n", Comment(rawValue: outcome.errors))
        server.signal(SIGINT)
        #expect(await server.wait().status == 0)
    }

    @Test("A storm plan runs on a serving twin: every connection is dropped on the timetable")
    func storms() async throws {
        let server = try Started([
            "serve", "--scenario", "hvac", "--port", "0", "--faults", "reconnect-storm", "--duration", "20s", "--json",
        ])
        #expect(await server.waitForOutput("\"listening\""))
        let first = try Program.object(String(server.output.split(separator: "\n")[0]))
        let port = try #require(first["port"] as? Int)
        let client = try Started(
            executable: "/usr/bin/env", ["python3", Program.specimen("clean.py"), "127.0.0.1", "\(port)"])
        let outcome = await server.wait()
        // SIGKILL: the tests' own signal mask, which the client inherits, holds SIGTERM back.
        client.signal(SIGKILL)
        _ = await client.wait()
        let storms = try outcome.output.split(separator: "\n").map { try Program.object(String($0)) }
            .filter { $0["event"] as? String == "storm" }
        #expect(storms.count == 48)
        #expect(storms.filter { $0["closed"] as? Int == 1 }.count >= 12)
        #expect(Set(storms.compactMap { $0["close"] as? String }) == ["reset", "orderly"])
    }

    @Test("The server listens on the loopback alone unless it is told otherwise")
    func loopback() async throws {
        let server = try Started(["serve", "--scenario", "hvac", "--port", "0"])
        let port = try #require(await server.announcedPort())
        let table = try String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
        let hexadecimal = String(format: "%04X", port)
        let listening = table.split(separator: "\n").filter { $0.contains(":\(hexadecimal) 00000000:0000 0A") }
        #expect(listening.count == 1)
        #expect(listening.first?.contains("0100007F:\(hexadecimal)") == true)
        server.signal(SIGTERM)
        #expect(await server.wait().status == 0)
    }
}
