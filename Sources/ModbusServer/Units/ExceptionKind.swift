/// How often one exception was answered to one kind of request.
package struct ExceptionKind: Hashable, Sendable {
    /// The request's unit id.
    package var unit: UInt8
    /// The request's function code.
    package var function: UInt8
    /// The first address that the request names, as on the wire; nil where it names none.
    package var address: UInt16?
    /// The exception code.
    package var code: UInt8
    /// Whether a fault made it rather than the unit.
    package var isByFault: Bool
    /// How often.
    package internal(set) var count: UInt64 = 0

    /// The first address that a request names: functions 1 to 6, 15, 16 and 22 to 24 (the reads' of function 23); nil for
    /// others, and for a request too short to hold it.
    ///
    /// - Parameters:
    ///   - frame: a request, header first.
    ///   - length: its bytes, at least 8.
    static func address(in frame: UnsafePointer<UInt8>, _ length: Int) -> UInt16? {
        switch frame[7] {
        case 1...6, 15, 16, 22...24: length >= 10 ? UInt16(frame[8]) << 8 | UInt16(frame[9]) : nil
        default: nil
        }
    }

    /// Everything but the count as one number, never 0.
    var key: UInt64 {
        let place = UInt64(unit) << 8 | UInt64(function)
        return
            (((place << 17 | UInt64(address ?? 0) | (address == nil ? 1 << 16 : 0)) << 8 | UInt64(code)) << 1
            | (isByFault ? 1 : 0)) << 1 | 1
    }
}
