import Glibc

/// The directory through which the counters inside the client's processes are read: one small file a process and tier.
///
/// In memory (/dev/shm) where there is such a place, so that no disk is written. Removed when this object goes.
final class CounterDirectory: Sendable {
    /// Where it is made, the first place that there is.
    static let parents = ["/dev/shm", "/tmp"]
    /// What its name begins with; six letters follow.
    static let prefix = "twinsim-"

    /// Its path.
    let path: String

    /// Makes the directory, for this user only.
    init() throws(LaunchError) {
        var problem: Int32 = ENOENT
        for parent in Self.parents {
            var template = Array("\(parent)/\(Self.prefix)XXXXXX".utf8CString)
            if let made = mkdtemp(&template) {
                path = String(cString: made)
                return
            }
            problem = errno
        }
        throw .resourceUnavailable(what: "a directory for counters", reason: sentence(ofError: problem))
    }

    deinit {
        if let listing = opendir(path) {
            while let entry = readdir(listing) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if !name.hasPrefix(".") { unlink("\(path)/\(name)") }
            }
            closedir(listing)
        }
        rmdir(path)
    }
}
