import Foundation
import Testing

@Suite("Several units and ports", .timeLimit(.minutes(10)))
struct UnitServingTests {
    /// The ports that a server with --json announced, in order.
    private static func ports(_ server: Started, _ count: Int) async throws -> [Int] {
        let isUp = await server.waitForOutput("\"listening\"", times: count)
        try #require(isUp, Comment(rawValue: server.errors))
        return try server.output.split(separator: "\n").prefix(count).map { line in
            try #require(try Program.object(String(line))["port"] as? Int)
        }
    }

    private static func python(_ script: String, _ arguments: [Int]) async throws -> Program.Outcome {
        try await Program.runOther(Program.python, ["-c", script] + arguments.map { "\($0)" })
    }

    @Test("pymodbus reads two scenarios on one port, the same twin under a second id, and exception 11 from others")
    func units() async throws {
        let server = try Started([
            "serve", "--scenario", "water-treatment", "--unit", "2=pump-station", "--unit", "7=@1", "--port", "0",
            "--json", "--log-level", "error",
        ])
        let ports = try await Self.ports(server, 1)
        let script = """
            import sys
            from pymodbus.client import ModbusTcpClient
            client = ModbusTcpClient("127.0.0.1", port=int(sys.argv[1]))
            assert client.connect()
            def read(unit, start, count):
                return client.read_holding_registers(start, count=count, device_id=unit)
            assert len(read(1, 0, 10).registers) == 10 and len(read(2, 0, 10).registers) == 10
            # Each twin's own map: what the one has not is an exception in it alone.
            lengths = {}
            for unit in (1, 2, 7):
                lengths[unit] = [read(unit, start, 1).isError() for start in range(200)]
            assert lengths[1] == lengths[7] != lengths[2]
            for unit in (3, 9, 247):
                assert read(unit, 0, 1).exception_code == 11
            print("ok")
            """
        let outcome = try await Self.python(script, ports)
        #expect(outcome.output == "ok\n", Comment(rawValue: outcome.errors))
        server.signal(SIGTERM)
        #expect(await server.wait().status == 0)
    }

