import Glibc

/// Where the counters inside one process leave their files, and what may keep them from it.
struct CounterPlace {
    /// The directory of the counters' files.
    let directory: String
    /// The process, as this program knows it.
    let pid: Int32
    /// The process, as it knows itself: what its files are named after.
    let ownPid: Int32

    /// The file of one tier.
    func file(_ tier: String) -> String { "\(directory)/\(tier)-\(ownPid)" }

    /// What keeps the process from writing a file of `bytes` there, as part of a sentence; nil when nothing is seen.
    func obstacle(bytes: UInt64) -> String? {
        if let status = Self.status(pid), let user = status.users?.dropFirst().first, user != 0 {
            var place = stat()
            if stat(directory, &place) == 0, place.st_uid != user {
                return
                    "it runs as another user (uid \(user)) than twinsim (uid \(place.st_uid)) and may not write its counts "
                    + "into twinsim's directory"
            }
        }
        if let most = limit("Max file size"), most < bytes {
            return "its file size limit (ulimit -f) of \(most) bytes leaves no room for its counts"
        }
        if access("/proc/\(pid)/root/", X_OK) == 0, access("/proc/\(pid)/root\(directory)", F_OK) != 0, errno == ENOENT
        {
            return "its file system is another one, as in a container, and has no \(directory)"
        }
        return nil
    }

    /// A soft limit of the process, by its name in /proc/PID/limits; nil for none, or where it cannot be read.
    func limit(_ name: String) -> UInt64? {
        guard let text = ProcessWords.text("/proc/\(pid)/limits"),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name + " ") })
        else { return nil }
        return line.dropFirst(name.count).split(separator: " ").first.flatMap { UInt64($0) }
    }

    /// Whether the program that the process executes was started with this in its environment; nil where that cannot be read.
    func environmentHolds(_ text: String) -> Bool? {
        ProcessWords.text("/proc/\(pid)/environ").map { $0.contains(text) }
    }

    /// What /proc/PID/status says; nil when it cannot be read.
    static func status(_ pid: Int32) -> ProcText.Status? {
        guard var text = ProcessWords.text("/proc/\(pid)/status") else { return nil }
        return text.withUTF8 { ProcText(bytes: UnsafeRawBufferPointer($0)).status() }
    }
}
