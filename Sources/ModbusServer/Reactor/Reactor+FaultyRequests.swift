import FaultPlan
import Glibc
import ModbusProtocol

/// Requests and replies while faults or a device's response time may touch them.
extension Reactor {
    /// Answers one complete frame as the faults in force want it.
    ///
    /// A request that a fault answers, or ignores, never reaches its unit: the unit's diagnostic counts do not see it.
    ///
    /// - Returns: false when the connection ended.
    func answerUnderFaults(_ slot: Int, _ frame: UnsafeMutablePointer<UInt8>, _ length: Int) -> Bool {
        let connection = connections[slot]
        noteNextPoll(slot)
        let previous = connection.pointee.transaction
        connection.pointee.transaction = UInt16(frame[0]) << 8 | UInt16(frame[1])
        if let faulty = connection.pointee.faulty, faulty.pointee.muteness != .none {
            recorder.tally.unanswered += 1
            if let cause = faulty.pointee.cause { commons.count(cause.fault) { $0.withheld += 1 } }
            return true
        }
        let view = RequestView(
            connection: connection.pointee.number, sequence: connection.pointee.requests, nanoseconds: now,
            frame: UnsafeRawBufferPointer(start: frame, count: length), previousTransaction: previous)
        let target = outbox + outboxCount
        let count = judge(slot, view, frame, length, target)
        guard count > 0 else {
            recorder.tally.unanswered += 1
            return true
        }
        let room = UnsafeMutableRawBufferPointer(start: target, count: ReplyDraft.room)
        var draft = ReplyDraft(buffer: room, count: count, request: view)
        hits.removeAll(keepingCapacity: true)
        if !sparesRequests {
            memcpy(honest, target, count)
            commons.withEngine { $0.spoil(&draft) { hits.append($0) } }
            draft.count = min(max(draft.count, 0), ReplyDraft.room)
            if !hits.isEmpty { noteSpoiling(slot, draft, honestCount: count) }
        }
        draft.delayNanoseconds += profile.responseTime(
            seed: configuration.seed, connection: view.connection, sequence: view.sequence)
        if draft.count > 0 { recorder.tally.replies += 1 } else { recorder.tally.unanswered += 1 }
        if draft.leavesAtOnce, connection.pointee.faulty?.pointee.output.isEmpty ?? true {
            outboxCount += draft.count
            for hit in hits { commons.count(hit.fault) { $0.bytes += UInt64(draft.count) } }
            return true
        }
        return queue(slot, WaitingReply(draft, now: now, hits: hits))
    }

    /// Has the engine judge the request and carries its judgement out.
    ///
    /// - Returns: bytes of the reply; 0 when there is none.
    private func judge(
        _ slot: Int, _ view: RequestView, _ frame: UnsafeMutablePointer<UInt8>, _ length: Int,
        _ target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        guard !sparesRequests else { return makeReply(view.connection, frame, length, target) }
        hits.removeAll(keepingCapacity: true)
        let judgement = commons.withEngine { $0.judge(view) { hits.append($0) } }
        switch judgement {
        case .serve:
            return makeReply(view.connection, frame, length, target)
        case .exception(let code):
            noteJudgement(slot, .exception(code)) { $0.exceptions += 1 }
            return faultException(code, view, frame, target)
        case .ignore:
            noteJudgement(slot, .ignored) { $0.withheld += 1 }
            return 0
        case .confirmWithoutEffect:
            guard let count = confirm(view, frame, length, target) else {
                noteJudgement(slot, .unchanged) { _ in }
                return makeReply(view.connection, frame, length, target)
            }
            noteJudgement(slot, .confirmedWithoutEffect) { $0.writesLost += 1 }
            return count
        }
    }

