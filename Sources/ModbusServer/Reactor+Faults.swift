import FaultPlan

/// Faults that begin, end and hit.
extension Reactor {
    /// Puts a lasting fault in force.
    func begin(_ armed: ArmedFault, occurrence: Int) {
        inForce.removeAll { $0.armed.id == armed.id }
        inForce.append((armed, occurrence))
        engine.begin(armed, occurrence: occurrence)
        book.ledger.begin(armed)
        book.record(.faultBegan(fault: armed.id, occurrence: occurrence), at: now)
        applyFaults()
    }

    /// Takes a fault out of force: what it left with connections that are open is undone.
    func endFault(_ id: Int, occurrence: Int) {
        let wasInForce = inForce.contains { $0.armed.id == id }
        inForce.removeAll { $0.armed.id == id }
        engine.end(id)
        for slot in 0..<connections.highWater where connections[slot].pointee.faulty?.pointee.cause?.fault == id {
            release(slot)
        }
        if wasInForce {
            book.ledger.change(id) { $0.ended += 1 }
            book.record(.faultEnded(fault: id, occurrence: occurrence), at: now)
        }
        applyFaults()
    }

    /// Takes every fault out of force and frees the connections that one of a moment still holds.
    func clearFaults() {
        for (armed, occurrence) in inForce { endFault(armed.id, occurrence: occurrence) }
        for slot in 0..<connections.highWater where connections[slot].pointee.faulty?.pointee.cause != nil {
            release(slot)
        }
    }

    /// Serves a connection again that a fault had silenced, neglected or marked for its end. One whose FIN is out stays
    /// as it is: nobody can take that back.
    private func release(_ slot: Int) {
        guard let faulty = connections[slot].pointee.faulty, faulty.pointee.ending?.isLingering != true,
            faulty.pointee.closesDrained == nil
        else { return }
        faulty.pointee.isNeglected = false
        faulty.pointee.ending = nil
        if faulty.pointee.muteness != .halfClosed {
            faulty.pointee.muteness = .none
            faulty.pointee.cause = nil
        }
        guard advance(slot) else { return }
        if faulty.pointee.isIdle { freeFaulty(slot) }
        updateInterest(slot)
        schedule(slot)
    }

    /// Works out what the faults in force mean for the server as a whole.
    private func applyFaults() {
        interferes = !engine.leavesRequestsAlone || profile.delaysReplies
        blame = FaultBlame(inForce)
        let conditions = engine.conditions
        let idle = conditions.idleTimeoutNanoseconds ?? profile.idleTimeoutNanoseconds ?? 0
        let rate = conditions.bytesPerSecond ?? 0
        if idle != idleNanoseconds || rate != bytesPerSecond {
            let wasLimited = bytesPerSecond > 0
            idleNanoseconds = idle
            bytesPerSecond = rate
            for slot in 0..<connections.highWater where connections[slot].pointee.descriptor >= 0 {
                if wasLimited { forgetRation(slot) }
                guard connections[slot].pointee.descriptor >= 0 else { continue }
                updateInterest(slot)
                schedule(slot)
            }
        }
        updateListener()
    }

    /// Lets go what a rate limit held back.
    private func forgetRation(_ slot: Int) {
        guard let faulty = connections[slot].pointee.faulty else { return }
        faulty.pointee.rationNanoseconds = 0
        guard flush(slot) else { return }
        if let faulty = connections[slot].pointee.faulty, faulty.pointee.isIdle { freeFaulty(slot) }
    }

    /// Counts and records that a fault hit the request at hand of this connection.
    func noteHit(
        _ slot: Int, _ hit: FaultEngine.Hit, _ effect: FaultEffect, _ change: (inout FaultAcceptance) -> Void
    ) {
        note(slot, hit, effect, sequence: connections[slot].pointee.requests, change)
    }

    /// Counts and records that a fault hit this connection itself.
    func noteConnectionHit(
        _ slot: Int, _ hit: FaultEngine.Hit, _ effect: FaultEffect, _ change: (inout FaultAcceptance) -> Void
    ) {
        note(slot, hit, effect, sequence: 0, change)
    }

    private func note(
        _ slot: Int, _ hit: FaultEngine.Hit, _ effect: FaultEffect, sequence: UInt64,
        _ change: (inout FaultAcceptance) -> Void
    ) {
        book.ledger.change(hit.fault) { counts in
            counts.hits += 1
            change(&counts)
        }
        book.recordHit(
            hit, connection: connections[slot].pointee.number, sequence: sequence, effect, at: now)
        faulty(slot).pointee.lastHit = (hit, now)
    }

    /// Notes that a connection which was hit goes on with another request.
    func noteNextPoll(_ slot: Int) {
        guard let faulty = connections[slot].pointee.faulty, let (hit, nanoseconds) = faulty.pointee.lastHit else {
            return
        }
        faulty.pointee.lastHit = nil
        book.ledger.change(hit.fault) { $0.polledOn.note(now - nanoseconds) }
        if faulty.pointee.isIdle { freeFaulty(slot) }
    }
}
