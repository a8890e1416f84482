import ModbusProtocol

/// Cuts any bytes into frames.
///
/// Promises: a frame has 8...260 bytes, all of which are there; what is decided is decided alike however many bytes follow
/// and is not decided before the bytes that decide it; a violation names a value that really is one.
enum FramingEntry {
    /// Feeds one input.
    static func examine(_ bytes: UnsafeRawBufferPointer) -> String? {
        var start = 0
        while start < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
            let outcome = MBAPFramer.inspect(rest)
            if let broken = promise(outcome, of: rest) { return "\(broken) at byte \(start) of \(Array(bytes))" }
            guard case .frame(let length) = outcome else { break }
            start += length
        }
        return nil
    }

    private static func promise(_ outcome: MBAPFramer.Outcome, of rest: UnsafeRawBufferPointer) -> String? {
        let decided: Int
        switch outcome {
        case .incomplete:
            return rest.count < MBAPFramer.longestFrame ? nil : "a longest frame is called incomplete"
        case .frame(let length):
            guard length >= MBAPFramer.shortestFrame, length <= MBAPFramer.longestFrame, length <= rest.count else {
                return "a frame of \(length) bytes in \(rest.count)"
            }
            decided = length
        case .violation(.protocolIdentifier(let identifier)):
            guard identifier != 0, identifier == word(rest, 2) else {
                return "protocol id \(identifier) is no violation"
            }
            decided = 4
        case .violation(.length(let length)):
            guard length == word(rest, 4), !MBAPFramer.permittedLengths.contains(Int(length)) else {
                return "length \(length) is no violation"
            }
            decided = 6
        }
        let enough = MBAPFramer.inspect(UnsafeRawBufferPointer(rebasing: rest[..<decided]))
        let fewer = MBAPFramer.inspect(UnsafeRawBufferPointer(rebasing: rest[..<(decided - 1)]))
        return enough == outcome && fewer == .incomplete
            ? nil : "\(outcome) is \(enough) with \(decided) bytes and \(fewer) with one less"
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt16 {
        UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1])
    }
}
