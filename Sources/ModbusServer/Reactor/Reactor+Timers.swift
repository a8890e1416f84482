import FaultPlan

/// Everything that waits for a time: one due time for each connection, in a heap.
extension Reactor {
    /// What faults have left with this connection, made if there is none yet.
    func faulty(_ slot: Int) -> UnsafeMutablePointer<FaultyConnection> {
        let connection = connections[slot]
        if let faulty = connection.pointee.faulty { return faulty }
        let faulty = UnsafeMutablePointer<FaultyConnection>.allocate(capacity: 1)
        faulty.initialize(to: FaultyConnection())
        connection.pointee.faulty = faulty
        return faulty
    }

    /// Frees what faults left with this connection.
    func freeFaulty(_ slot: Int) {
        guard let faulty = connections[slot].pointee.faulty else { return }
        commons.addWaiting(-faulty.pointee.output.cost)
        faulty.deinitialize(count: 1)
        faulty.deallocate()
        connections[slot].pointee.faulty = nil
    }

    /// Sets when this connection is looked at next.
    func schedule(_ slot: Int) {
        let connection = connections[slot]
        var due = TimerHeap.never
        if idleNanoseconds > 0 { due = connection.pointee.lastRequestNanoseconds + idleNanoseconds }
        if let faulty = connection.pointee.faulty {
            if faulty.pointee.isNeglected {
                due = TimerHeap.never
            } else {
                if let next = faulty.pointee.output.dueNanoseconds { due = min(due, next) }
                if bytesPerSecond > 0, connection.pointee.pendingOutput > 0 {
                    due = min(due, rationDue(slot))
                }
            }
            if let ending = faulty.pointee.ending { due = min(due, ending.nanoseconds) }
        }
        timers.set(slot, due)
    }

    /// Looks at every connection that is due.
    func fireTimers() {
        while let slot = timers.due(at: now) { fire(slot) }
    }

    private func fire(_ slot: Int) {
        let connection = connections[slot]
        if let faulty = connection.pointee.faulty {
            if let ending = faulty.pointee.ending, ending.nanoseconds <= now {
                let cause = closeCause(slot, otherwise: .peer)
                // A FIN that lingered is out already.
                return end(slot, cause: cause, how: ending.manner)
            }
            guard !faulty.pointee.isNeglected else { return schedule(slot) }
            guard advance(slot) else { return }
            if bytesPerSecond > 0, connection.pointee.pendingOutput > 0, rationDue(slot) <= now {
                guard flush(slot) else { return }
            }
            if connection.pointee.faulty?.pointee.isIdle == true { freeFaulty(slot) }
        }
        if idleNanoseconds > 0,
            now - connection.pointee.lastRequestNanoseconds >= idleNanoseconds
        {
            return endIdle(slot)
        }
        updateInterest(slot)
        schedule(slot)
    }

    private func endIdle(_ slot: Int) {
        guard let hit = blame.idleTimeout else { return end(slot, cause: .idle) }
        noteConnectionHit(slot, hit, .closed(.orderly)) { $0.closes += 1 }
        end(slot, cause: .fault(hit.fault))
    }

    /// The fault that closes the connection in this slot, or another cause.
    func closeCause(_ slot: Int, otherwise cause: CloseCause) -> CloseCause {
        guard let faulty = connections[slot].pointee.faulty, let hit = faulty.pointee.cause,
            faulty.pointee.ending.map({ !$0.isFarewell }) ?? (faulty.pointee.closesDrained != nil)
        else { return cause }
        return .fault(hit.fault)
    }
}
