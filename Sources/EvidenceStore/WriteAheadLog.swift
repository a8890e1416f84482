import Glibc

/// The log in which SQLite keeps what is not yet in the database itself (sqlite.org/fileformat2.html, section 4.1).
enum WriteAheadLog {
    private static let headerBytes = 32

    /// Refuses evidence whose log has no beginning that SQLite would take: it would ignore the whole log without a word.
    ///
    /// A log that is being written is the writer's business.
    static func check(_ folder: EvidenceFolder) throws(StoreError) {
        guard !WriterLock.isHeld(folder), let header = header(folder.database + "-wal"), !isWhole(header) else {
            return
        }
        throw .corrupt(
            path: folder.path,
            reason: "the beginning of evidence.sqlite-wal, which holds the last minutes, was overwritten")
    }

    /// Whether the header is one that SQLite wrote: its magic number, and the sum over what it says.
    static func isWhole(_ header: [UInt8]) -> Bool {
        func word(_ index: Int, isBigEndian: Bool = true) -> UInt32 {
            let bytes = header[(4 * index)..<(4 * index + 4)]
            return (isBigEndian ? Array(bytes) : bytes.reversed()).reduce(0) { $0 << 8 | UInt32($1) }
        }
        let magic = word(0)
        guard magic & ~1 == 0x377F_0682 else { return false }
        var (first, second): (UInt32, UInt32) = (0, 0)
        for pair in 0..<3 {
            first &+= word(2 * pair, isBigEndian: magic & 1 == 1) &+ second
            second &+= word(2 * pair + 1, isBigEndian: magic & 1 == 1) &+ first
        }
        return first == word(6) && second == word(7)
    }

    /// The first bytes of the log; nil when there is none, or an empty one.
    private static func header(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: headerBytes)
        return pread(descriptor, &bytes, headerBytes, 0) == headerBytes ? bytes : nil
    }
}
