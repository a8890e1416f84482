/// Cuts a TCP byte stream into Modbus frames by the header's length field (MODBUS Messaging on TCP/IP V1.0b, 3.1.3).
package enum MBAPFramer {
    /// Transaction id, protocol id, length and unit id: bytes before the PDU.
    package static let headerLength = 7
    /// The shortest frame: header and a function code.
    package static let shortestFrame = 8
    /// The longest frame: header and a PDU of 253 bytes.
    package static let longestFrame = 260
    /// What the length field may say: the unit id and a PDU of 1...253 bytes.
    package static let permittedLengths: ClosedRange<Int> = 2...254

    /// Why a stream can no longer be followed.
    package enum Violation: Hashable, Sendable {
        /// The protocol id is not 0.
        case protocolIdentifier(UInt16)
        /// The length field is outside 2...254.
        case length(UInt16)
    }

    /// What stands at the start of the bytes at hand.
    package enum Outcome: Hashable, Sendable {
        /// The frame is not complete yet.
        case incomplete
        /// A frame of this many bytes.
        case frame(length: Int)
        /// Not Modbus; where the next frame starts cannot be known, so the connection must be closed.
        case violation(Violation)
    }

    /// Judges the start of `bytes` as early as the bytes allow: a wrong protocol id after 4, a wrong length after 6.
    package static func inspect(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        guard bytes.count >= 4 else { return .incomplete }
        let identifier = bigEndianWord(bytes, at: 2)
        guard identifier == 0 else { return .violation(.protocolIdentifier(identifier)) }
        guard bytes.count >= 6 else { return .incomplete }
        let length = bigEndianWord(bytes, at: 4)
        guard permittedLengths.contains(Int(length)) else { return .violation(.length(length)) }
        let frameLength = 6 + Int(length)
        return bytes.count >= frameLength ? .frame(length: frameLength) : .incomplete
    }
}

/// Puts a 16-bit number, high byte first, at this place.
@inline(__always)
func putWord(_ word: UInt16, at index: Int, in bytes: UnsafeMutableRawBufferPointer) {
    bytes[index] = UInt8(word >> 8)
    bytes[index + 1] = UInt8(word & 0xFF)
}

/// The 16-bit number, high byte first, at this place.
@inline(__always)
func bigEndianWord(_ bytes: UnsafeRawBufferPointer, at index: Int) -> UInt16 {
    UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
}
