import ModbusProtocol

/// Judges any bytes as a request, the first 253 of them, against a map with holes, ranges and read-only values.
///
/// Promises: what is let through lies inside the map and its limits, and is writable if it writes; what is refused gets 1, 2
/// or 3; judging changes no register; a reply of twinsim's own fits a PDU and begins with the request's function.
enum PreScreenEntry {
    /// Feeds one input.
    static func examine(_ bytes: UnsafeRawBufferPointer) -> String? {
        guard !bytes.isEmpty else { return nil }
        let pdu = UnsafeRawBufferPointer(rebasing: bytes[..<min(bytes.count, longestPDU)])
        let image = unit.image
        let judgement = PreScreen.judge(pdu, map: unit.map, image: image)
        let broken = promise(judgement, pdu, image)
        if broken == nil, image.holdingRegisters[0] != 4711 || image.coils[0] != 1 {
            return "judging changed a register: \(Array(pdu))"
        }
        return broken.map { "\($0): \(judgement) of \(Array(pdu))" }
    }

    private static let longestPDU = 253
    private static let unit = Unit()

    private static func promise(
        _ judgement: PreScreen.Judgement, _ pdu: UnsafeRawBufferPointer, _ image: RegisterImage
    ) -> String? {
        switch judgement {
        case .refuse(let code):
            return [1, 2, 3].contains(code.rawValue) ? nil : "an exception that no form of a request gets"
        case .read(let table, let start, let count):
            let limit = table == .coil || table == .discreteInput ? 2000 : 125
            return (1...limit).contains(count) && unit.map.isMapped(table, start: start, count: count)
                ? nil : "a read beyond the map"
        case .write(let table, let start, let count):
            let limit = table == .coil ? 1968 : 123
            return (1...limit).contains(count) && unit.map.isWritable(table, start: start, count: count)
                ? nil : "a write beyond the map"
        case .writeThenRead(let writeStart, let writeCount, let readStart, let readCount):
            return (1...121).contains(writeCount) && (1...125).contains(readCount)
                && unit.map.isWritable(.holdingRegister, start: writeStart, count: writeCount)
                && unit.map.isMapped(.holdingRegister, start: readStart, count: readCount)
                ? nil : "a write or read beyond the map"
        case .reportServerID, .readExceptionStatus, .diagnose, .readEventCounter, .readEventLog,
            .readDeviceIdentification, .readFiles, .writeFiles, .readQueue:
            return ownReply(judgement, pdu, image)
        }
    }

    /// Writes the replies that are twinsim's own into exactly the room that a PDU has.
    private static func ownReply(
        _ judgement: PreScreen.Judgement, _ pdu: UnsafeRawBufferPointer, _ image: RegisterImage
    ) -> String? {
        withUnsafeTemporaryAllocation(byteCount: longestPDU, alignment: 1) { room in
            let diagnostics = UnitDiagnostics()
            diagnostics.noteRequest()
            let length: Int
            switch judgement {
            case .reportServerID: length = unit.identity.writeServerID(running: true, to: room)
            case .diagnose(let function, let data):
                length = diagnostics.writeDiagnostics(function, data: data, request: pdu, to: room)
            case .readEventCounter: length = diagnostics.writeEventCounter(to: room)
            case .readEventLog: length = diagnostics.writeEventLog(to: room)
            case .readFiles: length = unit.files.writeRead(request: pdu, to: room)
            case .writeFiles: length = unit.files.write(request: pdu, to: room)
            case .readQueue(let queue): length = image.writeQueue(queue, to: room)
            case .readDeviceIdentification(let code, let object):
                switch unit.identity.writeDeviceIdentification(code: code, object: object, to: room) {
                case .reply(let count): length = count
                case .refuse(let code): return [2, 3].contains(code.rawValue) ? nil : "an odd exception"
                }
            default:
                _ = image.exceptionStatus
                return nil
            }
            return (1...longestPDU).contains(length) && room[0] == pdu[0] ? nil : "a reply of \(length) bytes"
        }
    }

    /// The unit that is asked.
    private struct Unit: @unchecked Sendable {
        // The image is written when it is made and by nothing after, which is one of the promises; the files are written
        // by one thread, the one that is fed.
        let map: RegisterMap
        let image: RegisterImage
        let files: FileStore
        let identity = IdentityReplies(
            DeviceIdentity(
                vendorURL: "http://example.invalid", productName: String(repeating: "p", count: 200),
                privateObjects: [128: String(repeating: "o", count: 240), 255: "last"]))

        init() {
            var entries = (0..<12).map {
                RegisterEntry(name: "H\($0)", table: .holdingRegister, offset: $0, encoding: .uint16, writable: $0 < 10)
            }
            entries.append(
                RegisterEntry(
                    name: "F", table: .holdingRegister, offset: 20, encoding: .float32, writable: true, minimum: 0,
                    maximum: 100))
            entries.append(
                RegisterEntry(
                    name: "L", table: .holdingRegister, offset: 65_532, encoding: .float64, wordOrder: .dcba,
                    writable: true))
            entries += (0..<20).map {
                RegisterEntry(name: "C\($0)", table: .coil, offset: $0, encoding: .bit, writable: $0 != 17)
            }
            entries += (0..<20).map {
                RegisterEntry(name: "D\($0)", table: .discreteInput, offset: 2 * $0, encoding: .bit)
            }
            entries += (0..<130).map {
                RegisterEntry(name: "I\($0)", table: .inputRegister, offset: $0, encoding: .uint16)
            }
            let records = [
                RecordFile(number: 1, name: "F1", recordCount: 40, writable: true, content: [1, 2, 3]),
                RecordFile(number: 9, name: "F9", recordCount: 10_000),
            ]
            let queue = RegisterQueue(name: "Q", address: 5)
            guard let map = try? RegisterMap(entries, files: records, queues: [queue]) else {
                preconditionFailure("the fuzzed map has no error")
            }
            self.map = map
            files = FileStore(map: map)
            image = RegisterImage(map: map)
            image.holdingRegisters[0] = 4711
            image.coils[0] = 1
        }
    }
}
