import Glibc
import Synchronization

/// The process' limit of open descriptors.
package enum DescriptorLimit {
    private static let original = Mutex<rlim_t?>(nil)

    /// The soft limit that the process was started with, once `raise()` changed it; a child should get it back.
    package static var beforeRaise: UInt64? { original.withLock { $0.map { UInt64($0) } } }

    /// Raises the soft limit to the hard limit and returns the limit that is then in force.
    @discardableResult
    package static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        if limit.rlim_cur < limit.rlim_max {
            let before = limit.rlim_cur
            limit.rlim_cur = limit.rlim_max
            if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
                original.withLock { $0 = $0 ?? before }
            } else {
                limit.rlim_cur = before
            }
        }
        return limit.rlim_cur > rlim_t(Int32.max) ? Int(Int32.max) : Int(limit.rlim_cur)
    }
}
