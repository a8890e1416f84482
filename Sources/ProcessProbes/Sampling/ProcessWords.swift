import Glibc

/// The words that a process was started with, and single lines of what the kernel says of it.
enum ProcessWords {
    /// The most bytes of a text that are read; the kernel takes 2 MiB of arguments and environment.
    private static let mostBytes = 2 << 20

    /// Its arguments, the program first; empty when it has ended or belongs to another user.
    static func arguments(of pid: Int32) -> [String] { words("/proc/\(pid)/cmdline") }

    /// Its environment as it was started with, `NAME=VALUE` each; empty when it has ended or belongs to another user.
    static func environment(of pid: Int32) -> [String] { words("/proc/\(pid)/environ") }

    /// The values in the line of /proc/PID/status that begins with `name`; nil when there is none.
    static func statusField(_ name: String, of pid: Int32) -> [String]? {
        let text = String(decoding: content("/proc/\(pid)/status"), as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.dropFirst(name.count).split { $0 == "\t" || $0 == " " }.map(String.init)
    }

    /// The content of a file in /proc, `limit` bytes of it at most; empty when it cannot be read.
    static func content(_ path: String, atMost limit: Int = mostBytes) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let got = Glibc.read(descriptor, &part, part.count)
            guard got > 0 else { break }
            bytes += part[..<got]
        }
        return bytes
    }

    private static func words(_ path: String) -> [String] {
        content(path).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
