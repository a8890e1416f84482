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

    /// The content of a file in /proc, `limit` bytes of it and the rest of a page at most; nil when it cannot be read.
    static func bytes(_ path: String, atMost limit: Int = mostBytes) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let got = Glibc.read(descriptor, &part, part.count)
            // Half a text would be taken for the whole.
            if got < 0 { return nil }
            guard got > 0 else { break }
            bytes += part[..<got]
        }
        return bytes
    }

    /// The same where nothing and what cannot be read come to the same.
    static func content(_ path: String, atMost limit: Int = mostBytes) -> [UInt8] { bytes(path, atMost: limit) ?? [] }

    /// The same as a text, bytes that are no UTF-8 replaced; nil when it cannot be read.
    static func text(_ path: String, atMost limit: Int = mostBytes) -> String? {
        bytes(path, atMost: limit).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func words(_ path: String) -> [String] {
        content(path).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
