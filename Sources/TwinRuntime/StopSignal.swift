import Glibc

/// The signals that end a run (SIGHUP, SIGINT, SIGQUIT, SIGTERM), taken one at a time where the program wants them instead
/// of interrupting it anywhere.
package enum StopSignal {
    /// What ended a wait.
    package enum Wake: Hashable, Sendable {
        /// This signal asks for the end of the run.
        case stop(Int32)
        /// A child of this process ended.
        case childEnded
        /// This process had been stopped (SIGSTOP, SIGTSTP) and goes on.
        case continued
        /// The deadline, or nothing at all.
        case deadline
    }

    /// Holds the signals (and SIGCHLD and SIGCONT, so that waiting for them also ends when a child does or this process was
    /// stopped) back from every thread.
    ///
    /// SIGHUP stays ignored where it is, as under `nohup`. SIGUSR1 and SIGUSR2 mean nothing here and are ignored. Call before
    /// any thread starts: threads inherit the mask. Children must be started with an empty mask.
    package static func hold() {
        signal(SIGUSR1, SIG_IGN)
        signal(SIGUSR2, SIG_IGN)
        var set = heldSet()
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits until a stop signal, a child's end or `deadline`, an absolute time of `MonotonicClock`.
    ///
    /// - Returns: the stop signal; nil for a child's end, the deadline, or a false alarm.
    package static func wait(until deadline: Int64) -> Int32? {
        if case .stop(let signal) = wake(until: deadline) { signal } else { nil }
    }

    /// Waits until one of the held signals or `deadline`, an absolute time of `MonotonicClock`.
    package static func wake(until deadline: Int64) -> Wake {
        var set = heldSet()
        let rest = max(0, deadline - MonotonicClock.nanoseconds())
        var timeout = timespec(tv_sec: Int(rest / 1_000_000_000), tv_nsec: Int(rest % 1_000_000_000))
        let signal = sigtimedwait(&set, nil, &timeout)
        if stopping.contains(signal) { return .stop(signal) }
        if signal == SIGCHLD { return .childEnded }
        return signal == SIGCONT ? .continued : .deadline
    }

    private static let stopping = [SIGHUP, SIGINT, SIGQUIT, SIGTERM]

    private static func heldSet() -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in stopping where signal != SIGHUP || !isIgnored(signal) { sigaddset(&set, signal) }
        sigaddset(&set, SIGCHLD)
        sigaddset(&set, SIGCONT)
        return set
    }

    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        sigaction(signal, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}
