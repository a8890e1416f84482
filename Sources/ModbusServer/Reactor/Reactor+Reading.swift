import CReactor
import Glibc
import ModbusProtocol

/// From a client's bytes to frames.
extension Reactor {
    /// Reads what one client sent, within the turn's limit, answers every complete frame and keeps the rest.
    func readTurn(_ slot: Int) {
        if case .perScan = profile.service { return readForScan(slot) }
        let connection = connections[slot]
        let held = Int(connection.pointee.partialCount)
        if held > 0, let partial = connection.pointee.partial { memcpy(inbox, partial, held) }
        let count = recv(connection.pointee.descriptor, inbox + held, ReactorLimit.requestBytesPerTurn, 0)
        guard count > 0 else {
            endOfInput(slot, count: count, errorNumber: errno)
            return
        }
        recorder.tally.bytesIn += UInt64(count)
        if connection.pointee.faulty != nil {
            guard noteFirstByte(slot) else { return }
        }
        let total = held + count
        var start = 0
        while true {
            let rest = UnsafeRawBufferPointer(start: inbox + start, count: total - start)
            switch MBAPFramer.inspect(rest) {
            case .frame(let length):
                guard answer(slot, inbox + start, length) else { return }
                start += length
                continue
            case .incomplete:
                keep(slot, rest)
                _ = flush(slot)
            case .violation(let violation):
                // Replies to the good frames before it go out first.
                if flush(slot) { end(slot, cause: .protocolViolation(violation)) }
            }
            return
        }
    }

    /// Keeps the start of a frame until the rest comes; frees the room as soon as there is nothing to keep.
    private func keep(_ slot: Int, _ rest: UnsafeRawBufferPointer) {
        let connection = connections[slot]
        connection.pointee.partialCount = UInt32(rest.count)
        guard let source = rest.baseAddress, rest.count > 0 else {
            connection.pointee.partial?.deallocate()
            connection.pointee.partial = nil
            return
        }
        let partial = connection.pointee.partial ?? .allocate(capacity: MBAPFramer.longestFrame)
        memcpy(partial, source, rest.count)
        connection.pointee.partial = partial
    }

    func endOfInput(_ slot: Int, count: Int, errorNumber: Int32) {
        let connection = connections[slot]
        if count == 0 {
            // The client may have shut its sending side only; the replies that it waits for still go out.
            // But not for hours: whoever has given up must not hold a connection.
            let farewell = now + ReactorLimit.farewellNanoseconds
            if let faulty = connection.pointee.faulty, faulty.pointee.ending == nil,
                let due = faulty.pointee.output.dueNanoseconds, due <= farewell
            {
                connection.pointee.isEnding = true
                faulty.pointee.ending = .init(
                    manner: .orderly, nanoseconds: farewell, isFarewell: true)
                updateInterest(slot)
                schedule(slot)
            } else if connection.pointee.pendingOutput > 0 {
                connection.pointee.isEnding = true
                updateInterest(slot)
            } else {
                end(slot, cause: .peer)
            }
            return
        }
        switch errorNumber {
        case EAGAIN, EINTR: break
        case ECONNRESET, ETIMEDOUT, EPIPE, EHOSTUNREACH, ENETUNREACH: end(slot, cause: .peerReset)
        default: end(slot, cause: .system(errorNumber))
        }
    }
}
