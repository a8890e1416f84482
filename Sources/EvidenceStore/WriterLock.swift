import Glibc

/// The lock that one writing twinsim holds on an evidence folder; the kernel releases it however the process ends.
struct WriterLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock of `folder`, or throws at once when somebody else holds it.
    init(_ folder: EvidenceFolder) throws(StoreError) {
        let descriptor = open(folder.writerLock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .cannotCreate(path: folder.path, reason: systemErrorSentence(errno))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            if code == EWOULDBLOCK { throw .beingWritten(path: folder.path) }
            throw .inputOutput(path: folder.path, reason: systemErrorSentence(code))
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Whether somebody holds the lock of `folder` now.
    static func isHeld(_ folder: EvidenceFolder) -> Bool {
        let descriptor = open(folder.writerLock, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
}

/// The C library's sentence for an error number.
func systemErrorSentence(_ code: Int32) -> String {
    // Since glibc 2.32 each thread has its own buffer, so that this is safe among threads.
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
}
