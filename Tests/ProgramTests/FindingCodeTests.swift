import Foundation
import Testing

/// What a user does and what the program then says: the code and the exit status.
private struct Refused: Sendable, CustomTestStringConvertible {
    let code: String
    let status: Int32
    let words: String
    let arguments: [String]
    /// What runs the program with less than it usually has; the program and its arguments come behind it.
    let before: [String]

    init(_ code: String, _ status: Int32, _ words: String, _ arguments: [String], before: [String] = []) {
        self.code = code
        self.status = status
        self.words = words
        self.arguments = arguments
        self.before = before
    }

    var testDescription: String { "\(code): \(words)" }

    /// The outcome of the program, run as `before` says.
    func outcome() async throws -> Program.Outcome {
        guard !before.isEmpty else { return try await Program.run(arguments) }
        return try await Program.runOther("/usr/bin/env", before + [Program.executable.path] + arguments)
    }
}

@Suite("Every code of the program with the input that brings it", .timeLimit(.minutes(10)))
struct FindingCodeTests {
    private static let serve = ["serve", "--scenario", "hvac", "--port", "0"]
    private static let python = [Program.python, "-c", "pass"]
    private static let missing = FileManager.default.temporaryDirectory.path + "/twinsim-test-no-such-folder"

    /// A soak that is refused before it makes its folder.
    private static func soak(_ options: [String], _ client: [String]) -> [String] {
        ["soak", "--scenario", "hvac", "--duration", "60s", "--evidence", missing] + options + ["--"] + client
    }

    /// In a network of its own, without the privilege to serve below port 1024, root or not.
    private static let unprivileged = [
        "unshare", "--user", "--map-root-user", "--net", "setpriv", "--bounding-set=-net_bind_service",
        "--inh-caps=-net_bind_service",
    ]

    /// With an empty folder in place of the one that holds libfaketime.
    private static let withoutFaketime = [
        "unshare", "--mount", "--map-root-user", "sh", "-c",
        "for folder in /usr/lib/*/faketime; do mount -t tmpfs tmpfs $folder; done; exec \"$@\"", "sh",
    ]

    /// With every descriptor below 1024 in use.
    private static let lowDescriptorsTaken = [
        "python3", "-c",
        """
        import os, resource, sys
        resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
        for _ in range(1100): os.set_inheritable(os.open('/dev/null', os.O_RDONLY), True)
        os.execv(sys.argv[1], sys.argv[1:])
        """,
    ]

    @Test(
        "An input brings its code, its status and a hint",
        arguments: [
            Refused("OUT001", 73, "cannot create", ["run", "--scenario", "hvac", "--hours", "0.1", "--csv", "/no/x"]),
            Refused("OUT002", 74, "cannot write", ["run", "--scenario", "hvac", "--hours", "1", "--csv", "/dev/full"]),
            Refused("OUT003", 64, "did you mean 'refuse'?", ["faults", "show", "refused"]),
            Refused("RUN002", 66, "did you mean 'hvac'?", ["serve", "--scenario", "havc", "--port", "0"]),
            Refused("RUN005", 66, "did you mean 'busy-plc'?", serve + ["--faults", "bussy-plc"]),
            Refused(
                "SRV002", 69, "from 1024 up",
                ["serve", "--scenario", "hvac", "--host", "0.0.0.0", "--port", "80"], before: unprivileged),
            Refused("SRV003", 69, "127.0.0.1 serves this machine", serve + ["--host", "203.0.113.7"]),
            Refused("SRV004", 69, "use auto", serve + ["--codec", "socketpair"], before: lowDescriptorsTaken),
            Refused("SRV005", 69, "shorten it", serve + ["--server-id", String(repeating: "x", count: 300)]),
            Refused("SRV006", 69, "0 to one hour", serve + ["--response-time", "2h"]),
            Refused("SRV007", 69, "Too many open files", serve, before: ["prlimit", "--nofile=5:5"]),
            Refused("SPD001", 69, "apt-get install", soak(["--speed", "10"], python), before: withoutFaketime),
            Refused(
                "SPD005", 64, "it has time-sleep", soak(["--speed", "10", "--unused-waits", "dreams"], python)),
        ])
    fileprivate func refused(_ refused: Refused) async throws {
        let outcome = try await refused.outcome()
        let said = Comment(rawValue: outcome.errors)
        #expect(outcome.status == refused.status, said)
        #expect(outcome.errors.contains("error \(refused.code): "), said)
        #expect(outcome.errors.contains(refused.words), said)
        #expect(!FileManager.default.fileExists(atPath: Self.missing))
    }

