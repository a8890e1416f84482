import Glibc

/// Removes the counter files of processes that came and went between two samples.
enum CounterSweep {
    /// A file that may be a container's process's, whom a sample has not met yet, is left alone when it is younger, s.
    static let youngSeconds = 60

    /// Looks through `directory`, with the numbers by which known processes know themselves in `keeping`.
    ///
    /// - Parameter hasOtherNumbers: whether some of the client's processes have a space of numbers of their own, so that a
    ///   number that nobody has here may be theirs.
    static func removeLeftFiles(in directory: String, keeping: [Int32: Int], hasOtherNumbers: Bool) {
        guard !directory.isEmpty, let listing = opendir(directory) else { return }
        defer { closedir(listing) }
        let descriptor = dirfd(listing)
        while let entry = readdir(listing) {
            withUnsafePointer(to: &entry.pointee.d_name) { place in
                place.withMemoryRebound(to: CChar.self, capacity: 256) { name in
                    guard let dash = strchr(name, 0x2D), let pid = Int32(String(cString: dash + 1)),
                        keeping[pid] == nil
                    else { return }
                    if hasOtherNumbers, !isOld(name, in: descriptor) { return }
                    if kill(pid, 0) < 0, errno == ESRCH { unlinkat(descriptor, name, 0) }
                }
            }
        }
    }

    private static func isOld(_ name: UnsafePointer<CChar>, in directory: Int32) -> Bool {
        var status = stat()
        guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return false }
        return time(nil) - status.st_ctim.tv_sec >= youngSeconds
    }
}
