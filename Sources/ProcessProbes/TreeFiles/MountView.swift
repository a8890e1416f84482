import Glibc

/// How a process sees the names of files: its mount namespace and its root directory in it.
struct MountView: Hashable, Sendable {
    /// The mount namespace, as the kernel names it: `mnt:[4026531841]`.
    var namespace: String
    /// Its root directory.
    var root: String

    /// The view of process `pid`; nil when it may not be looked into or has ended.
    init?(of pid: Int32) {
        guard let namespace = Self.link("/proc/\(pid)/ns/mnt"), let root = Self.link("/proc/\(pid)/root") else {
            return nil
        }
        self.namespace = namespace
        self.root = root
    }

    /// What comes before a path of process `pid`, which has this view, for a process with the view `own`.
    func prefix(through pid: Int32, own: MountView?) -> String {
        self == own ? "" : "/proc/\(pid)/root"
    }

    private static func link(_ path: String) -> String? {
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = target.withUnsafeMutableBytes {
            readlink(path, $0.bindMemory(to: CChar.self).baseAddress!, $0.count)
        }
        return length > 0 ? String(decoding: target.prefix(length), as: UTF8.self) : nil
    }
}
