import Evidence
import Glibc

/// Reads what the required-first module inside a Node.js process writes once a second.
final class NodeCounterReader {
    /// How old a reading may get before it is unavailable, in seconds of the caller's clock.
    static let patienceSeconds = 10.0
    /// Why a process that executes something else gives no reading.
    static let isNoNode = "it is no Node.js process"

    private static let isStarting =
        "the required-first module has not run in it: it is just starting, or its interpreter takes no --require"

    private let path: String
    private let pid: Int32
    private let refusal: String?
    private var sequence: Int64 = -1
    private var changedAt = 0.0
    private var explained: (command: String, reason: String)?

    /// A reader for process `pid` whose file is in `directory`; `refusal` says why the module was not offered.
    init(directory: String, pid: Int32, refusal: String?) {
        path = "\(directory)/node-\(pid)"
        self.pid = pid
        self.refusal = refusal
    }

    /// The newest reading; `seconds` is the caller's clock.
    func read(command: String, at seconds: Double, buffer: UnsafeMutableRawBufferPointer) -> Reading<NodeHeap> {
        if let refusal { return .unavailable(refusal) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .unavailable(explanation(command)) }
        let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        close(descriptor)
        let text = String(decoding: UnsafeRawBufferPointer(rebasing: buffer[..<max(0, got)]), as: UTF8.self)
        guard let record = NodeRecord(text) else { return .unavailable("its reading has no known form") }
        if record.sequence != sequence {
            sequence = record.sequence
            changedAt = seconds
        }
        guard seconds - changedAt <= Self.patienceSeconds else {
            return .unavailable("its event loop has not come round for \(Int(seconds - changedAt)) s")
        }
        return .value(record.heap)
    }

    /// Removes the file of a process that has ended, before its number is used again.
    func discard() { unlink(path) }

    private func explanation(_ command: String) -> String {
        if let explained, explained.command == command { return explained.reason }
        let reason = Self.explanation(pid)
        // A Node.js that is just starting writes its first reading soon.
        if reason != Self.isStarting { explained = (command, reason) }
        return reason
    }

    private static func explanation(_ pid: Int32) -> String {
        guard let (runtime, _) = ProgramRuntime.ofProcess(pid) else { return "its program file cannot be read" }
        guard runtime == .node else { return isNoNode }
        guard let options = environment(pid, "NODE_OPTIONS"), options.contains("twinsim_counters.cjs") else {
            return "NODE_OPTIONS was cleared before it was started, so the required-first module did not run in it"
        }
        return isStarting
    }

    /// The value of a variable in the environment that the process was started with; nil when it had none.
    private static func environment(_ pid: Int32, _ name: String) -> String? {
        let descriptor = open("/proc/\(pid)/environ", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < 1 << 21 {
            let got = Glibc.read(descriptor, &part, part.count)
            guard got > 0 else { break }
            bytes += part[..<got]
        }
        let start = Array("\(name)=".utf8)
        return bytes.split(separator: 0).first { $0.starts(with: start) }.map {
            String(decoding: $0.dropFirst(start.count), as: UTF8.self)
        }
    }
}
