import FaultPlan

/// Several reactors that are one server.
///
/// The first one, the leader, listens, accepts and numbers the clients and gives them to the reactors in turn; it carries
/// out every order, on all of them. It enters another reactor by that one's lock, which that one holds for each of its
/// wake-ups; nobody but the leader holds two of these locks, and the leader's own is the first of them.
extension Reactor {
    /// Whether this is the reactor that listens.
    var isLeader: Bool { leader == nil }

    /// Does something on every reactor, on this one first.
    func onEach(_ body: (Reactor) -> Void) {
        body(self)
        for other in workers {
            other.enter { body(other) }
            // It may have something to do earlier than it thinks.
            other.mailbox.wake()
        }
    }

    /// Does something on a reactor of the leader's: on itself, or on another one while that waits.
    func on<Result>(_ other: Reactor, _ body: () -> Result) -> Result {
        if other === self { return body() }
        let due = other.timers.earliest
        let result = other.enter(body)
        if other.timers.earliest != due { other.mailbox.wake() }
        return result
    }

    /// Runs `body` on the leader's thread as if it were this reactor's.
    private func enter<Result>(_ body: () -> Result) -> Result {
        recorder.lock.withLock {
            now = monotonicNanoseconds()
            let result = body()
            noteOpen()
            return result
        }
    }

    /// Tells the leader that a client has gone, if it waits for that.
    func noteRoom() {
        commons.open.subtract(1, ordering: .sequentiallyConsistent)
        if let leader {
            if commons.awaitsRoom.load(ordering: .sequentiallyConsistent) { leader.post(.room) }
        } else if listensAgain {
            updateListener()
        }
    }

    /// The connections for which `isChosen` says yes, asked in the order of their numbers, by the place of their reactor:
    /// 0 for the leader.
    func chosen(_ isChosen: (UInt64) -> Bool) -> [Set<UInt64>] {
        var open: [(number: UInt64, place: Int)] = []
        var place = 0
        onEach { reactor in
            for slot in 0..<reactor.connections.highWater where reactor.connections[slot].pointee.descriptor >= 0 {
                open.append((reactor.connections[slot].pointee.number, place))
            }
            place += 1
        }
        open.sort { $0.number < $1.number }
        var chosen = [Set<UInt64>](repeating: [], count: place)
        for (number, place) in open where isChosen(number) { chosen[place].insert(number) }
        return chosen
    }
}
