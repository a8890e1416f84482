import FaultPlan
import ModbusProtocol

/// From a frame to its reply.
extension Reactor {
    /// Answers one complete frame into the outbox.
    ///
    /// - Returns: false when the connection ended, because replies had to be sent to make room and could not be.
    func answer(_ slot: Int, _ frame: UnsafeMutablePointer<UInt8>, _ length: Int) -> Bool {
        if outboxCount > ReactorLimit.outboxBytes - ReplyDraft.room {
            guard flush(slot) else { return false }
        }
        let connection = connections[slot]
        connection.pointee.requests += 1
        connection.pointee.lastRequestNanoseconds = now
        recorder.tally.requests += 1
        if interferes || connection.pointee.faulty != nil { return answerUnderFaults(slot, frame, length) }
        connection.pointee.transaction = UInt16(frame[0]) << 8 | UInt16(frame[1])
        let count = makeReply(connection.pointee.number, frame, length, outbox + outboxCount)
        if count > 0 {
            recorder.tally.replies += 1
        } else {
            recorder.tally.unanswered += 1
        }
        outboxCount += count
        return true
    }

    /// The bytes of the honest reply; 0 when there is none to be.
    func makeReply(
        _ connection: UInt64, _ frame: UnsafeMutablePointer<UInt8>, _ length: Int,
        _ target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        let place = directory.place(of: frame[6])
        guard place >= 0 else {
            switch configuration.unknownUnit {
            case .silence: return 0
            // Under `answer` the directory has a place for every id; with no unit at all nobody can answer.
            case .exception11, .answer: return refuse(.gatewayTargetFailedToRespond, connection, frame, length, target)
            }
        }
        return directory.withService(at: place) { service in
            service.diagnostics.noteRequest()
            let written = serve(service, connection, frame, length, target)
            service.diagnostics.noteReply(exception: target[7] & 0x80 == 0 ? 0 : target[8])
            return written
        }
    }

    /// The unit's reply: an exception at least.
    private func serve(
        _ service: UnitService, _ connection: UInt64, _ frame: UnsafeMutablePointer<UInt8>, _ length: Int,
        _ target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        let pdu = UnsafeRawBufferPointer(
            start: frame + MBAPFramer.headerLength, count: length - MBAPFramer.headerLength)
        let verdict = service.image._withUnsafeGuaranteedRef { PreScreen.judge(pdu, map: service.map, image: $0) }
        switch verdict {
        case .refuse(let code):
            return refuse(code, connection, frame, length, target)
        case .read(let table, let start, let count):
            let written = codec.reply(to: frame, length: length, mapping: service.mapping, into: target)
            guard isGood(written, target) else { return failed(written, connection, frame, length, target) }
            service.noteRead(table, start: start, count: count, at: now)
            return written
        case .write(let table, let start, let count):
            let written = service.write(table, start: start, count: count, frame: frame, length: length) {
                codec.reply(to: $0, length: length, mapping: service.mapping, into: target)
            }
            guard isGood(written, target) else { return failed(written, connection, frame, length, target) }
            recorder.tally.writes += UInt64(service.exchange.passOnWrites(table, start: start, count: count))
            return written
        case .writeThenRead(let writeStart, let writeCount, let readStart, let readCount):
            let written = service.write(
                .holdingRegister, start: writeStart, count: writeCount, frame: frame, length: length
            ) {
                codec.reply(to: $0, length: length, mapping: service.mapping, into: target)
            }
            guard isGood(written, target) else { return failed(written, connection, frame, length, target) }
            let values = service.exchange.passOnWrites(.holdingRegister, start: writeStart, count: writeCount)
            recorder.tally.writes += UInt64(values)
            service.noteRead(.holdingRegister, start: readStart, count: readCount, at: now)
            return written
        case .reportServerID:
            let running = service.exchange.commons.isRunning.load(ordering: .relaxed)
            return finish(frame, target, pduLength: identity.writeServerID(running: running, to: pduRoom(target)))
        case .readExceptionStatus:
            target[7] = frame[7]
            target[8] = service.exchange.image.exceptionStatus
            return finish(frame, target, pduLength: 2)
        case .diagnose(let function, let data):
            let pduLength = service.diagnostics.writeDiagnostics(
                function, data: data, request: pdu, to: pduRoom(target))
            return finish(frame, target, pduLength: pduLength)
        case .readEventCounter:
            return finish(frame, target, pduLength: service.diagnostics.writeEventCounter(to: pduRoom(target)))
        case .readEventLog:
            return finish(frame, target, pduLength: service.diagnostics.writeEventLog(to: pduRoom(target)))
        case .readFiles(let records):
            recorder.tally.fileRecordsRead += UInt64(records)
            let pduLength = service.exchange.files.writeRead(request: pdu, to: pduRoom(target))
            return finish(frame, target, pduLength: pduLength)
        case .writeFiles(let records):
            recorder.tally.fileRecordsWritten += UInt64(records)
            let pduLength = service.exchange.files.write(request: pdu, to: pduRoom(target))
            return finish(frame, target, pduLength: pduLength)
        case .readQueue(let queue):
            return finish(frame, target, pduLength: service.exchange.image.writeQueue(queue, to: pduRoom(target)))
        case .readDeviceIdentification(let code, let object):
            switch identity.writeDeviceIdentification(code: code, object: object, to: pduRoom(target)) {
            case .reply(let pduLength): return finish(frame, target, pduLength: pduLength)
            case .refuse(let code): return refuse(code, connection, frame, length, target)
            }
        }
    }

    /// Whether the library made a reply, and not an exception, which the pre-screen should have foreseen.
    private func isGood(_ written: Int, _ target: UnsafeMutablePointer<UInt8>) -> Bool {
        written > MBAPFramer.headerLength && target[7] & 0x80 == 0
    }

    private func failed(
        _ written: Int, _ connection: UInt64, _ frame: UnsafeMutablePointer<UInt8>, _ length: Int,
        _ target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        recorder.tally.codecFailures += 1
        return refuse(.serverDeviceFailure, connection, frame, length, target)
    }

    /// An exception reply, counted and recorded.
    private func refuse(
        _ code: ExceptionCode, _ connection: UInt64, _ frame: UnsafeMutablePointer<UInt8>, _ length: Int,
        _ target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        recorder.noteException(
            code.rawValue, connection: connection, frame, length, isByFault: false, at: now)
        // The library adds 0x80 to the function and wraps round for 0x80 and above, so that 0x83 would look like a
        // good reply to function 3; those are ours.
        if frame[7] < 0x80 {
            let written = codec.exception(code.rawValue, to: frame, into: target)
            if written > 0 { return written }
            recorder.tally.codecFailures += 1
        }
        target[7] = frame[7] | 0x80
        target[8] = code.rawValue
        return finish(frame, target, pduLength: 2)
    }

    private func pduRoom(_ target: UnsafeMutablePointer<UInt8>) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(
            start: target + MBAPFramer.headerLength, count: MBAPFramer.longestFrame - MBAPFramer.headerLength)
    }

    /// Puts the header before a PDU that is in place.
    func finish(
        _ frame: UnsafeMutablePointer<UInt8>, _ target: UnsafeMutablePointer<UInt8>, pduLength: Int
    ) -> Int {
        target[0] = frame[0]
        target[1] = frame[1]
        target[2] = 0
        target[3] = 0
        target[4] = UInt8((pduLength + 1) >> 8)
        target[5] = UInt8((pduLength + 1) & 0xFF)
        target[6] = frame[6]
        return MBAPFramer.headerLength + pduLength
    }
}
