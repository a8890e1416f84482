extension DataMemory {
    /// TON and RTO. Returns false when PRE or ACC is negative.
    @inline(__always)
    func scanOnDelay(_ base: UInt32, rung: Bool, retentive: Bool, now: Int64) -> Bool {
        let timer = Int(base)
        var status = words[timer]
        guard rung else {
            status &= ~(TimerBit.enabled | TimerBit.timing)
            if !retentive {
                status &= ~TimerBit.done
                words[timer + TimerWord.accumulated] = 0
            }
            words[timer] = status
            return true
        }
        let preset = integer(base + UInt32(TimerWord.preset))
        guard preset >= 0, integer(base + UInt32(TimerWord.accumulated)) >= 0 else { return false }
        if status & TimerBit.done == 0 {
            // The first enabled scan only notes the time.
            if status & TimerBit.enabled == 0 { setLong(timer + TimerWord.stamp, now) }
            let accumulated = accumulate(timer, now: now)
            status |= TimerBit.enabled
            if accumulated >= preset {
                status = (status | TimerBit.done) & ~TimerBit.timing
            } else {
                status |= TimerBit.timing
            }
        } else {
            status = (status | TimerBit.enabled) & ~TimerBit.timing
        }
        words[timer] = status
        return true
    }

    /// TOF. Returns false when PRE or ACC is negative.
    @inline(__always)
    func scanOffDelay(_ base: UInt32, rung: Bool, now: Int64) -> Bool {
        let timer = Int(base)
        guard !rung else {
            words[timer] = (words[timer] | TimerBit.enabled | TimerBit.done) & ~TimerBit.timing
            words[timer + TimerWord.accumulated] = 0
            return true
        }
        var status = words[timer] & ~TimerBit.enabled
        guard status & TimerBit.done != 0 else {
            // Clearing DN pauses the timer; setting it again goes on from the time of that scan.
            words[timer] = status & ~TimerBit.timing
            return true
        }
        let preset = integer(base + UInt32(TimerWord.preset))
        guard preset >= 0, integer(base + UInt32(TimerWord.accumulated)) >= 0 else { return false }
        if status & TimerBit.timing == 0 { setLong(timer + TimerWord.stamp, now) }
        if accumulate(timer, now: now) >= preset {
            status &= ~(TimerBit.done | TimerBit.timing)
        } else {
            status |= TimerBit.timing
        }
        words[timer] = status
        return true
    }

    /// Adds the whole milliseconds since the timer's stamp to ACC, and moves the stamp on by just as many.
    ///
    /// What is left below a millisecond stays between stamp and now, so nothing drifts. ACC stops at 2147483647.
    @inline(__always)
    private func accumulate(_ timer: Int, now: Int64) -> Int32 {
        let stamp = long(timer + TimerWord.stamp)
        let milliseconds = max(0, now &- stamp) / 1_000_000
        let sum = Int64(Int32(bitPattern: words[timer + TimerWord.accumulated])) &+ milliseconds
        let accumulated = Int32(truncatingIfNeeded: min(sum, Int64(Int32.max)))
        words[timer + TimerWord.accumulated] = UInt32(bitPattern: accumulated)
        setLong(timer + TimerWord.stamp, stamp &+ milliseconds &* 1_000_000)
        return accumulated
    }

    /// CTU.
    @inline(__always)
    func scanCountUp(_ base: UInt32, rung: Bool) {
        count(
            base, rung: rung, edge: CounterBit.up, step: 1, limit: Int32.max, wrapBit: CounterBit.overflow,
            oppositeBit: CounterBit.underflow)
    }

    /// CTD.
    @inline(__always)
    func scanCountDown(_ base: UInt32, rung: Bool) {
        count(
            base, rung: rung, edge: CounterBit.down, step: -1, limit: Int32.min, wrapBit: CounterBit.underflow,
            oppositeBit: CounterBit.overflow)
    }

    @inline(__always)
    private func count(
        _ base: UInt32, rung: Bool, edge: UInt32, step: Int32, limit: Int32, wrapBit: UInt32, oppositeBit: UInt32
    ) {
        let counter = Int(base)
        var status = words[counter]
        guard rung else {
            words[counter] = status & ~edge
            return
        }
        var accumulated = integer(base + UInt32(CounterWord.accumulated))
        if status & edge == 0 {
            if accumulated == limit {
                // A wrap one way undoes the mark of a wrap the other way.
                if status & oppositeBit != 0 { status &= ~oppositeBit } else { status |= wrapBit }
            }
            accumulated &+= step
            setInteger(base + UInt32(CounterWord.accumulated), accumulated)
            status |= edge
        }
        if accumulated >= integer(base + UInt32(CounterWord.preset)) {
            status |= CounterBit.done
        } else {
            status &= ~CounterBit.done
        }
        words[counter] = status
    }
}