    @Test("A scenario's file that cannot be read, and one that is too large, are told by name")
    func scenarioFiles() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let copy = folder.appendingPathComponent("plant")
        try FileManager.default.copyItem(at: Program.root.appendingPathComponent("Scenarios/hvac"), to: copy)
        let tags = copy.appendingPathComponent("tags.csv")
        try FileManager.default.removeItem(at: tags)
        try FileManager.default.createDirectory(at: tags, withIntermediateDirectories: false)
        let unreadable = try await Program.run(["scenarios", "check", copy.path])
        #expect(unreadable.status == 66)
        #expect(unreadable.errors.contains("error RUN008: cannot read \(tags.path): it is a folder"))
        try FileManager.default.removeItem(at: tags)
        try Data(count: 5 << 20).write(to: tags)
        let large = try await Program.run(["scenarios", "check", copy.path])
        #expect(large.status == 65)
        #expect(large.errors.contains("error RUN004: \(tags.path) has "))
    }

    @Test("A program that lies apart from its files says where it looked, and which one a client needs")
    func apart() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let lonely = folder.appendingPathComponent("twinsim").path
        try FileManager.default.copyItem(atPath: Program.executable.path, toPath: lonely)
        let lost = try await Program.runOther(lonely, ["scenarios", "list"], environment: ["TWINSIM_HOME": "/no/home"])
        #expect(lost.status == 66)
        #expect(lost.errors.contains("error RUN001: ") && lost.errors.contains("/no/home/Scenarios"))
        let home = folder.appendingPathComponent("home").path
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: home + "/Scenarios", withDestinationPath: Program.root.appendingPathComponent("Scenarios").path)
        let soak = [
            "soak", "--scenario", "hvac", "--duration", "5s", "--evidence", folder.appendingPathComponent("e").path,
        ]
        let incomplete = try await Program.runOther(lonely, soak + ["--", "true"], environment: ["TWINSIM_HOME": home])
        #expect(incomplete.status == 69)
        #expect(incomplete.errors.contains("error CLI006: ") && incomplete.errors.contains("twinsim-keeper"))
    }

    @Test("A machine without descriptors for a client says so and leaves nothing running")
    func descriptors() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var codes: [String: Int32] = [:]
        // How many the harness itself needs may change: from too few for a folder to enough for everything.
        for limit in 10...24 {
            let refused = Refused(
                "", 0, "",
                [
                    "soak", "--scenario", "hvac", "--duration", "1s", "--evidence",
                    folder.appendingPathComponent("\(limit)").path, "--", "true",
                ], before: ["prlimit", "--nofile=\(limit):\(limit)"])
            let outcome = try await refused.outcome()
            for code in ["EVI001", "CLI008"] where outcome.errors.contains("error \(code): ") {
                codes[code] = outcome.status
            }
        }
        #expect(codes == ["EVI001": 73, "CLI008": 69])
    }

    @Test("A client that is linked statically cannot be made faster, and is told why")
    func staticClient() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let client = folder.appendingPathComponent("client").path
        try "int main(void) { return 0; }".write(toFile: client + ".c", atomically: true, encoding: .utf8)
        #expect(
            try await Program.runOther("/usr/bin/env", ["gcc", "-static", "-o", client, client + ".c"]).status == 0)
        let outcome = try await Program.run(Self.soak(["--speed", "10"], [client]))
        #expect(outcome.status == 69)
        #expect(outcome.errors.contains("error SPD003: ") && outcome.errors.contains("statically linked"))
    }

    @Test("A ladder with more tags than a table holds is refused")
    func tooManyTags() async throws {
        let folder = try Program.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("many.ladder")
        let rungs = (0..<1_200).map { rung in
            "[" + (0..<60).map { "XIC(t\(rung)_\($0))" }.joined(separator: " ,") + " ];\n"
        }
        try rungs.joined().write(to: file, atomically: true, encoding: .utf8)
        let outcome = try await Program.run(["ladder", "check", file.path])
        #expect(outcome.status == 65)
        #expect(outcome.errors.contains("\(file.path):1:1: error LAD000: no tag table fits: 72000 tags"))
    }

    @Test("A panel's port that is taken, something else that answers there, and a panel that refuses")
    func panel() async throws {
        let other = try Started(
            executable: "/usr/bin/env",
            ["python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", "/var/empty"])
        defer { other.signal(SIGKILL) }
        #expect(await other.waitForOutput("Serving HTTP on 127.0.0.1 port "))
        let digits = other.output.components(separatedBy: "127.0.0.1 port ")[1].prefix { $0.isNumber }
        let taken = try await Program.run(Self.serve + ["--panel", String(digits)])
        #expect(taken.status == 69)
        #expect(taken.errors.contains("error PNL001: ") && taken.errors.contains("choose another port"))
        let stranger = try await Program.run(["inject", "--panel", String(digits), "drop"])
        #expect(stranger.status == 69)
        #expect(stranger.errors.contains("error PNL004: "))
        let twin = try Started(Self.serve + ["--panel", "0", "--json"])
        defer { twin.signal(SIGKILL) }
        #expect(await twin.waitForOutput("\"panel\""))
        let first = try Program.object(try #require(twin.output.split(separator: "\n").map(String.init).first))
        let panel = try #require(first["panel"] as? Int)
        let refused = try await Program.run(["inject", "--panel", "\(panel)", "freeze", "tag=NOBODY"])
        #expect(refused.status == 65)
        #expect(refused.errors.hasPrefix("inject:1:2: error FLT014: "), "the panel's sentence has a place and a code")
    }
}
