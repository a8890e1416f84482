import CReactor
import FaultPlan
import Glibc

/// Faults of one moment, and what becomes of new connections.
extension Reactor {
    /// Has a fault strike the open connections that its target chooses, those that wait to be accepted included.
    func strike(_ armed: ArmedFault, occurrence: Int) {
        acceptTurn(limit: connections.capacity)
        commons.withLedger { $0.begin(armed) }
        recorder.record(.faultBegan(fault: armed.id, occurrence: occurrence), at: now)
        if let fault = armed.fault as? any StrikeFault {
            var choice = StrikeChoice(armed, occurrence: occurrence, newestConnection: accepted)
            let hit = FaultEngine.Hit(fault: armed.id, occurrence: occurrence)
            let strike = fault.strike
            // In the order of their numbers, which is no one's order of slots: a target's `first` and `limit` count.
            let chosen = chosen { choice.hits(connection: $0) }
            var place = 0
            onEach { reactor in
                reactor.carryOut(strike, on: chosen[place], hit)
                place += 1
            }
        }
        commons.count(armed.id) { $0.ended += 1 }
    }

    private func carryOut(_ strike: Strike, on numbers: Set<UInt64>, _ hit: FaultEngine.Hit) {
        guard !numbers.isEmpty else { return }
        let slots = (0..<connections.highWater).filter {
            connections[$0].pointee.descriptor >= 0 && numbers.contains(connections[$0].pointee.number)
        }
        for slot in slots.sorted(by: { connections[$0].pointee.number < connections[$1].pointee.number }) {
            carryOut(strike, slot, hit)
        }
    }

    private func carryOut(_ strike: Strike, _ slot: Int, _ hit: FaultEngine.Hit) {
        switch strike {
        case .close(let manner):
            noteClose(slot, hit, manner)
            end(slot, cause: .fault(hit.fault), how: manner)
        case .halfClose:
            noteConnectionHit(slot, hit, .halfClosed) { $0.closes += 1 }
            halfClose(slot, hit)
            schedule(slot)
        case .vanish(let nanoseconds):
            noteConnectionHit(slot, hit, .neglected) { _ in }
            neglect(slot, hit)
            // A host that is back knows nothing of the connection.
            faulty(slot).pointee.ending = .init(manner: .reset, nanoseconds: now + max(0, nanoseconds))
            schedule(slot)
        case .unsolicited(let transaction):
            noteConnectionHit(slot, hit, .unsolicited) { _ in }
            _ = queue(slot, WaitingReply(unsolicitedFrame(transaction), now: now, hits: [hit]))
        case .lingeringClose(let nanoseconds):
            noteConnectionHit(slot, hit, .closed(.orderly)) { $0.closes += 1 }
            linger(slot, hit, until: now + max(0, nanoseconds))
        }
    }

    /// Meets the connection that was just accepted, unless it is gone by now.
    func greet(_ number: UInt64, _ greeting: Greeting, _ hit: FaultEngine.Hit) {
        let slot = newest
        guard connections[slot].pointee.number == number, connections[slot].pointee.descriptor >= 0 else { return }
        switch greeting {
        case .serve: return
        case .silence:
            noteConnectionHit(slot, hit, .silenced) { _ in }
            let faulty = faulty(slot)
            faulty.pointee.muteness = .silent
            faulty.pointee.cause = hit
        case .neglect:
            noteConnectionHit(slot, hit, .neglected) { _ in }
            neglect(slot, hit)
        case .close(let manner, let after, let afterFirstByte):
            noteClose(slot, hit, manner)
            if after <= 0, !afterFirstByte {
                return end(slot, cause: .fault(hit.fault), how: manner)
            }
            let faulty = faulty(slot)
            faulty.pointee.muteness = .closing
            faulty.pointee.cause = hit
            faulty.pointee.ending = .init(
                manner: manner, nanoseconds: afterFirstByte ? TimerHeap.never : now + after,
                afterFirstByte: afterFirstByte ? after : nil)
            schedule(slot)
        }
    }

    /// Has a connection end that was to end some time after its first byte, which is here.
    ///
    /// - Returns: false when it ended.
    func noteFirstByte(_ slot: Int) -> Bool {
        guard let faulty = connections[slot].pointee.faulty, let after = faulty.pointee.ending?.afterFirstByte,
            let manner = faulty.pointee.ending?.manner
        else { return true }
        guard after > 0 else {
            end(slot, cause: closeCause(slot, otherwise: .peer), how: manner)
            return false
        }
        faulty.pointee.ending?.afterFirstByte = nil
        faulty.pointee.ending?.nanoseconds = now + after
        schedule(slot)
        return true
    }

    /// Shuts the server's sending side; the connection is read on.
    func halfClose(_ slot: Int, _ hit: FaultEngine.Hit) {
        let faulty = faulty(slot)
        faulty.pointee.muteness = .halfClosed
        faulty.pointee.cause = hit
        discardOutput(slot)
        shutdown(connections[slot].pointee.descriptor, Int32(SHUT_WR))
        updateInterest(slot)
    }

    private func neglect(_ slot: Int, _ hit: FaultEngine.Hit) {
        let faulty = faulty(slot)
        faulty.pointee.isNeglected = true
        faulty.pointee.cause = hit
        updateInterest(slot)
        schedule(slot)
    }

    private func linger(_ slot: Int, _ hit: FaultEngine.Hit, until nanoseconds: Int64) {
        let faulty = faulty(slot)
        faulty.pointee.muteness = .closing
        faulty.pointee.isNeglected = true
        faulty.pointee.cause = hit
        faulty.pointee.ending = .init(manner: .orderly, nanoseconds: nanoseconds, isLingering: true)
        discardOutput(slot)
        shutdown(connections[slot].pointee.descriptor, Int32(SHUT_WR))
        updateInterest(slot)
        schedule(slot)
    }

    private func noteClose(_ slot: Int, _ hit: FaultEngine.Hit, _ manner: CloseManner) {
        noteConnectionHit(slot, hit, .closed(manner)) { counts in
            switch manner {
            case .reset: counts.resets += 1
            case .orderly: counts.closes += 1
            }
        }
    }

    /// A reply to nobody's question: function 3, one register, 0, from the unit with the lowest id.
    private func unsolicitedFrame(_ transaction: UInt16) -> [UInt8] {
        [
            UInt8(transaction >> 8), UInt8(transaction & 0xFF), 0, 0, 0, 5, directory.lowestUnit, 3, 2, 0, 0,
        ]
    }
}
