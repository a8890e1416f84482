import FaultPlan

/// Replies that do not leave at once, and what follows them.
extension Reactor {
    /// Queues a reply that faults or the profile have an own way for, and sends what may leave now.
    ///
    /// - Returns: false when the connection ended.
    func queue(_ slot: Int, _ reply: WaitingReply) -> Bool {
        // What was made before it in this turn goes first.
        guard flush(slot) else { return false }
        let faulty = faulty(slot)
        let before = faulty.pointee.output.cost
        faulty.pointee.output.add(reply)
        if commons.addWaiting(faulty.pointee.output.cost - before) > configuration.waitingReplyBytes {
            faulty.pointee.output.hurry(at: now)
            recorder.tally.hurriedReplies += 1
        }
        guard advance(slot) else { return false }
        updateInterest(slot)
        schedule(slot)
        return true
    }

    /// Sends every waiting reply, or piece of one, that is due.
    ///
    /// - Returns: false when the connection ended.
    func advance(_ slot: Int) -> Bool {
        guard let faulty = connections[slot].pointee.faulty, !faulty.pointee.isNeglected else { return true }
        while true {
            let before = faulty.pointee.output.cost
            guard let piece = faulty.pointee.output.takePiece(at: now) else { break }
            commons.addWaiting(faulty.pointee.output.cost - before)
            let bytes = piece.bytes
            if !bytes.isEmpty, faulty.pointee.muteness == .none || faulty.pointee.muteness == .silent {
                let goesOn = bytes.withUnsafeBufferPointer { buffer in
                    buffer.baseAddress.map { deliver(slot, $0, buffer.count) } ?? true
                }
                guard goesOn else { return false }
                noteLeft(piece)
            }
            guard piece.isLast else { continue }
            guard follow(slot, piece.reply) else { return false }
        }
        let connection = connections[slot]
        if connection.pointee.isEnding, connection.pointee.pendingOutput == 0, faulty.pointee.output.isEmpty {
            end(slot, cause: .peer)
            return false
        }
        return true
    }

    /// Does what follows a reply whose last byte is out.
    ///
    /// - Returns: false when the connection ended.
    private func follow(_ slot: Int, _ reply: WaitingReply) -> Bool {
        guard let hit = reply.hits.last else { return true }
        let faulty = faulty(slot)
        switch reply.afterwards {
        case .nothing: return true
        case .close(let manner):
            faulty.pointee.cause = hit
            faulty.pointee.closesDrained = manner
            faulty.pointee.muteness = .closing
            return closeDrained(slot)
        case .halfClose:
            halfClose(slot, hit)
        case .silence:
            faulty.pointee.cause = hit
            faulty.pointee.muteness = .silent
        }
        return true
    }

    /// Ends the connection if it is to end once its bytes are out, and they are.
    ///
    /// - Returns: false when the connection ended.
    func closeDrained(_ slot: Int) -> Bool {
        let connection = connections[slot]
        guard let faulty = connection.pointee.faulty, let manner = faulty.pointee.closesDrained,
            connection.pointee.pendingOutput == 0
        else { return true }
        end(slot, cause: closeCause(slot, otherwise: .peer), how: manner)
        return false
    }

    /// Counts bytes that went on their way, and the delay of a reply with its last ones.
    private func noteLeft(_ piece: TimedOutput.Piece) {
        let reply = piece.reply
        for hit in reply.hits {
            commons.count(hit.fault) { counts in
                counts.bytes += UInt64(piece.bytes.count)
                guard piece.isLast else { return }
                let delay = now - reply.madeNanoseconds
                if delay > 0 {
                    counts.delayed += 1
                    counts.delayNanoseconds += delay
                    counts.longestDelayNanoseconds = max(counts.longestDelayNanoseconds, delay)
                }
                counts.longestLatenessNanoseconds = max(counts.longestLatenessNanoseconds, piece.lateNanoseconds)
            }
        }
    }

    // MARK: Rate limit

    /// How many of `wanted` bytes may leave now under the rate limit; they are then taken as sent.
    func takeRation(_ slot: Int, _ wanted: Int) -> Int {
        let faulty = faulty(slot)
        let burst = Self.rationBytes(bytesPerSecond)
        if faulty.pointee.rationNanoseconds == 0 {
            faulty.pointee.ration = burst
        } else {
            let elapsed = Double(now - faulty.pointee.rationNanoseconds) * 1e-9
            faulty.pointee.ration = min(burst, faulty.pointee.ration + elapsed * Double(bytesPerSecond))
        }
        faulty.pointee.rationNanoseconds = now
        let granted = min(wanted, Int(faulty.pointee.ration))
        faulty.pointee.ration -= Double(granted)
        return granted
    }

    /// When the next ration of this connection is complete.
    func rationDue(_ slot: Int) -> Int64 {
        guard let faulty = connections[slot].pointee.faulty, faulty.pointee.rationNanoseconds > 0 else { return now }
        let wanted = min(Self.rationBytes(bytesPerSecond), Double(connections[slot].pointee.pendingOutput))
        let missing = max(0, wanted - faulty.pointee.ration) / Double(bytesPerSecond)
        // A nanosecond more, so that rounding never leaves a fraction of a byte to wait for.
        return faulty.pointee.rationNanoseconds + Int64(missing * 1e9) + 1
    }

    /// Bytes that leave together under a limit of so many a second: at least one.
    private static func rationBytes(_ bytesPerSecond: Int) -> Double {
        max(1, Double(bytesPerSecond) / Double(ReactorLimit.rationsPerSecond))
    }
}
