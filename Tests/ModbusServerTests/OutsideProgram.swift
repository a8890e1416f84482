import Foundation

/// Runs another program and gives its output.
enum OutsideProgram {
    struct Result {
        let status: Int32
        let output: String
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func run(_ path: String, _ arguments: [String]) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw Failure(description: "\(path) does not start: \(error.localizedDescription)")
        }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
    }

    /// A program on the search path.
    static func find(_ name: String, hint: String) throws -> String {
        let folders = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        for folder in folders.split(separator: ":") {
            let path = "\(folder)/\(name)"
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw Failure(description: "\(name) is not installed; \(hint)")
    }

    /// The Python that has pymodbus: TWINSIM_TEST_PYTHON, or the virtual environment at the root of the repository.
    static func python() throws -> String {
        if let path = ProcessInfo.processInfo.environment["TWINSIM_TEST_PYTHON"] { return path }
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appendingPathComponent(".venv/bin/python").path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failure(
                description: "no Python with pymodbus: set TWINSIM_TEST_PYTHON, or make one at the repository's root"
                    + " with `python3 -m venv .venv && .venv/bin/pip install pymodbus==3.16.1`")
        }
        return path
    }
}
