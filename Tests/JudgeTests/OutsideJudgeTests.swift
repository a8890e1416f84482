import Foundation
import Testing

/// The programs in Judges/: other people's clients and dissectors against the built program.
@Suite("Judges that nobody here wrote", .timeLimit(.minutes(5)))
struct OutsideJudgeTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    /// The program that these tests were built beside.
    private static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("twinsim").path
    /// The Python with the clients' packages, made by `make test`.
    private static let python =
        ProcessInfo.processInfo.environment["TWINSIM_TEST_PYTHON"]
        ?? root.appendingPathComponent(".venv/bin/python").path

    @Test(
        "The judge passes the built program",
        arguments: ["browser", "hostile-client", "libmodbus-unit-test", "mbpoll", "nmap", "python-clients"])
    func passes(judge: String) async throws {
        let (status, said) = try await Self.run(judge)
        #expect(status == 0 && said.hasPrefix("passed "), Comment(rawValue: said))
    }

    @Test("tshark passes what goes over the wire")
    func wire() async throws {
        // Capturing on the loopback takes root; an ordinary user's `make test` installs its packages by sudo too.
        let (status, said) = try await Self.run("tshark", as: geteuid() == 0 ? [] : ["sudo", "-n"])
        #expect(status == 0 && said.hasPrefix("passed "), Comment(rawValue: said))
    }

    @Test("A judge refuses a program that does not serve, in one line and with status 1")
    func refuses() async throws {
        let (status, said) = try await Self.run("mbpoll", program: "/bin/echo")
        #expect(status == 1 && said.hasPrefix("REFUSED  mbpoll: the server did not start"), Comment(rawValue: said))
    }

    /// Runs a judge to its end; waiting has a thread of its own, as the pool's threads are few.
    private static func run(
        _ judge: String, program: String = Self.program, as user: [String] = []
    ) async throws -> (Int32, String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = user + [python, root.appendingPathComponent("Judges/\(judge)").path, program]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let reader = pipe.fileHandleForReading
        let said = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: String(decoding: reader.readDataToEndOfFile(), as: UTF8.self))
            }
        }
        process.waitUntilExit()
        return (process.terminationStatus, said)
    }
}
