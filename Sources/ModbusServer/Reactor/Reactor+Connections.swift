import CReactor
import FaultPlan
import Glibc

/// How connections begin and end.
extension Reactor {
    /// Accepts the clients that wait, up to `limit`.
    func acceptTurn(limit: Int) {
        guard let descriptor = listener?.descriptor, !conditions.isAcceptPaused else { return }
        for _ in 0..<limit {
            if leavesClientsWaiting { return updateListener() }
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let client = withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    creactor_accept(descriptor, $0, &length)
                }
            }
            if client >= 0 {
                welcome(client, PeerAddress(storage))
                continue
            }
            switch errno {
            case EAGAIN: return
            case EINTR, ECONNABORTED, EPROTO: continue
            case EMFILE, ENFILE:
                guard turnAwayWithReserve(descriptor) else { return }
            default:
                // Out of memory, most likely: leave the clients in the queue for a moment rather than spin.
                pauseListener()
                return
            }
        }
    }

    private func welcome(_ client: Int32, _ peer: PeerAddress) {
        guard hasRoom() else { return turnAway(client, peer) }
        let turn = Int(accepted % UInt64(workers.count + 1))
        let reactor = turn == 0 ? self : workers[turn - 1]
        if let reason = on(reactor, { reactor.adopt(client, peer, number: accepted + 1) }) {
            return refuse(client, peer, reason)
        }
        accepted += 1
        configuration.acceptQueue?.post(
            serverPort: homePort, connection: accepted, peer: peer, descriptor: client)
        var hit: FaultEngine.Hit?
        let greeting = commons.withEngine { engine -> Greeting in
            engine.newestConnection = accepted
            guard !engine.leavesConnectionsAlone else { return .serve }
            return engine.greet(connection: accepted) { if hit == nil { hit = $0 } }
        }
        guard let hit else { return }
        let number = accepted
        on(reactor) { reactor.greet(number, greeting, hit) }
    }

    /// Takes a client that was accepted as its own.
    ///
    /// - Returns: why it cannot; nil when it did.
    private func adopt(_ client: Int32, _ peer: PeerAddress, number: UInt64) -> ServerRecord.RefusalReason? {
        guard let slot = connections.take() else { return .connectionLimit }
        let connection = connections[slot]
        let token = UInt64(connection.pointee.generation) << 32 | UInt64(slot)
        guard creactor_epoll_add(epoll, client, CREACTOR_READABLE, token) == 0 else {
            connections.release(slot)
            return .descriptorLimit
        }
        commons.open.add(1, ordering: .sequentiallyConsistent)
        connection.pointee.descriptor = client
        connection.pointee.number = number
        connection.pointee.openedNanoseconds = now
        connection.pointee.lastRequestNanoseconds = now
        connection.pointee.interest = CREACTOR_READABLE
        newest = slot
        recorder.tally.accepted += 1
        commons.withLedger { $0.noteAccepted(at: now) }
        recorder.record(.opened(connection: number, peer: peer), at: now)
        if idleNanoseconds > 0 { schedule(slot) }
        return nil
    }

    func refuse(
        _ client: Int32, _ peer: PeerAddress?, _ reason: ServerRecord.RefusalReason, how: CloseManner = .reset
    ) {
        if how == .reset { resetOnClose(client) } else { drainInput(client) }
        close(client)
        recorder.tally.refused += 1
        recorder.record(.refused(peer: peer, reason: reason), at: now)
    }

    /// Without a free descriptor a waiting client cannot even be turned away, and the listener would stay readable
    /// for ever. So the reserve is given up for the moment that it takes.
    ///
    /// - Returns: whether it makes sense to accept on.
    private func turnAwayWithReserve(_ descriptor: Int32) -> Bool {
        guard reserve >= 0 else {
            pauseListener()
            return false
        }
        close(reserve)
        let client = creactor_accept(descriptor, nil, nil)
        let failure = errno
        if client >= 0 { refuse(client, nil, .descriptorLimit) }
        reserve = open("/dev/null", O_RDONLY | O_CLOEXEC)
        if reserve < 0 || (client < 0 && failure != EAGAIN) {
            pauseListener()
            return false
        }
        return client >= 0
    }

    private func pauseListener() {
        listenerIsPaused = true
        updateListener()
    }

    /// Listens again after a pause.
    func resumeListener() {
        if reserve < 0 { reserve = open("/dev/null", O_RDONLY | O_CLOEXEC) }
        guard reserve >= 0 else { return }
        listenerIsPaused = false
        updateListener()
    }

    /// Ends the connection in this slot: the only place that closes a client's descriptor.
    func end(_ slot: Int, cause: CloseCause, how: CloseManner = .orderly) {
        let connection = connections[slot]
        let descriptor = connection.pointee.descriptor
        guard descriptor >= 0 else { return }
        switch (how, cause) {
        case (.reset, _): resetOnClose(descriptor)
        // The client's last byte has been read already, or nothing reaches it any more.
        case (.orderly, .peer), (.orderly, .peerReset): break
        case (.orderly, _): drainInput(descriptor)
        }
        close(descriptor)
        connection.pointee.partial?.deallocate()
        discardOutput(slot)
        timers.clear(slot)
        if let faulty = connection.pointee.faulty {
            if let (hit, nanoseconds) = faulty.pointee.lastHit, cause.leavesTheClientTheNextMove {
                commons.withLedger { $0.noteEnd(after: hit.fault, at: nanoseconds) }
            }
            freeFaulty(slot)
        }
        switch cause {
        case .peer, .peerReset: recorder.tally.closedByPeer += 1
        case .storm: recorder.tally.closedByStorm += 1
        case .fault: recorder.tally.closedByFault += 1
        case .idle: recorder.tally.closedIdle += 1
        case .displaced: recorder.tally.displaced += 1
        default: recorder.tally.closedOtherwise += 1
        }
        recorder.record(
            .closed(
                connection: connection.pointee.number, cause: cause, requests: connection.pointee.requests,
                openNanoseconds: now - connection.pointee.openedNanoseconds),
            at: now)
        connections.release(slot)
        noteRoom()
    }

    /// Closes every open connection, those that wait to be accepted included: a storm.
    func dropAll(_ how: CloseManner, storm: Int) {
        acceptTurn(limit: connections.capacity)
        var closed = 0
        onEach { reactor in
            for slot in 0..<reactor.connections.highWater where reactor.connections[slot].pointee.descriptor >= 0 {
                reactor.end(slot, cause: .storm(storm, how), how: how)
                closed += 1
            }
        }
        recorder.tally.storms += 1
        recorder.record(.storm(number: storm, how: how, closed: closed), at: now)
    }

    /// Closes the listener and every connection.
    func closeEverything() {
        now = monotonicNanoseconds()
        listener = nil
        reservation = nil
        for slot in 0..<connections.highWater { end(slot, cause: .serverStopped) }
        recorder.open = 0
    }

    /// Makes `close` send a reset at once and drop what was not sent.
    func resetOnClose(_ descriptor: Int32) {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Throws away what the client sent last: with bytes unread, `close` would send a reset instead of a FIN, and the
    /// client could lose replies that it has not read yet.
    private func drainInput(_ descriptor: Int32) {
        shutdown(descriptor, Int32(SHUT_WR))
        for _ in 0..<16 {
            let count = recv(descriptor, inbox, ReactorLimit.requestBytesPerTurn, 0)
            if count <= 0 { return }
        }
    }
}
