/// The reply PDUs of functions 17 and 43 / 14, laid out once, because the Modbus library has no configurable ones.
package struct IdentityReplies: Sendable {
    /// What the answer to a device identification request is.
    package enum Answer: Hashable, Sendable {
        /// This many bytes were written.
        case reply(length: Int)
        /// Answer with this exception.
        case refuse(ExceptionCode)
    }

    private struct Object: Sendable {
        let id: UInt8
        let bytes: [UInt8]
    }

    private let serverIDReply: [UInt8]
    private let objects: [Object]
    private let conformityLevel: UInt8

    /// The replies for `identity`, whose texts must not be overlong.
    package init(_ identity: DeviceIdentity) {
        precondition(identity.overlongText == nil, "an identity text is longer than a reply can carry")
        let text = Array(identity.serverText.utf8)
        serverIDReply = [0x11, UInt8(text.count + 2), identity.serverID, 0xFF] + text
        objects = identity.objects.sorted { $0.key < $1.key }.map { Object(id: $0.key, bytes: Array($0.value.utf8)) }
        let highest = objects.last?.id ?? 0
        // 0x81 basic, 0x82 regular, 0x83 extended; bit 7: single objects can be read too.
        conformityLevel = highest >= 128 ? 0x83 : highest > 2 ? 0x82 : 0x81
    }

    /// Writes function 17's reply PDU; `target` has room for 253 bytes.
    ///
    /// - Returns: the number of bytes.
    package func writeServerID(running: Bool, to target: UnsafeMutableRawBufferPointer) -> Int {
        target.copyBytes(from: serverIDReply)
        target[3] = running ? 0xFF : 0x00
        return serverIDReply.count
    }

    /// Writes the reply PDU for this read device id `code` and object id; `target` has room for 253 bytes.
    ///
    /// Codes 1, 2 and 3 stream the basic, regular and extended objects from `object` on, as many as fit, and say where
    /// to go on; an unknown object starts the stream at its beginning. Code 4 reads one object; an unknown one is
    /// exception 2. Any other code is exception 3 (section 6.21).
    package func writeDeviceIdentification(
        code: UInt8, object: UInt8, to target: UnsafeMutableRawBufferPointer
    ) -> Answer {
        let last: UInt8
        switch code {
        case 1: last = 2
        case 2: last = 127
        case 3: last = 255
        case 4: return writeSingle(object, to: target)
        default: return .refuse(.illegalDataValue)
        }
        let end = objects.firstIndex { $0.id > last } ?? objects.count
        let first = objects[..<end].firstIndex { $0.id == object } ?? 0
        var length = Self.headerLength
        var next = first
        while next < end, length + 2 + objects[next].bytes.count <= Self.longestReply {
            length = write(objects[next], at: length, to: target)
            next += 1
        }
        writeHeader(code, count: next - first, following: next < end ? objects[next].id : nil, to: target)
        return .reply(length: length)
    }

    private static let headerLength = 7
    private static let longestReply = 253

    private func writeSingle(_ id: UInt8, to target: UnsafeMutableRawBufferPointer) -> Answer {
        guard let object = objects.first(where: { $0.id == id }) else { return .refuse(.illegalDataAddress) }
        let length = write(object, at: Self.headerLength, to: target)
        writeHeader(4, count: 1, following: nil, to: target)
        return .reply(length: length)
    }

    private func writeHeader(
        _ code: UInt8, count: Int, following: UInt8?, to target: UnsafeMutableRawBufferPointer
    ) {
        target[0] = 0x2B
        target[1] = DeviceIdentity.meiType
        target[2] = code
        target[3] = conformityLevel
        target[4] = following == nil ? 0x00 : 0xFF
        target[5] = following ?? 0
        target[6] = UInt8(count)
    }

    private func write(_ object: Object, at start: Int, to target: UnsafeMutableRawBufferPointer) -> Int {
        target[start] = object.id
        target[start + 1] = UInt8(object.bytes.count)
        UnsafeMutableRawBufferPointer(rebasing: target[(start + 2)...]).copyBytes(from: object.bytes)
        return start + 2 + object.bytes.count
    }
}
