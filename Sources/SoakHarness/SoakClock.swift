import TwinRuntime

/// The time that a soak goes by: the machine's, or one that skips the waiting between two samples.
package struct SoakClock {
    /// Nanoseconds since some moment before the soak.
    let now: () -> Int64
    /// Waits until a stop signal (SIGINT or SIGTERM, which it answers), a child's end or this moment of `now`.
    let wait: (_ deadline: Int64) -> Int32?

    /// The machine's monotonic clock.
    package static var machine: SoakClock {
        SoakClock(now: MonotonicClock.nanoseconds, wait: StopSignal.wait)
    }

    /// A clock that jumps where the machine's would wait, so that a soak takes its samples as fast as it can.
    ///
    /// Everything is done as in any other soak; only the twin and the client, which keep to the machine's clock, do less
    /// between two samples. For measuring what the harness itself costs over a long time.
    package static var leaping: SoakClock {
        var leapt: Int64 = 0
        func now() -> Int64 { MonotonicClock.nanoseconds() + leapt }
        return SoakClock(now: now) { deadline in
            leapt += max(0, deadline - now())
            return StopSignal.wait(until: MonotonicClock.nanoseconds())
        }
    }
}
