import Glibc

/// A lock that the kernel hands to the thread that waits.
///
/// `Synchronization.Mutex` would do the same, but thread sanitizers do not see its hand-over and report races that
/// there are not. An ordinary pthread mutex would let a busy reactor take it again and again before a waiting thread
/// has woken up; with priority inheritance the kernel gives it to the waiter.
///
/// Invariant behind `@unchecked Sendable`: the mutex never moves, and only pthread functions touch it.
final class FairLock: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    /// A lock that nobody holds.
    init() {
        mutex = .allocate(capacity: 1)
        var attributes = pthread_mutexattr_t()
        pthread_mutexattr_init(&attributes)
        pthread_mutexattr_setprotocol(&attributes, Int32(PTHREAD_PRIO_INHERIT))
        let result = pthread_mutex_init(mutex, &attributes)
        precondition(result == 0, "a mutex could not be made")
        pthread_mutexattr_destroy(&attributes)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs `body` while no other thread holds the lock.
    @inline(__always)
    func withLock<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