    /// An exception with any code: the library makes those that it knows.
    private func faultException(
        _ code: UInt8, _ view: RequestView, _ frame: UnsafeMutablePointer<UInt8>,
        _ target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        recorder.noteException(
            code, connection: view.connection, frame, view.frame.count, isByFault: true, at: now)
        // The library knows codes 1 to 11; see `refuse` for the functions.
        if frame[7] < 0x80, (1...11).contains(code) {
            let written = codec.exception(code, to: frame, into: target)
            if written > 0 { return written }
            recorder.tally.codecFailures += 1
        }
        target[7] = frame[7] | 0x80
        target[8] = code
        return finish(frame, target, pduLength: 2)
    }

    /// The reply to a write that is not carried out; nil when the request does not write, or would be refused anyway.
    private func confirm(
        _ view: RequestView, _ frame: UnsafeMutablePointer<UInt8>, _ length: Int,
        _ target: UnsafeMutablePointer<UInt8>
    ) -> Int? {
        let place = directory.place(of: view.unit)
        guard view.isWrite, place >= 0 else { return nil }
        let service = directory.services[place]
        let pdu = UnsafeRawBufferPointer(
            start: frame + MBAPFramer.headerLength, count: length - MBAPFramer.headerLength)
        if case .refuse = PreScreen.judge(pdu, map: service.map, image: service.exchange.image) { return nil }
        switch view.function {
        case 15, 16:
            memcpy(target, frame, 12)
            return finish(frame, target, pduLength: 5)
        case 23:
            // What it reads is read by function 3; the replies differ in the function code only.
            return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: MBAPFramer.longestFrame) { room -> Int? in
                guard let read = room.baseAddress else { return nil }
                read.initialize(repeating: 0, count: room.count)
                memcpy(read, frame, 12)
                read[5] = 6
                read[7] = 3
                let written = codec.reply(to: read, length: 12, mapping: service.mapping, into: target)
                guard written > 8, target[7] == 3 else { return nil }
                target[7] = 23
                return written
            }
        default:
            // Functions 5, 6, 21 and 22 echo the request.
            memcpy(target, frame, length)
            return length
        }
    }

    private func noteJudgement(_ slot: Int, _ effect: FaultEffect, _ change: (inout FaultAcceptance) -> Void) {
        for hit in hits { noteHit(slot, hit, effect, change) }
    }

    /// Counts what the faults that hit a reply made of it; each of them is counted for all.
    private func noteSpoiling(_ slot: Int, _ draft: ReplyDraft, honestCount: Int) {
        let same = UnsafeRawBufferPointer(start: honest, count: honestCount)
        let isChanged = !same.elementsEqual(draft.buffer[..<draft.count])
        let effect = effect(of: draft, isChanged: isChanged)
        for hit in hits {
            noteHit(slot, hit, effect) { counts in
                if draft.count == 0 { counts.withheld += 1 } else if isChanged { counts.changed += 1 }
                switch draft.afterwards {
                case .close(.reset): counts.resets += 1
                case .close(.orderly), .halfClose: counts.closes += 1
                case .nothing, .silence: break
                }
            }
        }
    }

    private func effect(of draft: ReplyDraft, isChanged: Bool) -> FaultEffect {
        switch draft.afterwards {
        case .close(let manner): return .closed(manner)
        case .halfClose: return .halfClosed
        case .silence: return .silenced
        case .nothing: break
        }
        if draft.count == 0 { return .withheld }
        if draft.drip != nil { return .dripped }
        if draft.joinsNext || draft.swapsWithNext { return .linked }
        if draft.delayNanoseconds > 0 { return .delayed(nanoseconds: draft.delayNanoseconds) }
        return isChanged ? .changed : .unchanged
    }
}

extension ReplyDraft {
    /// Whether it can go out with the other replies of the turn, or is not there at all.
    fileprivate var leavesAtOnce: Bool {
        delayNanoseconds <= 0 && drip == nil && !joinsNext && !swapsWithNext && afterwards == .nothing
            || count == 0
                && afterwards == .nothing
    }
}
