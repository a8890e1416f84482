import CReactor
import FaultPlan
import Glibc

/// Where the server listens, whether it accepts, and whom it turns away.
extension Reactor {
    /// Closes the port for a storm, or opens it unless another storm or a fault keeps it closed. Clients that connected
    /// before are accepted before.
    func setListening(_ isOpen: Bool, storm: Int) {
        if isOpen {
            closingStorms.remove(storm)
        } else {
            acceptTurn(limit: connections.capacity)
            closingStorms.insert(storm)
        }
        // The port itself may stay as it is: closed for a fault or another storm.
        if storm > 0 { recorder.record(.stormRefusal(number: storm, isOver: isOpen), at: now) }
        updateListener(storm: storm)
    }

    /// Brings the listener in line with the faults in force: its port, its backlog, whether clients are accepted.
    ///
    /// - Parameter storm: the storm that asks for it, 0 for none.
    func updateListener(storm: Int = 0) {
        guard !isStopping else { return }
        let isClosed = conditions.isListenerClosed || !closingStorms.isEmpty
        move(to: isClosed ? nil : Int(homePort) + conditions.portOffset, storm: storm)
        let wanted = conditions.backlog.map { Int32(clamping: $0) } ?? ListeningSocket.backlog
        if listener != nil, backlog != wanted, listener?.listen(backlog: wanted) == 0 { backlog = wanted }
        listensAgain = leavesClientsWaiting
        watchListener(hasStarted && !conditions.isAcceptPaused && !listenerIsPaused && !listensAgain)
    }

    /// Listens at this port, or at none (nil). The configured port is kept meanwhile, so that no other program and no
    /// client's own end of a connection can take it.
    private func move(to port: Int?, storm: Int) {
        let present = listener?.port
        guard port != present.map(Int.init) else {
            missingPort = nil
            return
        }
        if listener != nil {
            watchListener(false)
            // Closing it resets the clients that wait to be accepted.
            listener = nil
            recorder.record(.listening(port: nil, storm: storm), at: now)
        }
        backlog = ListeningSocket.backlog
        if reservation == nil {
            reservation = try? ListeningSocket(host: configuration.host, port: homePort, listens: false)
        }
        guard let port else {
            missingPort = nil
            return
        }
        let failure = listen(at: port)
        if failure == 0 {
            missingPort = nil
            recorder.record(.listening(port: UInt16(port), storm: storm), at: now)
        } else if missingPort != port {
            // Once, not with every further attempt.
            missingPort = port
            recorder.record(.cannotListen(port: port, errorNumber: failure), at: now)
        }
    }

    /// - Returns: 0, or the errno.
    private func listen(at port: Int) -> Int32 {
        guard let number = UInt16(exactly: port) else { return EADDRNOTAVAIL }
        if number == homePort, reservation != nil {
            let failure = reservation?.listen(backlog: ListeningSocket.backlog) ?? EBADF
            if failure == 0 { listener = reservation.take() }
            return failure
        }
        do {
            listener = try ListeningSocket(host: configuration.host, port: number)
            return 0
        } catch {
            return error.errorNumber
        }
    }

    private func watchListener(_ wanted: Bool) {
        guard let descriptor = listener?.descriptor, wanted != isWatchingListener else {
            if listener == nil { isWatchingListener = false }
            return
        }
        if wanted {
            isWatchingListener =
                creactor_epoll_add(epoll, descriptor, CREACTOR_READABLE, Self.listenerToken) == 0
        } else {
            isWatchingListener = creactor_epoll_remove(epoll, descriptor) != 0
        }
    }

    // MARK: Connection limit

    /// How many clients may be connected at present.
    private var connectionLimit: Int {
        min(connections.capacity, conditions.connectionLimit ?? profile.connectionLimit ?? Int.max)
    }

    private var limitPolicy: ConnectionLimitPolicy { conditions.limitPolicy ?? profile.limitPolicy }

    /// Whether further clients stay in the kernel's queue.
    var leavesClientsWaiting: Bool {
        guard limitPolicy == .leaveWaiting else { return false }
        // The wish comes before the count is read, so that whoever goes meanwhile sees it.
        commons.awaitsRoom.store(true, ordering: .sequentiallyConsistent)
        let waits = commons.open.load(ordering: .sequentiallyConsistent) >= connectionLimit
        commons.awaitsRoom.store(waits, ordering: .sequentiallyConsistent)
        return waits
    }

    /// Whether another client may be connected; closes an idle connection for it where the policy says so.
    func hasRoom() -> Bool {
        guard commons.open.load(ordering: .relaxed) >= connectionLimit else { return true }
        guard limitPolicy == .closeOldestIdle else { return false }
        var oldest: (reactor: Reactor, nanoseconds: Int64)?
        onEach { reactor in
            guard let slot = reactor.oldestIdle else { return }
            let nanoseconds = reactor.connections[slot].pointee.lastRequestNanoseconds
            if oldest.map({ nanoseconds < $0.nanoseconds }) ?? true { oldest = (reactor, nanoseconds) }
        }
        guard let reactor = oldest?.reactor else { return false }
        return on(reactor) { reactor.displaceOldestIdle() }
    }

    /// Closes the connection that has been idle longest.
    ///
    /// - Returns: false when none is idle.
    private func displaceOldestIdle() -> Bool {
        guard let slot = oldestIdle else { return false }
        guard let hit = blame.limit else {
            end(slot, cause: .displaced)
            return true
        }
        noteConnectionHit(slot, hit, .closed(.orderly)) { $0.closes += 1 }
        end(slot, cause: .fault(hit.fault))
        return true
    }

    /// The connection whose last request is the longest ago, of those for which no reply waits.
    private var oldestIdle: Int? {
        var oldest: Int?
        for slot in 0..<connections.highWater {
            let connection = connections[slot].pointee
            guard connection.descriptor >= 0, connection.pendingOutput == 0, !connection.awaitsScan,
                connection.faulty?.pointee.output.isEmpty ?? true
            else { continue }
            if let place = oldest,
                connections[place].pointee.lastRequestNanoseconds <= connection.lastRequestNanoseconds
            {
                continue
            }
            oldest = slot
        }
        return oldest
    }

    /// Turns a client away that was accepted beyond the limit.
    func turnAway(_ client: Int32, _ peer: PeerAddress) {
        if let hit = blame.limit {
            commons.count(hit.fault) { counts in
                counts.hits += 1
                counts.refused += 1
            }
            recorder.recordHit(hit, connection: 0, sequence: 0, .refused, at: now)
        }
        refuse(client, peer, .connectionLimit, how: limitPolicy == .reset ? .reset : .orderly)
    }
}
