import CReactor
import Glibc

/// From replies to a client's socket.
extension Reactor {
    /// Sends the turn's replies and what waited before them; keeps what the socket does not take.
    ///
    /// - Returns: false when the connection ended.
    func flush(_ slot: Int) -> Bool {
        let connection = connections[slot]
        let fresh = outboxCount
        outboxCount = 0
        if connection.pointee.output == nil, fresh == 0 { return true }
        return deliver(slot, outbox, fresh)
    }

    /// Sends what waited and then these bytes; keeps what the socket does not take.
    ///
    /// - Returns: false when the connection ended.
    func deliver(_ slot: Int, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        let connection = connections[slot]
        if connection.pointee.output == nil {
            guard let sent = transmit(slot, bytes, count) else { return false }
            if sent < count {
                connection.pointee.progressNanoseconds = now
                blocked += 1
                append(slot, bytes + sent, count - sent)
                updateInterest(slot)
                if bytesPerSecond > 0 { schedule(slot) }
            }
            return true
        }
        if count > 0 { append(slot, bytes, count) }
        return drain(slot)
    }

    /// Throws away the bytes that wait for the socket.
    func discardOutput(_ slot: Int) {
        let connection = connections[slot]
        guard let output = connection.pointee.output else { return }
        output.deallocate()
        connection.pointee.output = nil
        connection.pointee.outputStart = 0
        connection.pointee.outputEnd = 0
        connection.pointee.outputCapacity = 0
        blocked -= 1
    }

    /// Sends what waits.
    private func drain(_ slot: Int) -> Bool {
        let connection = connections[slot]
        guard let output = connection.pointee.output else { return true }
        let start = Int(connection.pointee.outputStart)
        guard let sent = transmit(slot, output + start, connection.pointee.pendingOutput) else { return false }
        if sent > 0 { connection.pointee.progressNanoseconds = now }
        connection.pointee.outputStart += UInt32(sent)
        if connection.pointee.pendingOutput == 0 {
            discardOutput(slot)
            if connection.pointee.faulty != nil {
                guard closeDrained(slot) else { return false }
            }
            if connection.pointee.isEnding, connection.pointee.faulty?.pointee.output.isEmpty ?? true {
                end(slot, cause: .peer)
                return false
            }
        }
        updateInterest(slot)
        if bytesPerSecond > 0 { schedule(slot) }
        return true
    }

    /// One `send`; nil when the connection ended by it. A client that is gone is an error here, never a signal.
    private func transmit(_ slot: Int, _ bytes: UnsafePointer<UInt8>, _ wanted: Int) -> Int? {
        let count = bytesPerSecond > 0 ? takeRation(slot, wanted) : wanted
        guard count > 0 else { return 0 }
        let sent = send(connections[slot].pointee.descriptor, bytes, count, Int32(MSG_NOSIGNAL))
        if sent >= 0 {
            recorder.tally.bytesOut += UInt64(sent)
            return sent
        }
        switch errno {
        case EAGAIN, EINTR, ENOBUFS, ENOMEM: return 0
        case EPIPE, ECONNRESET, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH: end(slot, cause: .peerReset)
        case let other: end(slot, cause: .system(other))
        }
        return nil
    }

    private func append(_ slot: Int, _ bytes: UnsafePointer<UInt8>, _ count: Int) {
        let connection = connections[slot]
        let pending = connection.pointee.pendingOutput
        if Int(connection.pointee.outputCapacity) < Int(connection.pointee.outputEnd) + count {
            var capacity = 4096
            while capacity < pending + count { capacity *= 2 }
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
            if let old = connection.pointee.output {
                memcpy(larger, old + Int(connection.pointee.outputStart), pending)
                old.deallocate()
            }
            connection.pointee.output = larger
            connection.pointee.outputStart = 0
            connection.pointee.outputEnd = UInt32(pending)
            connection.pointee.outputCapacity = UInt32(capacity)
        }
        guard let output = connection.pointee.output else { return }
        memcpy(output + Int(connection.pointee.outputEnd), bytes, count)
        connection.pointee.outputEnd += UInt32(count)
    }

    /// Decides from the waiting replies whether the client is read, and has epoll watch accordingly.
    func updateInterest(_ slot: Int) {
        let connection = connections[slot]
        let pending = connection.pointee.pendingOutput
        let waiting = pending + (connection.pointee.faulty?.pointee.output.cost ?? 0)
        if connection.pointee.isPaused {
            connection.pointee.isPaused = waiting > ReactorLimit.resumingOutputBytes
        } else if waiting > ReactorLimit.pausingOutputBytes {
            connection.pointee.isPaused = true
            recorder.tally.pauses += 1
        }
        let reads = !connection.pointee.isPaused && !connection.pointee.isEnding && !connection.pointee.awaitsScan
        // Under a rate limit the timer says when there is something to write.
        let writes = pending > 0 && bytesPerSecond == 0
        var interest = (reads ? CREACTOR_READABLE : 0) | (writes ? CREACTOR_WRITABLE : 0)
        if let faulty = connection.pointee.faulty, faulty.pointee.isNeglected { interest = CREACTOR_SHUT }
        guard interest != connection.pointee.interest else { return }
        connection.pointee.interest = interest
        let token = UInt64(connection.pointee.generation) << 32 | UInt64(slot)
        _ = creactor_epoll_change(epoll, connection.pointee.descriptor, interest, token)
    }
}
