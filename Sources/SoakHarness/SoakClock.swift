import TwinRuntime

/// The time that a soak goes by: the machine's, or one that skips the waiting between two samples.
package struct SoakClock {
    /// One moment on the machine's three clocks, nanoseconds.
    struct Moment: Hashable {
        /// Since some moment before the soak; the run's own time.
        var monotonic: Int64
        /// The same with the time in which the machine was suspended.
        var withSuspension: Int64
        /// The wall clock, which somebody may set.
        var wall: Int64
    }

    /// Nanoseconds since some moment before the soak.
    let now: () -> Int64
    /// The moment on all clocks.
    let moment: () -> Moment
    /// Waits until a signal that the soak heeds or this moment of `now`.
    let wake: (_ deadline: Int64) -> StopSignal.Wake

    /// The machine's monotonic clock.
    package static var machine: SoakClock {
        SoakClock(now: MonotonicClock.nanoseconds, moment: { machineMoment(leapt: 0) }, wake: StopSignal.wake)
    }

    /// A clock that jumps where the machine's would wait, so that a soak takes its samples as fast as it can.
    ///
    /// Everything is done as in any other soak; only the twin and the client, which keep to the machine's clock, do less
    /// between two samples. For measuring what the harness itself costs over a long time.
    package static var leaping: SoakClock {
        var leapt: Int64 = 0
        func now() -> Int64 { MonotonicClock.nanoseconds() + leapt }
        func wake(_ deadline: Int64) -> StopSignal.Wake {
            leapt += max(0, deadline - now())
            return StopSignal.wake(until: MonotonicClock.nanoseconds())
        }
        return SoakClock(now: now, moment: { machineMoment(leapt: leapt) }, wake: wake)
    }

    private static func machineMoment(leapt: Int64) -> Moment {
        Moment(
            monotonic: MonotonicClock.nanoseconds() + leapt,
            withSuspension: MonotonicClock.nanosecondsWithSuspension() + leapt,
            wall: MonotonicClock.wallNanoseconds() + leapt)
    }
}
