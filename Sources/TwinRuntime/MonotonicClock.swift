import Glibc

/// The machine's monotonic clock (CLOCK_MONOTONIC): it never steps, whatever happens to the date.
package enum MonotonicClock {
    /// Nanoseconds since some moment before this process began.
    package static func nanoseconds() -> Int64 {
        read(CLOCK_MONOTONIC)
    }

    /// Nanoseconds of processor time that the calling thread has used.
    package static func threadProcessorNanoseconds() -> Int64 {
        read(CLOCK_THREAD_CPUTIME_ID)
    }

    /// Nanoseconds as `nanoseconds()`, with the time in which the machine was suspended (CLOCK_BOOTTIME).
    package static func nanosecondsWithSuspension() -> Int64 {
        read(CLOCK_BOOTTIME)
    }

    /// Nanoseconds of the wall clock since 1970, which somebody may set (CLOCK_REALTIME).
    package static func wallNanoseconds() -> Int64 {
        read(CLOCK_REALTIME)
    }

    /// Waits until `deadline`, an absolute time of `nanoseconds()`; returns at once when it has passed.
    package static func sleep(until deadline: Int64) {
        var moment = timespec(tv_sec: Int(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, nil) == EINTR {}
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var moment = timespec()
        // Fails only for a clock that the kernel does not have; these it always has.
        clock_gettime(clock, &moment)
        return Int64(moment.tv_sec) * 1_000_000_000 + Int64(moment.tv_nsec)
    }
}
