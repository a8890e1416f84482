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
        if connection.pointee.output == nil {
            guard fresh > 0 else { return true }
            guard let sent = transmit(slot, outbox, fresh) else { return false }
            if sent < fresh {
                connection.pointee.progressNanoseconds = now
                blocked += 1
                append(slot, outbox + sent, fresh - sent)
                updateInterest(slot)
            }
            return true
        }
        if fresh > 0 { append(slot, outbox, fresh) }
        return drain(slot)
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
            output.deallocate()
            connection.pointee.output = nil
            connection.pointee.outputStart = 0
            connection.pointee.outputEnd = 0
            connection.pointee.outputCapacity = 0
            blocked -= 1
            if connection.pointee.isEnding {
                end(slot, cause: .peer)
                return false
            }
        }
        updateInterest(slot)
        return true
    }

    /// One `send`; nil when the connection ended by it. A client that is gone is an error here, never a signal.
    private func transmit(_ slot: Int, _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int? {
        let sent = send(connections[slot].pointee.descriptor, bytes, count, Int32(MSG_NOSIGNAL))
        if sent >= 0 {
            book.tally.bytesOut += UInt64(sent)
            return sent
        }
        switch errno {
        case EAGAIN, EINTR, ENOBUFS, ENOMEM: return 0
        case EPIPE, ECONNRESET, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH: end(slot, cause: .peerReset)
        case let other: end(slot, cause: .system(other))
        }
        return nil
    }

    private func append(_ slot: Int, _ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) {
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
        if connection.pointee.isPaused {
            connection.pointee.isPaused = pending > ReactorLimit.resumingOutputBytes
        } else if pending > ReactorLimit.pausingOutputBytes {
            connection.pointee.isPaused = true
            book.tally.pauses += 1
        }
        let reads = !connection.pointee.isPaused && !connection.pointee.isEnding
        let interest = (reads ? CREACTOR_READABLE : 0) | (pending > 0 ? CREACTOR_WRITABLE : 0)
        guard interest != connection.pointee.interest else { return }
        connection.pointee.interest = interest
        let token = UInt64(connection.pointee.generation) << 32 | UInt64(slot)
        _ = creactor_epoll_change(epoll, connection.pointee.descriptor, interest, token)
    }
}
