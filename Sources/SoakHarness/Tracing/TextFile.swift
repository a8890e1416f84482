import EvidenceStore
import Glibc

/// Writes whole text files of the evidence: complete under their name, or not at all.
enum TextFile {
    /// Whether there is a file at `path` that can be read.
    static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

    /// Writes `text` beside its place and moves it there.
    static func write(_ text: String, to path: String) throws(StoreError) {
        let temporary = path + ".new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotCreate(path: path, reason: reason()) }
        var failure: StoreError?
        Array(text.utf8).withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count, failure == nil {
                let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                if count > 0 {
                    written += count
                } else if errno != EINTR {
                    failure = errno == ENOSPC ? .diskFull(path: path) : .inputOutput(path: path, reason: reason())
                }
            }
        }
        if failure == nil, fsync(descriptor) != 0 { failure = .inputOutput(path: path, reason: reason()) }
        close(descriptor)
        if failure == nil, rename(temporary, path) != 0 { failure = .inputOutput(path: path, reason: reason()) }
        if let failure {
            unlink(temporary)
            throw failure
        }
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
