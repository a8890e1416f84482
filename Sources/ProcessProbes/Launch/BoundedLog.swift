import Glibc

/// A log file that never grows over its limit: the first half of the limit is kept as it came, then the latest output.
///
/// Past the head, output goes to two tail files in turn, each a quarter of the limit, of which the older is emptied when
/// the newer is full. `close` puts the tail behind the head with a line that says how much was left out. Should the
/// harness die before, head and tail files are all on the disk.
///
/// Used by one thread at a time.
final class BoundedLog {
    /// What went into the log and what did not.
    private(set) var summary: LogSummary
    /// The latest output, at most `recentLimitBytes`, for a report.
    private(set) var recent: [UInt8] = []

    /// The most bytes that `recent` keeps.
    static let recentLimitBytes = 8 << 10

    private let path: String
    private let headLimit: Int
    private let segmentLimit: Int
    private let head: Int32
    private var headBytes = 0
    private var segments: [(descriptor: Int32, bytes: Int)] = []
    private var current = 0

    /// Creates or empties the file at `path`; throws `LaunchError.logNotWritable`.
    init(path: String, limitBytes: Int) throws(LaunchError) {
        self.path = path
        headLimit = limitBytes / 2
        segmentLimit = limitBytes / 4
        summary = LogSummary(path: path, limitBytes: limitBytes)
        head = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard head >= 0 else { throw .logNotWritable(path: path, reason: sentence(ofError: errno)) }
    }

    /// Takes output of the client. A full disk does not stop the client: what cannot be written is counted.
    func append(_ bytes: UnsafeRawBufferPointer) {
        summary.receivedBytes += bytes.count
        recent.append(contentsOf: bytes.suffix(Self.recentLimitBytes))
        recent.removeFirst(max(0, recent.count - Self.recentLimitBytes))
        var rest = bytes
        if headBytes < headLimit {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(headLimit - headBytes))
            note(writeFully(head, part), bytes: part.count)
            headBytes += part.count
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
        }
        while !rest.isEmpty {
            if segments.isEmpty || segments[current].bytes >= segmentLimit { turn() }
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(segmentLimit - segments[current].bytes))
            note(writeFully(segments[current].descriptor, part), bytes: part.count)
            segments[current].bytes += part.count
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
        }
    }

    /// Puts the tail behind the head and removes the tail files.
    func close() {
        if summary.droppedBytes > 0 {
            var line = Array(
                "\n--- twinsim left out \(summary.droppedBytes) bytes of the client's output here ---\n".utf8)
            line.withUnsafeMutableBytes { note(writeFully(head, UnsafeRawBufferPointer($0)), bytes: 0) }
        }
        // The segment that is not current holds the older output.
        for index in segments.indices.sorted(by: { first, _ in first != current }) {
            copy(segments[index].descriptor)
            Glibc.close(segments[index].descriptor)
            unlink(tailPath(index))
        }
        segments = []
        Glibc.close(head)
    }

    private func tailPath(_ index: Int) -> String { "\(path).tail\(index + 1)" }

    private func turn() {
        if segments.count < 2 {
            let descriptor = open(tailPath(segments.count), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
            segments.append((descriptor, 0))
            current = segments.count - 1
        } else {
            current = 1 - current
            summary.droppedBytes += segments[current].bytes
            segments[current].bytes = 0
            ftruncate(segments[current].descriptor, 0)
            lseek(segments[current].descriptor, 0, SEEK_SET)
        }
    }

    private func note(_ error: Int32, bytes: Int) {
        guard error != 0 else { return }
        summary.unwrittenBytes += bytes
        summary.writeError = sentence(ofError: error)
    }

    private func copy(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        lseek(descriptor, 0, SEEK_SET)
        while true {
            let got = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            guard got > 0 else { return }
            buffer.withUnsafeBytes { note(writeFully(head, UnsafeRawBufferPointer(rebasing: $0[..<got])), bytes: got) }
        }
    }
}

/// What became of the client's output.
package struct LogSummary: Hashable, Sendable {
    /// The log file.
    package var path: String
    /// The most bytes of output that it keeps.
    package var limitBytes: Int
    /// Bytes that the client wrote.
    package var receivedBytes = 0
    /// Bytes between head and tail that are not kept.
    package var droppedBytes = 0
    /// Bytes that could not be written.
    package var unwrittenBytes = 0
    /// Why not; nil when all could be.
    package var writeError: String?
}
