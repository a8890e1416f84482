import Foundation
import Testing

/// The built program, run as a user runs it.
enum Program {
    /// The repository that these tests were built from.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    /// The folder with the program, its keeper and the tally: the one that these tests were built into.
    static let products =
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    /// The program.
    static let executable = products.appendingPathComponent("twinsim")
    /// The Python with the clients' packages, made by `make test`.
    static let python =
        ProcessInfo.processInfo.environment["TWINSIM_TEST_PYTHON"]
        ?? root.appendingPathComponent(".venv/bin/python").path

    /// What came of a run.
    struct Outcome {
        /// The exit status; 128 + signal when a signal ended it.
        var status: Int32
        /// Standard output.
        var output: String
        /// Standard error.
        var errors: String
    }

    /// Runs the program to its end.
    static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Outcome {
        try await Started(arguments, environment: environment).wait()
    }

    /// Runs some other program to its end.
    static func runOther(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await Started(executable: path, arguments, environment: environment).wait()
    }

    /// A new folder for one test.
    static func temporaryFolder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("twinsim-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// The path of a specimen client.
    static func specimen(_ name: String) -> String {
        root.appendingPathComponent("Tests/Specimens/\(name)").path
    }

    /// The object of a JSON text.
    static func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// The array of a JSON text.
    static func array(_ text: String) throws -> [[String: Any]] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    }
}