    @Test("a write on one port is read on the other after the next scan, on 1 and on 4 threads", arguments: [1, 4])
    func ports(threads: Int) async throws {
        let server = try Started([
            "serve", "--scenario", "pump-station", "--port", "0", "--port", "0", "--unit", "0:1=hvac", "--json",
            "--io-threads", "\(threads)",
        ])
        let ports = try await Self.ports(server, 3)
        #expect(Set(ports).count == 3)
        let map = try Program.array(try await Program.run(["scenarios", "map", "pump-station", "--json"]).output)
        let point = try #require(
            map.first {
                $0["table"] as? String == "HR" && $0["access"] as? String == "rw"
                    && $0["encoding"] as? String == "float32"
            })
        let offset = try #require(point["offset"] as? Int)
        let script = """
            import struct, sys, time
            from pymodbus.client import ModbusTcpClient
            first, second, third, offset, low, high = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), \\
                int(sys.argv[4]), float(sys.argv[5]), float(sys.argv[6])
            clients = [ModbusTcpClient("127.0.0.1", port=port) for port in (first, second)]
            assert all(client.connect() for client in clients)
            for turn in range(10):
                value = low + (high - low) * (turn + 1) / 12
                words = list(struct.unpack(">HH", struct.pack(">f", value)))
                writer, reader = clients[turn % 2], clients[1 - turn % 2]
                assert not writer.write_registers(offset, words, device_id=1).isError()
                assert writer.read_holding_registers(offset, count=2, device_id=1).registers == words
                until = time.monotonic() + 20
                while reader.read_holding_registers(offset, count=2, device_id=1).registers != words:
                    assert time.monotonic() < until
                assert writer.read_holding_registers(offset, count=2, device_id=1).registers == words
            other = ModbusTcpClient("127.0.0.1", port=third)
            assert other.connect()
            assert len(other.read_holding_registers(0, count=10, device_id=1).registers) == 10
            print("ok")
            """
        let low = point["min"] as? Double ?? 0
        let high = point["max"] as? Double ?? 1
        let outcome = try await Program.runOther(
            Program.python, ["-c", script] + ports.map { "\($0)" } + ["\(offset)", "\(low)", "\(high)"])
        #expect(outcome.output == "ok\n", Comment(rawValue: outcome.errors))
        server.signal(SIGTERM)
        #expect(await server.wait().status == 0)
    }

    @Test("what cannot be served is refused with a sentence and status 64, an unknown scenario with 66")
    func refusals() async throws {
        for arguments in [
            ["--unit", "1=hvac"], ["--unit", "300"], ["--unit", "2=@9"], ["--port", "5031", "--port", "5031"],
            ["--io-threads", "17"], ["--io-threads", "2", "--replies", "per-scan"],
        ] {
            let outcome = try await Program.run(["serve"] + arguments)
            #expect(outcome.status == 64, Comment(rawValue: "\(arguments): \(outcome.errors)"))
        }
        let unknown = try await Program.run(["serve", "--unit", "2=pump-statoin", "--port", "0"])
        #expect(unknown.status == 66)
        #expect(unknown.errors.contains("did you mean 'pump-station'?"))
    }

    @Test("a soak with two ports and units counts the reads at both, and a storm is one with the sum of both")
    func soak() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("units-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let client = """
            import os, time
            from pymodbus.client import ModbusTcpClient
            ports = [int(port) for port in os.environ["TWINSIM_PORTS"].split(",")]
            clients = [ModbusTcpClient("127.0.0.1", port=port) for port in ports]
            while True:
                for client in clients:
                    try:
                        client.connect()
                        client.read_holding_registers(0, count=10, device_id=1)
                        client.read_holding_registers(0, count=10, device_id=2)
                    except Exception:
                        client.close()
                time.sleep(0.05)
            """
        let outcome = try await Program.run([
            "soak", "--scenario", "pump-station", "--unit", "2=hvac", "--port", "0", "--port", "0", "--duration", "20s",
            "--faults", "reconnect-storm", "--evidence", folder, "--", Program.python, "-c", client,
        ])
        #expect([0, 2].contains(outcome.status), Comment(rawValue: outcome.errors + outcome.output))
        let verdict = try Program.object(try String(contentsOfFile: folder + "/verdict.json", encoding: .utf8))
        #expect(verdict["storms"] as? Int == 16)
        // What the client read at either port counts as a read of the main twin.
        let unread = try #require(verdict["tags_never_read"] as? [String])
        let all = try Program.array(try await Program.run(["scenarios", "map", "pump-station", "--json"]).output)
        #expect(unread.count < all.count)
        let storms = try await Program.run(["export", folder, "--what", "storms"])
        let rows = storms.output.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let closed = try #require(rows.first?.firstIndex { $0.contains("closed") }, Comment(rawValue: storms.output))
        // Three disconnections of two connections each, but for those that came before the client was back.
        let counts = rows.dropFirst().compactMap { Int($0[closed]) }
        #expect(counts.count == 16 && counts.allSatisfy { $0 <= 6 } && counts.contains { $0 >= 2 })
    }

    @Test("1,200 clients on 4 threads: every reply is right, no number comes twice, a storm closes all and says so")
    func manyClients() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let plan = folder.appendingPathComponent("plan.yaml").path
        try """
        name: one-storm
        description: One disconnection, late enough for everybody to be there.
        faults:
          - { fault: reset-idle, after_polls: 3600 }
        """.write(toFile: plan, atomically: true, encoding: .utf8)
        let server = try Started([
            "serve", "--scenario", "pump-station", "--port", "0", "--io-threads", "4", "--json", "--faults", plan,
        ])
        let ports = try await Self.ports(server, 1)
        let script = """
            import resource, socket, struct, sys
            hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
            clients = [socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=60) for _ in range(1200)]
            def whole(client, count):
                data = b""
                while len(data) < count:
                    part = client.recv(count - len(data))
                    assert part
                    data += part
                return data
            for turn in range(3):
                for place, client in enumerate(clients):
                    client.sendall(struct.pack(">HHHBBHH", turn * 1200 + place, 0, 6, 1, 3, 0, 1 + place % 10))
                for place, client in enumerate(clients):
                    words = 1 + place % 10
                    head = struct.unpack(">HHHBBB", whole(client, 9 + 2 * words)[:9])
                    assert head == (turn * 1200 + place, 0, 3 + 2 * words, 1, 3, 2 * words), head
            for client in clients:
                try:
                    assert client.recv(1) == b""
                except ConnectionResetError:
                    pass
            print("ok")
            """
        let outcome = try await Self.python(script, ports)
        #expect(outcome.output == "ok\n", Comment(rawValue: outcome.errors))
        server.signal(SIGTERM)
        let records = try await server.wait().output.split(separator: "\n").map { try Program.object(String($0)) }
        let opened = records.filter { $0["event"] as? String == "opened" }.compactMap { $0["connection"] as? Int }
        let closed = records.filter { $0["event"] as? String == "closed" }
        #expect(opened.sorted() == Array(1...1200))
        #expect(closed.count == 1200 && closed.allSatisfy { $0["requests"] as? Int == 3 })
    }
}
