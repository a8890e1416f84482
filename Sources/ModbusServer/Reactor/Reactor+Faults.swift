import FaultPlan

/// Faults that begin, end and hit.
extension Reactor {
    /// Puts a lasting fault in force. Clients that connected before are accepted before.
    func begin(_ armed: ArmedFault, occurrence: Int) {
        acceptTurn(limit: connections.capacity)
        commons.withEngine { $0.begin(armed, occurrence: occurrence) }
        commons.withLedger { $0.begin(armed) }
        recorder.record(.faultBegan(fault: armed.id, occurrence: occurrence), at: now)
        onEach { reactor in
            reactor.inForce.removeAll { $0.armed.id == armed.id }
            reactor.inForce.append((armed, occurrence))
            reactor.applyFaults()
        }
        updateListener()
    }

    /// Takes a fault out of force: what it left with connections that are open is undone.
    func endFault(_ id: Int, occurrence: Int) {
        let wasInForce = inForce.contains { $0.armed.id == id }
        commons.withEngine { $0.end(id) }
        onEach { reactor in
            reactor.inForce.removeAll { $0.armed.id == id }
            reactor.releaseConnections { $0 == id }
        }
        if wasInForce {
            commons.count(id) { $0.ended += 1 }
            recorder.record(.faultEnded(fault: id, occurrence: occurrence), at: now)
        }
        onEach { $0.applyFaults() }
        updateListener()
    }

    /// Takes every fault out of force and frees the connections that one of a moment still holds.
    func clearFaults() {
        for (armed, occurrence) in inForce { endFault(armed.id, occurrence: occurrence) }
        onEach { $0.releaseConnections { _ in true } }
    }

    /// Serves the connections again that a fault holds of which `isOver` says yes.
    private func releaseConnections(_ isOver: (_ fault: Int) -> Bool) {
        for slot in 0..<connections.highWater {
            guard let fault = connections[slot].pointee.faulty?.pointee.cause?.fault, isOver(fault) else { continue }
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

    /// Works out what the faults in force mean for this reactor.
    private func applyFaults() {
        (sparesRequests, conditions) = commons.withEngine { ($0.leavesRequestsAlone, $0.conditions) }
        interferes = !sparesRequests || profile.delaysReplies
        blame = FaultBlame(inForce)
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
        commons.count(hit.fault) { counts in
            counts.hits += 1
            change(&counts)
        }
        recorder.recordHit(
            hit, connection: connections[slot].pointee.number, sequence: sequence, effect, at: now)
        faulty(slot).pointee.lastHit = (hit, now)
    }

    /// Notes that a connection which was hit goes on with another request.
    func noteNextPoll(_ slot: Int) {
        guard let faulty = connections[slot].pointee.faulty, let (hit, nanoseconds) = faulty.pointee.lastHit else {
            return
        }
        faulty.pointee.lastHit = nil
        commons.count(hit.fault) { $0.polledOn.note(now - nanoseconds) }
        if faulty.pointee.isIdle { freeFaulty(slot) }
    }
}
