/// Functions 20 and 21 (MODBUS Application Protocol V1.1b3, sections 6.14 and 6.15).
///
/// Form comes first, of all groups: byte count, length of the request, record lengths, length of the reply (3). Then
/// reference type, file number, record number and the last record of each group (2), as in the state diagrams there.
/// Exception 8 means that extended memory failed its check; ours is plain memory, so only faults make it.
extension PreScreen {
    /// The limits of the byte count of one request, and of a reply.
    enum FileLimit {
        /// The byte count of a read.
        static let readBytes = 7...245
        /// The bytes of a read's reply behind its byte count.
        static let replyBytes = 245
        /// The byte count of a write: the largest fills a PDU of 253 bytes.
        static let writeBytes = 9...251
    }

    /// Judges function 20.
    static func readFiles(_ pdu: UnsafeRawBufferPointer, _ map: RegisterMap) -> Judgement {
        guard pdu.count >= 2, FileLimit.readBytes.contains(Int(pdu[1])), pdu.count == 2 + Int(pdu[1]),
            Int(pdu[1]).isMultiple(of: FileGroup.headerLength)
        else { return .refuse(.illegalDataValue) }
        var records = 0
        var replyBytes = 0
        for place in stride(from: 2, to: pdu.count, by: FileGroup.headerLength) {
            let group = FileGroup(pdu, at: place)
            guard group.count >= 1 else { return .refuse(.illegalDataValue) }
            records += group.count
            replyBytes += 2 + 2 * group.count
        }
        guard replyBytes <= FileLimit.replyBytes else { return .refuse(.illegalDataValue) }
        for place in stride(from: 2, to: pdu.count, by: FileGroup.headerLength) {
            guard FileGroup(pdu, at: place).file(in: map) != nil else { return .refuse(.illegalDataAddress) }
        }
        return .readFiles(records: records)
    }

    /// Judges function 21. A file that clients cannot write is refused like a read-only register.
    static func writeFiles(_ pdu: UnsafeRawBufferPointer, _ map: RegisterMap) -> Judgement {
        guard pdu.count >= 2, FileLimit.writeBytes.contains(Int(pdu[1])), pdu.count == 2 + Int(pdu[1]) else {
            return .refuse(.illegalDataValue)
        }
        var records = 0
        var place = 2
        while place < pdu.count {
            guard pdu.count - place >= FileGroup.headerLength else { return .refuse(.illegalDataValue) }
            let group = FileGroup(pdu, at: place)
            place += FileGroup.headerLength + 2 * group.count
            guard group.count >= 1, place <= pdu.count else { return .refuse(.illegalDataValue) }
            records += group.count
        }
        place = 2
        while place < pdu.count {
            let group = FileGroup(pdu, at: place)
            guard let file = group.file(in: map), file.writable else { return .refuse(.illegalDataAddress) }
            place += FileGroup.headerLength + 2 * group.count
        }
        return .writeFiles(records: records)
    }
}
