import Foundation

/// A program that runs, with both its streams collected as they come.
final class Started: @unchecked Sendable {
    // Every mutable part is reached with `lock` held, but for `process`, which is Foundation's own and thread-safe for
    // the calls made here.
    private let process = Process()
    private let lock = NSCondition()
    private var outputBytes = Data()
    private var errorBytes = Data()
    private var openStreams = 2
    private var hasEnded = false

    /// Starts twinsim, or another executable.
    init(executable: String = Program.executable.path, _ arguments: [String], environment: [String: String] = [:])
        throws
    {
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        process.terminationHandler = { [weak self] _ in
            self?.lock.withLock {
                self?.hasEnded = true
                self?.lock.broadcast()
            }
        }
        try process.run()
        collect(output.fileHandleForReading) { $0.outputBytes.append($1) }
        collect(errors.fileHandleForReading) { $0.errorBytes.append($1) }
    }

    /// The process number.
    var pid: Int32 { process.processIdentifier }

    /// Whether it still runs.
    var isRunning: Bool { process.isRunning }

    /// Sends it a signal.
    func signal(_ number: Int32) { kill(pid, number) }

    /// Standard output so far.
    var output: String { lock.withLock { String(decoding: outputBytes, as: UTF8.self) } }

    /// Standard error so far.
    var errors: String { lock.withLock { String(decoding: errorBytes, as: UTF8.self) } }

    /// Waits until standard output holds `text` so many times; false when the program ended or `seconds` passed without
    /// it.
    func waitForOutput(_ text: String, times: Int = 1, seconds: Double = 60) async -> Bool {
        await offPool { [self] in
            waitUntil(seconds: seconds) {
                String(decoding: $0.outputBytes, as: UTF8.self).components(separatedBy: text).count > times
            }
        }
    }

    /// Waits until standard output is as `condition` wants it; false when the program ended or `seconds` passed without.
    func waitForOutput(seconds: Double = 60, _ condition: @escaping @Sendable (String) -> Bool) async -> Bool {
        await offPool { [self] in
            waitUntil(seconds: seconds) { condition(String(decoding: $0.outputBytes, as: UTF8.self)) }
        }
    }

    /// Waits until standard error holds `text`.
    func waitForErrors(_ text: String, seconds: Double = 60) async -> Bool {
        await offPool { [self] in
            waitUntil(seconds: seconds) { String(decoding: $0.errorBytes, as: UTF8.self).contains(text) }
        }
    }

    /// Waits for the end.
    func wait() async -> Program.Outcome {
        await offPool { [self] in waitHere() }
    }

    private func waitHere() -> Program.Outcome {
        // Not by `waitUntilExit`: on a thread without a run loop of its own it spins, and a test that waits would take a
        // processor from those that compute.
        lock.withLock { while !hasEnded { lock.wait() } }
        _ = waitUntil(seconds: 10) { $0.openStreams == 0 }
        let status =
            process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        return Program.Outcome(status: status, output: output, errors: errors)
    }

    /// The port that `twinsim serve` announces; nil when it never does.
    func announcedPort() async -> UInt16? {
        guard await waitForOutput("listening on 127.0.0.1:") else { return nil }
        let digits = output.components(separatedBy: "listening on 127.0.0.1:")[1].prefix { $0.isNumber }
        return UInt16(digits)
    }

    /// Does blocking work on a thread of its own: the pool that runs the tests has only as many threads as the machine
    /// has cores, and a waiting test must not keep one.
    private func offPool<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: work()) }
        }
    }

    private func waitUntil(seconds: Double, _ condition: (Started) -> Bool) -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        lock.lock()
        defer { lock.unlock() }
        while !condition(self) {
            if openStreams == 0 || !lock.wait(until: deadline) { return condition(self) }
        }
        return true
    }

    private func collect(_ handle: FileHandle, _ add: @escaping @Sendable (Started, Data) -> Void) {
        Thread.detachNewThread { [self] in
            while case let data = handle.availableData, !data.isEmpty {
                lock.withLock {
                    add(self, data)
                    lock.broadcast()
                }
            }
            lock.withLock {
                openStreams -= 1
                lock.broadcast()
            }
        }
    }
}
