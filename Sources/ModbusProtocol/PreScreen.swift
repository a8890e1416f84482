/// Judges a request before the Modbus library sees it.
///
/// The library answers a request outside its limits only after a pause of half a second, stays silent on some
/// functions and believes byte counts; so nothing reaches it that it would not serve at once.
///
/// The order is that of the state diagrams in MODBUS Application Protocol V1.1b3, section 6: function (1), quantity,
/// byte count, length and coil value (3), addresses and access (2), then the written value against the tag's range
/// (3). The specification gives exception 3 only to faults of form; a value out of a tag's range takes the same code,
/// because the protocol has none that says it better.
package enum PreScreen {
    /// What is to be done with a request.
    package enum Judgement: Hashable, Sendable {
        /// Answer with this exception.
        case refuse(ExceptionCode)
        /// Let the library read.
        case read(RegisterTable, start: Int, count: Int)
        /// Let the library write.
        case write(RegisterTable, start: Int, count: Int)
        /// Let the library write holding registers, then read holding registers.
        case writeThenRead(writeStart: Int, writeCount: Int, readStart: Int, readCount: Int)
        /// Answer with the server id (function 17).
        case reportServerID
        /// Answer with the exception status (function 7).
        case readExceptionStatus
        /// Carry out this sub-function of function 8.
        case diagnose(DiagnosticFunction, data: UInt16)
        /// Answer with the event counter (function 11).
        case readEventCounter
        /// Answer with the event log (function 12).
        case readEventLog
        /// Answer with records of files (function 20).
        case readFiles(records: Int)
        /// Write records of files (function 21).
        case writeFiles(records: Int)
        /// Answer with the queue that has this index in the map (function 24).
        case readQueue(Int)
        /// Answer with the device identification (function 43, MEI type 14).
        case readDeviceIdentification(code: UInt8, object: UInt8)
    }

    /// Judges the request `pdu` (function code first, at least 1 byte) against the map and the present image.
    ///
    /// The image matters only where a request writes only some registers of a value: the new words are judged
    /// together with the present content of the others.
    package static func judge(_ pdu: UnsafeRawBufferPointer, map: RegisterMap, image: RegisterImage) -> Judgement {
        guard let function = FunctionCode(rawValue: pdu[0]) else { return .refuse(.illegalFunction) }
        switch function {
        case .readCoils: return read(pdu, map, .coil, FunctionCode.Limit.readBits)
        case .readDiscreteInputs: return read(pdu, map, .discreteInput, FunctionCode.Limit.readBits)
        case .readHoldingRegisters: return read(pdu, map, .holdingRegister, FunctionCode.Limit.readRegisters)
        case .readInputRegisters: return read(pdu, map, .inputRegister, FunctionCode.Limit.readRegisters)
        case .writeSingleCoil: return writeCoil(pdu, map)
        case .writeSingleRegister: return writeRegister(pdu, map, image)
        case .writeMultipleCoils: return writeCoils(pdu, map)
        case .writeMultipleRegisters: return writeRegisters(pdu, map, image)
        case .maskWriteRegister: return maskWrite(pdu, map, image)
        case .readWriteMultipleRegisters: return writeThenRead(pdu, map, image)
        case .reportServerID: return bare(pdu, .reportServerID)
        case .readExceptionStatus: return bare(pdu, .readExceptionStatus)
        case .diagnostics: return diagnostics(pdu)
        case .getEventCounter: return bare(pdu, .readEventCounter)
        case .getEventLog: return bare(pdu, .readEventLog)
        case .readFileRecord: return readFiles(pdu, map)
        case .writeFileRecord: return writeFiles(pdu, map)
        case .readQueue: return readQueue(pdu, map)
        case .encapsulatedInterface: return encapsulated(pdu)
        }
    }

    private static func read(
        _ pdu: UnsafeRawBufferPointer, _ map: RegisterMap, _ table: RegisterTable, _ limit: Int
    ) -> Judgement {
        guard pdu.count == 5 else { return .refuse(.illegalDataValue) }
        let start = Int(bigEndianWord(pdu, at: 1))
        let count = Int(bigEndianWord(pdu, at: 3))
        guard count >= 1, count <= limit else { return .refuse(.illegalDataValue) }
        guard map.isMapped(table, start: start, count: count) else { return .refuse(.illegalDataAddress) }
        return .read(table, start: start, count: count)
    }

    private static func writeCoil(_ pdu: UnsafeRawBufferPointer, _ map: RegisterMap) -> Judgement {
        guard pdu.count == 5 else { return .refuse(.illegalDataValue) }
        let start = Int(bigEndianWord(pdu, at: 1))
        let value = bigEndianWord(pdu, at: 3)
        guard value == 0 || value == 0xFF00 else { return .refuse(.illegalDataValue) }
        guard map.isWritable(.coil, start: start, count: 1) else { return .refuse(.illegalDataAddress) }
        guard coilsPermitted(map, start: start, count: 1, bit: { _ in value != 0 }) else {
            return .refuse(.illegalDataValue)
        }
        return .write(.coil, start: start, count: 1)
    }

    private static func writeCoils(_ pdu: UnsafeRawBufferPointer, _ map: RegisterMap) -> Judgement {
        guard pdu.count >= 6 else { return .refuse(.illegalDataValue) }
        let start = Int(bigEndianWord(pdu, at: 1))
        let count = Int(bigEndianWord(pdu, at: 3))
        guard count >= 1, count <= FunctionCode.Limit.writeBits, Int(pdu[5]) == (count + 7) / 8,
            pdu.count == 6 + Int(pdu[5])
        else { return .refuse(.illegalDataValue) }
        guard map.isWritable(.coil, start: start, count: count) else { return .refuse(.illegalDataAddress) }
        let permitted = coilsPermitted(map, start: start, count: count) { place in
            pdu[6 + place / 8] >> (place % 8) & 1 != 0
        }
        return permitted ? .write(.coil, start: start, count: count) : .refuse(.illegalDataValue)
    }

    private static func writeRegister(
        _ pdu: UnsafeRawBufferPointer, _ map: RegisterMap, _ image: RegisterImage
    ) -> Judgement {
        guard pdu.count == 5 else { return .refuse(.illegalDataValue) }
        let start = Int(bigEndianWord(pdu, at: 1))
        return write(map, image, start: start, count: 1) { _ in bigEndianWord(pdu, at: 3) }
    }

    private static func writeRegisters(
        _ pdu: UnsafeRawBufferPointer, _ map: RegisterMap, _ image: RegisterImage
    ) -> Judgement {
        guard pdu.count >= 6 else { return .refuse(.illegalDataValue) }
        let start = Int(bigEndianWord(pdu, at: 1))
        let count = Int(bigEndianWord(pdu, at: 3))
        guard count >= 1, count <= FunctionCode.Limit.writeRegisters, Int(pdu[5]) == 2 * count,
            pdu.count == 6 + 2 * count
        else { return .refuse(.illegalDataValue) }
        return write(map, image, start: start, count: count) { bigEndianWord(pdu, at: 6 + 2 * $0) }
    }

    private static func maskWrite(
        _ pdu: UnsafeRawBufferPointer, _ map: RegisterMap, _ image: RegisterImage
    ) -> Judgement {
        guard pdu.count == 7 else { return .refuse(.illegalDataValue) }
        let start = Int(bigEndianWord(pdu, at: 1))
        let and = bigEndianWord(pdu, at: 3)
        let or = bigEndianWord(pdu, at: 5)
        return write(map, image, start: start, count: 1) { _ in
            image.holdingRegisters[start] & and | or & ~and
        }
    }

    private static func writeThenRead(
        _ pdu: UnsafeRawBufferPointer, _ map: RegisterMap, _ image: RegisterImage
    ) -> Judgement {
        guard pdu.count >= 10 else { return .refuse(.illegalDataValue) }
        let readStart = Int(bigEndianWord(pdu, at: 1))
        let readCount = Int(bigEndianWord(pdu, at: 3))
        let start = Int(bigEndianWord(pdu, at: 5))
        let count = Int(bigEndianWord(pdu, at: 7))
        guard readCount >= 1, readCount <= FunctionCode.Limit.readRegisters, count >= 1,
            count <= FunctionCode.Limit.writeAndReadRegisters, Int(pdu[9]) == 2 * count, pdu.count == 10 + 2 * count
        else { return .refuse(.illegalDataValue) }
        guard map.isMapped(.holdingRegister, start: readStart, count: readCount) else {
            return .refuse(.illegalDataAddress)
        }
        let judgement = write(map, image, start: start, count: count) { bigEndianWord(pdu, at: 10 + 2 * $0) }
        guard case .write = judgement else { return judgement }
        return .writeThenRead(writeStart: start, writeCount: count, readStart: readStart, readCount: readCount)
    }

    private static func encapsulated(_ pdu: UnsafeRawBufferPointer) -> Judgement {
        guard pdu.count >= 2 else { return .refuse(.illegalDataValue) }
        // Only MEI type 14 is served; another type is a function that the server does not have (section 6.19).
        guard pdu[1] == DeviceIdentity.meiType else { return .refuse(.illegalFunction) }
        guard pdu.count == 4 else { return .refuse(.illegalDataValue) }
        return .readDeviceIdentification(code: pdu[2], object: pdu[3])
    }

    @inline(__always)
    private static func coilsPermitted(
        _ map: RegisterMap, start: Int, count: Int, bit: (_ place: Int) -> Bool
    ) -> Bool {
        map.forEachEntry(.coil, start: start, count: count) { entry, _ in
            let plan = map.plans[entry]
            return plan.permits(raw: bit(plan.offset - start) ? 1 : 0)
        }
    }

    @inline(__always)
    private static func write(
        _ map: RegisterMap, _ image: RegisterImage, start: Int, count: Int, word: (_ place: Int) -> UInt16
    ) -> Judgement {
        guard map.isWritable(.holdingRegister, start: start, count: count) else {
            return .refuse(.illegalDataAddress)
        }
        func content(_ address: Int) -> UInt16 {
            let place = address - start
            return place >= 0 && place < count ? word(place) : image.holdingRegisters[address]
        }
        let permitted = map.forEachEntry(.holdingRegister, start: start, count: count) { entry, _ in
            let plan = map.plans[entry]
            // A read-only bit beside writable ones keeps its value, whatever was sent for it.
            return !plan.writable || plan.permits(raw: plan.join(content))
        }
        return permitted
            ? .write(.holdingRegister, start: start, count: count) : .refuse(.illegalDataValue)
    }
}
