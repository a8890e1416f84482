import Foundation
import Testing

/// `twinsim serve` on the bench scenario, with clients in Python and every record that the server prints.
struct FaultBench {
    /// The folder with clients, plans and the bench scenario.
    static let folder = Program.root.appendingPathComponent("Tests/ProgramTests/FaultClients")

    /// One line that the server printed.
    struct Record {
        /// What happened.
        let event: String
        private let members: [String: Any]

        /// The line.
        init(_ line: Substring) throws {
            members = try Program.object(String(line))
            event = members["event"] as? String ?? ""
        }

        /// A member as text; "null" where it is null, empty where there is none.
        subscript(_ name: String) -> String {
            switch members[name] {
            case nil: ""
            case is NSNull: "null"
            case let value?: "\(value)"
            }
        }
    }

    private let server: Started
    /// Where it listens.
    let port: UInt16

    /// Starts the server.
    ///
    /// - Parameter plan: the path of a fault plan; nil for none.
    init(plan: String?, seed: Int) async throws {
        server = try Started(
            [
                "serve", "--scenario", Self.folder.appendingPathComponent("bench").path, "--port", "0", "--json",
                "--log-level", "debug", "--seed", "\(seed)",
            ] + (plan.map { ["--faults", $0] } ?? []))
        try #require(await server.waitForOutput("\"listening\""), Comment(rawValue: server.errors))
        let first = try Record(try #require(server.output.split(separator: "\n").first))
        port = try #require(UInt16(first["port"]))
    }

    /// Waits until the server has told of an event of a kind of fault, which it does four times a second; false when
    /// it never does.
    func hasTold(_ event: String, of kind: String) async -> Bool {
        await server.waitForOutput(seconds: 20) { output in
            output.split(separator: "\n").contains {
                $0.contains("\"\(event)\"") && $0.contains("\"kind\":\"\(kind)\"")
            }
        }
    }

    /// Runs one of the clients to its end.
    func client(
        _ script: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> Program.Outcome {
        do {
            return try await Program.runOther(
                Program.python, ["-B", Self.folder.appendingPathComponent(script).path] + arguments,
                environment: environment)
        } catch {
            server.signal(SIGKILL)
            throw error
        }
    }

    /// Ends the server, which must end cleanly, and gives what it printed.
    func stop() async throws -> [Record] {
        server.signal(SIGTERM)
        let outcome = await server.wait()
        #expect(outcome.status == 0, Comment(rawValue: outcome.errors))
        return try outcome.output.split(separator: "\n").map(Record.init)
    }
}
