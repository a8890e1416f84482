import Foundation

/// Programs of the system that tests of the house ask.
enum Tool {
    /// A program that cannot be run, or failed.
    struct Failure: Error, CustomStringConvertible {
        /// What happened.
        let description: String
    }

    /// Standard output of a program that must succeed.
    static func output(_ name: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(
                description:
                    "\(name) ended with status \(process.terminationStatus); `make test` installs what it needs")
        }
        return text
    }
}
