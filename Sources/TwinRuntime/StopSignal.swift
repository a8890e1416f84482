import Glibc

/// SIGINT and SIGTERM, taken one at a time where the program wants them instead of interrupting it anywhere.
package enum StopSignal {
    /// Holds both signals (and SIGCHLD, so that waiting for them also ends when a child does) back from every thread.
    ///
    /// Call before any thread starts: threads inherit the mask. Children must be started with an empty mask.
    package static func hold() {
        var set = heldSet()
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits until a stop signal, a child's end or `deadline`, an absolute time of `MonotonicClock`.
    ///
    /// - Returns: SIGINT or SIGTERM; nil for a child's end, the deadline, or a false alarm.
    package static func wait(until deadline: Int64) -> Int32? {
        var set = heldSet()
        let rest = max(0, deadline - MonotonicClock.nanoseconds())
        var timeout = timespec(tv_sec: Int(rest / 1_000_000_000), tv_nsec: Int(rest % 1_000_000_000))
        let signal = sigtimedwait(&set, nil, &timeout)
        return signal == SIGINT || signal == SIGTERM ? signal : nil
    }

    private static func heldSet() -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGCHLD)
        return set
    }
}
