import Foundation
import ProcessProbes
import Testing

/// What the tests start: twinsim's runtime files compiled from the sources, and small clients that wait for a word.
enum Workshop {
    /// The repository.
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// A directory of this test run.
    static let directory: String = {
        let path = "/tmp/twinsim-tests-\(ProcessInfo.processInfo.processIdentifier)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }()

    /// The keeper and the tally, compiled once; compiled here and not taken from the build, so that the tests hold the
    /// sources to their promise whatever the build's layout.
    static let runtime: RuntimeFiles = {
        let sources = repository + "/Sources"
        let include = "-I\(sources)/CLinux/include"
        compile(
            [
                "\(sources)/ClientKeeper/main.c", "\(sources)/ClientKeeper/waits.c", "\(sources)/CLinux/process.c",
                "\(sources)/CLinux/proc.c", include,
            ],
            to: directory + "/twinsim-keeper")
        if FileManager.default.fileExists(atPath: "\(sources)/AllocationTally/tally.c") {
            compile(
                [
                    "-shared", "-fPIC", "\(sources)/AllocationTally/tally.c", "\(sources)/AllocationTally/sites.c",
                    "\(sources)/AllocationTally/resources.c", include,
                ],
                to: directory + "/libtwinsim-tally.so")
        }
        return RuntimeFiles(
            keeper: directory + "/twinsim-keeper", tallyLibrary: directory + "/libtwinsim-tally.so",
            pythonDirectory: repository + "/Resources/python", nodeDirectory: repository + "/Resources/node")
    }()

    /// Compiles C; a failure is the test's failure.
    static func compile(_ arguments: [String], to output: String) {
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/env")
        compiler.arguments = ["cc", "-O1", "-Wall", "-pthread"] + arguments + ["-o", output]
        do {
            try compiler.run()
            compiler.waitUntilExit()
            #expect(compiler.terminationStatus == 0, "cc \(arguments)")
        } catch {
            Issue.record("cc cannot be run: \(error)")
        }
    }

    /// A name in the test directory that nothing else uses.
    static func path(_ name: String) -> String { "\(directory)/\(name)-\(UUID().uuidString.prefix(8))" }

    /// Starts a client.
    static func launch(
        _ arguments: [String], environment: [String: String] = [:], native: Bool = false, python: Bool = false,
        logLimitBytes: Int = ClientLaunch.defaultLogLimitBytes, workingDirectory: String? = nil, logPath: String? = nil
    ) throws -> ClientProcess {
        try ClientProcess.launch(
            ClientLaunch(
                arguments: arguments, environmentAdditions: environment, workingDirectory: workingDirectory,
                logPath: logPath ?? path("log"), logLimitBytes: logLimitBytes, tallyNative: native,
                countPython: python, runtimeFiles: runtime))
    }
}

/// A client in Python that is led step by step: it says a word on a FIFO when it has come so far, and goes on when it
/// hears one.
final class LedClient {
    let process: ClientProcess
    private let words: FileHandle
    private let orders: FileHandle

    /// Starts `script`, in which `say(word)` and `wait()` are there to use.
    init(_ script: String, native: Bool = false, python: Bool = false, interpreter: [String] = ["python3"]) throws {
        let toTest = Workshop.path("words")
        let toClient = Workshop.path("orders")
        mkfifo(toTest, 0o600)
        mkfifo(toClient, 0o600)
        // Opened for both directions, so that neither side blocks until the other comes.
        words = FileHandle(fileDescriptor: open(toTest, O_RDWR | O_CLOEXEC), closeOnDealloc: true)
        orders = FileHandle(fileDescriptor: open(toClient, O_RDWR | O_CLOEXEC), closeOnDealloc: true)
        let opening = """
            import os
            _words = os.open('\(toTest)', os.O_RDWR)
            _orders = os.open('\(toClient)', os.O_RDWR)
            def say(word): os.write(_words, (str(word) + '\\n').encode())
            def wait(): os.read(_orders, 1)

            """
        process = try Workshop.launch(interpreter + ["-c", opening + script], native: native, python: python)
    }

    deinit { process.terminate(graceSeconds: 0) }

    /// The next word that the client says; empty, with an issue, when it says none in a minute.
    func hear() -> String {
        var word: [UInt8] = []
        var byte: UInt8 = 0
        var watch = pollfd(fd: words.fileDescriptor, events: Int16(POLLIN), revents: 0)
        // A blocked thread would keep one of the few that run tests, and with it their time limits.
        while poll(&watch, 1, 60_000) == 1 {
            guard read(words.fileDescriptor, &byte, 1) == 1, byte != 0x0A else {
                return String(decoding: word, as: UTF8.self)
            }
            word.append(byte)
        }
        Issue.record("the client says nothing; its output so far: \(process.recentOutput)")
        return ""
    }

    /// Lets the client go on.
    func goOn() { orders.write(Data([0x2E])) }
}

/// Whether a process with this number is there and is not just waiting to be reaped.
func isAlive(_ pid: Int32) -> Bool {
    guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let bracket = stat.lastIndex(of: ")")
    else { return false }
    return !stat[bracket...].hasPrefix(") Z")
}
