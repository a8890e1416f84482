/// The fields of a reply as faults read and change them. Places count from 0 at the header's first byte.
extension ReplyDraft {
    /// Bytes of the header, the unit id included.
    package static let headerBytes = 7

    /// The transaction id as it stands.
    package var transaction: UInt16 {
        get { word(at: 0) }
        nonmutating set { setWord(newValue, at: 0) }
    }

    /// Whether it has its function code and is no exception.
    package var isPositive: Bool { count > 7 && buffer[7] & 0x80 == 0 }

    /// Whether it is positive and its ninth byte says how many bytes follow: functions 1 to 4, 12, 17, 20, 21 and 23.
    package var hasByteCount: Bool {
        guard isPositive, count > 8 else { return false }
        switch request.function {
        case 1, 2, 3, 4, 12, 17, 20, 21, 23: return true
        default: return false
        }
    }

    /// The two bytes at this place, the high one first.
    package func word(at place: Int) -> UInt16 {
        UInt16(buffer[place]) << 8 | UInt16(buffer[place + 1])
    }

    /// Writes two bytes at this place, the high one first.
    package func setWord(_ word: UInt16, at place: Int) {
        buffer[place] = UInt8(word >> 8)
        buffer[place + 1] = UInt8(word & 0xFF)
    }

    /// Writes a word of the header when it leaves and is another one.
    ///
    /// - Returns: whether it was.
    package func replaceWord(at place: Int, by word: UInt16) -> Bool {
        guard count >= place + 2, self.word(at: place) != word else { return false }
        setWord(word, at: place)
        return true
    }

    /// Writes a byte when it leaves and is another one.
    ///
    /// - Returns: whether it was.
    package func replaceByte(at place: Int, by byte: UInt8) -> Bool {
        guard count > place, buffer[place] != byte else { return false }
        buffer[place] = byte
        return true
    }

    /// Lets the length field tell the truth about `count` bytes of which the header's first six are not counted.
    package func mendLengthField() {
        if count >= 6 { lengthField = count - 6 }
    }
}
