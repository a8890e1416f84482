/// Where twinsim's replies differ from those of libmodbus' own server, and what they are instead. Docs/Modbus.md lists the
/// same classes under "Where libmodbus' own server differs".
enum Deviation: String, CaseIterable {
    /// Protocol id other than 0: libmodbus answers, twinsim closes the connection.
    case protocolIdentifier
    /// A length that Modbus does not have: libmodbus answers, twinsim closes the connection.
    case impossibleLength
    /// A length that says more than came: libmodbus answers, twinsim waits.
    case lengthBeyondBytes
    /// A length that says less than came: libmodbus answers, for twinsim the PDU is cut short.
    case lengthShortOfBytes
    /// A unit that is not there: libmodbus answers, twinsim sends exception 11.
    case unknownUnit
    /// Functions 128...255: libmodbus' exception looks like a good reply, twinsim keeps the top bit.
    case highFunction
    /// Function 7: libmodbus is silent.
    case exceptionStatus
    /// Function 17: libmodbus has a text of its own.
    case serverID
    /// Functions 8, 11, 12, 24 and 43: libmodbus has none of them.
    case functionsOfOurs
    /// A PDU that ends too early for its function or byte count: libmodbus waits, twinsim sends exception 3.
    case shortPDU
    /// A PDU with bytes left over: libmodbus answers and is out of step, twinsim sends exception 3.
    case longPDU
    /// Function 15 with more bytes than its quantity needs: libmodbus accepts, twinsim sends exception 3.
    case coilByteCount
    /// Function 5 with a bad value at an address that is not there: 2 from libmodbus, 3 from twinsim.
    case coilValueBeforeAddress

    /// What twinsim does instead.
    enum Instead: Equatable {
        /// The connection ends without a reply.
        case nothing
        /// A reply whose PDU is this.
        case reply([UInt8])
        /// A reply of twinsim's own to this function, good or refused; other tests hold its bytes.
        case own(UInt8)
    }

    /// The deviation that a frame falls under and twinsim's answer; nil for a frame that both answer with the same bytes.
    ///
    /// - Parameter size: addresses in each table, from 0, without a hole.
    static func of(_ frame: [UInt8], size: Int) -> (Deviation, Instead)? {
        let length = word(frame, 4)
        if word(frame, 2) != 0 { return (.protocolIdentifier, .nothing) }
        if length < 2 || length > 254 { return (.impossibleLength, .nothing) }
        if length + 6 > frame.count { return (.lengthBeyondBytes, .nothing) }
        let pdu = Array(frame[7..<6 + length])
        let function = pdu[0]
        let isKnownUnit = [0, 1, 255].contains(frame[6])
        let refused = { (code: UInt8) in Instead.reply([function | 0x80, code]) }
        if length + 6 < frame.count {
            guard isKnownUnit else { return (.lengthShortOfBytes, refused(11)) }
            return (.lengthShortOfBytes, .own(function))
        }
        if !isKnownUnit { return (.unknownUnit, refused(11)) }
        switch function {
        case 0x80...: return (.highFunction, refused(1))
        case 7: return (.exceptionStatus, .own(function))
        case 17: return (.serverID, .own(function))
        case 8, 11, 12, 20, 21, 24, 43: return (.functionsOfOurs, .own(function))
        case 1...6, 15, 16, 22, 23: return ofServed(pdu, size: size).map { ($0, refused(3)) }
        default: return nil
        }
    }

    /// The deviation of a request whose function libmodbus serves; twinsim's answer to each is exception 3.
    private static func ofServed(_ pdu: [UInt8], size: Int) -> Deviation? {
        let fixed: Int
        switch pdu[0] {
        case 15, 16: fixed = 6
        case 22: fixed = 7
        case 23: fixed = 10
        default: fixed = 5
        }
        if pdu.count < fixed { return .shortPDU }
        let needed = fixed + (fixed == 6 || fixed == 10 ? Int(pdu[fixed - 1]) : 0)
        if pdu.count != needed { return pdu.count < needed ? .shortPDU : .longPDU }
        if pdu[0] == 15, (1...1968).contains(word(pdu, 3)), Int(pdu[5]) > (word(pdu, 3) + 7) / 8 {
            return .coilByteCount
        }
        if pdu[0] == 5, word(pdu, 3) != 0, word(pdu, 3) != 0xFF00, word(pdu, 1) >= size {
            return .coilValueBeforeAddress
        }
        return nil
    }

    private static func word(_ bytes: [UInt8], _ place: Int) -> Int { Int(bytes[place]) << 8 | Int(bytes[place + 1]) }
}
