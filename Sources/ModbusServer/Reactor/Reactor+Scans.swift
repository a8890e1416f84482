import FaultPlan
import Glibc
import ModbusProtocol

/// Service once a scan: requests wait for the image of the next scan, and only so many are taken from it.
extension Reactor {
    /// Reads one request, no byte of the next, and has it wait for the next scan.
    func readForScan(_ slot: Int) {
        let connection = connections[slot]
        let partial = connection.pointee.partial ?? .allocate(capacity: MBAPFramer.longestFrame)
        connection.pointee.partial = partial
        while true {
            let held = Int(connection.pointee.partialCount)
            // The header's first six bytes say how many there are.
            let wanted = held < 6 ? 6 : 6 + (Int(partial[4]) << 8 | Int(partial[5]))
            let count = recv(connection.pointee.descriptor, partial + held, wanted - held, 0)
            guard count > 0 else { return endOfInput(slot, count: count, errorNumber: errno) }
            recorder.tally.bytesIn += UInt64(count)
            connection.pointee.partialCount = UInt32(held + count)
            if connection.pointee.faulty != nil {
                guard noteFirstByte(slot) else { return }
            }
            switch MBAPFramer.inspect(UnsafeRawBufferPointer(start: partial, count: held + count)) {
            case .incomplete: continue
            case .violation(let violation): return end(slot, cause: .protocolViolation(violation))
            case .frame: break
            }
            connection.pointee.awaitsScan = true
            updateInterest(slot)
            enqueue(slot)
            return
        }
    }

    private func enqueue(_ slot: Int) {
        // The wish comes before the count is read; see `ReactorMailbox.noteScan`.
        mailbox.awaitsScan.store(true, ordering: .sequentiallyConsistent)
        let scans = mailbox.scans.load(ordering: .sequentiallyConsistent)
        let token = UInt64(connections[slot].pointee.generation) << 32 | UInt64(slot)
        scanQueue.append(.init(token: token, scans: scans))
    }

    /// Answers the requests that waited for the scan that is complete, in the order in which they came, at most as many
    /// as the profile takes from one scan; a client that sent several gets its next turn after the others.
    func serveScan() {
        let scans = mailbox.scans.load(ordering: .sequentiallyConsistent)
        if scans != servedScan {
            servedScan = scans
            if case .perScan(let requests) = profile.service { scanBudget = requests }
        }
        while scanBudget > 0, let first = scanQueue.first, first.scans < scans {
            let entry = scanQueue.removeFirst()
            let slot = Int(entry.token & 0xFFFF_FFFF)
            let connection = connections[slot]
            guard connection.pointee.generation == UInt32(entry.token >> 32), connection.pointee.awaitsScan,
                let partial = connection.pointee.partial
            else { continue }
            if connection.pointee.isPaused || connection.pointee.faulty?.pointee.isNeglected == true {
                scanQueue.append(.init(token: entry.token, scans: scans))
                continue
            }
            scanBudget -= 1
            connection.pointee.awaitsScan = false
            let length = Int(connection.pointee.partialCount)
            connection.pointee.partialCount = 0
            memcpy(inbox, partial, length)
            guard answer(slot, inbox, length), flush(slot) else { continue }
            connection.pointee.partial?.deallocate()
            connection.pointee.partial = nil
            updateInterest(slot)
        }
        if !scanQueue.isEmpty { mailbox.awaitsScan.store(true, ordering: .sequentiallyConsistent) }
    }
}
