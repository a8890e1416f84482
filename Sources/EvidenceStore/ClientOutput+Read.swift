import Evidence
import Glibc

extension ClientOutput {
    /// Bytes at the end of a log that are read.
    private static let bytesRead = 16 << 10

    /// The end of what the newest client of the run wrote; nil where no log is in the folder, as where only the database
    /// was kept.
    init?(latestIn folder: EvidenceFolder, _ facts: EvidenceFacts) {
        let session = facts.sessions.last?.number ?? 1
        let start = facts.sessions.last?.timeSeconds ?? 0
        let launches = facts.events.count { $0.kind == .clientStarted && $0.timeSeconds >= start }
        // A launch that was recorded may have died before it opened its log.
        for restarts in stride(from: max(0, launches - 1), through: 0, by: -1) {
            let path = folder.clientLog(session: session, restarts: restarts)
            guard let text = Self.end(of: path) else { continue }
            self.init(log: String(path.dropFirst(folder.path.count + 1)), endingWith: text)
            return
        }
        return nil
    }

    /// The last bytes of a file as text; nil when it cannot be read.
    private static func end(of path: String) -> String? {
        // No log is a pipe or a device; to open one could wait for ever.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var buffer = [UInt8](repeating: 0, count: bytesRead)
        let from = max(0, status.st_size - off_t(bytesRead))
        let got = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, from) }
        guard got >= 0 else { return nil }
        return String(decoding: buffer[..<got], as: UTF8.self)
    }
}
