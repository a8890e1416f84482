import Glibc

/// A file, or standard output, that the program writes from beginning to end, in blocks.
final class OutputFile {
    private let path: String
    private let descriptor: Int32
    private let isStandardOutput: Bool
    private var readerIsGone = false
    private var buffer: [UInt8] = []

    /// Creates or empties the file at `path`.
    init(_ path: String) throws(OutputError) {
        self.path = path
        isStandardOutput = false
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw .cannotCreate(path: path, reason: String(cString: strerror(errno)))
        }
    }

    /// Standard output.
    private init() {
        path = "standard output"
        isStandardOutput = true
        descriptor = STDOUT_FILENO
    }

    deinit { if !isStandardOutput { Glibc.close(descriptor) } }

    /// The file at `path`, created or emptied, or standard output when no path is given.
    static func opening(_ path: String?) throws(OutputError) -> OutputFile {
        guard let path else { return OutputFile() }
        return try OutputFile(path)
    }

    /// Adds text; it reaches the file with the next full block or `finish`.
    func write(_ text: String) throws(OutputError) {
        buffer += text.utf8
        if buffer.count >= 1 << 16 { try flush() }
    }

    /// Writes what is left.
    func finish() throws(OutputError) {
        try flush()
    }

    private func flush() throws(OutputError) {
        var start = 0
        while start < buffer.count, !readerIsGone {
            let count = buffer.withUnsafeBytes { bytes in
                Glibc.write(descriptor, bytes.baseAddress?.advanced(by: start), bytes.count - start)
            }
            if count > 0 {
                start += count
            } else if isStandardOutput, errno == EPIPE {
                // `twinsim export … | head` has all that it wanted.
                readerIsGone = true
            } else if errno != EINTR {
                throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes a whole text to a file, or to standard output when no path is given.
    static func write(_ text: String, to path: String?) throws(OutputError) {
        guard let path else { return Console.printRaw(text) }
        let file = try OutputFile(path)
        try file.write(text)
        try file.finish()
    }
}
