import ModbusProtocol

/// A request as faults see it: where it came from and what it asks for.
package struct RequestView {
    /// The connection's number: the first one that a server accepts is 1.
    package let connection: UInt64
    /// Which of the connection's requests this is, from 1.
    package let sequence: UInt64
    /// CLOCK_MONOTONIC of the wake-up that reads the request, in nanoseconds.
    package let nanoseconds: Int64
    /// The whole frame, header first; valid during the call only.
    package let frame: UnsafeRawBufferPointer
    /// The transaction id of the connection's request before this one, 0 for its first request.
    package let previousTransaction: UInt16

    /// A view of a complete frame: at least the header and the function code.
    package init(
        connection: UInt64, sequence: UInt64, nanoseconds: Int64, frame: UnsafeRawBufferPointer,
        previousTransaction: UInt16 = 0
    ) {
        self.connection = connection
        self.sequence = sequence
        self.nanoseconds = nanoseconds
        self.frame = frame
        self.previousTransaction = previousTransaction
    }

    /// The transaction id.
    package var transaction: UInt16 { UInt16(frame[0]) << 8 | UInt16(frame[1]) }

    /// The unit id.
    package var unit: UInt8 { frame[6] }
    /// The function code.
    package var function: UInt8 { frame[7] }
    /// Whether the function writes: 5, 6, 15, 16, 21, 22, 23.
    package var isWrite: Bool {
        switch function {
        case 5, 6, 15, 16, 21, 22, 23: true
        default: false
        }
    }

    /// The addresses that the request reads or writes, the write range of function 23; nil where there are none.
    package var addresses: ClosedRange<Int>? {
        switch function {
        case 5, 6, 22: return range(at: 8, hasQuantity: false)
        case 1, 2, 3, 4, 15, 16: return range(at: 8, hasQuantity: true)
        case 23: return range(at: 12, hasQuantity: true)
        default: return nil
        }
    }

    /// The addresses of the registers in its reply: functions 3, 4 and 23; nil for others.
    package var registersRead: ClosedRange<Int>? {
        switch function {
        case 3, 4, 23: range(at: 8, hasQuantity: true)
        default: nil
        }
    }

    private func range(at place: Int, hasQuantity: Bool) -> ClosedRange<Int>? {
        guard frame.count >= place + 4 else { return nil }
        let start = Int(frame[place]) << 8 | Int(frame[place + 1])
        guard hasQuantity else { return start...start }
        return start...max(start, start + (Int(frame[place + 2]) << 8 | Int(frame[place + 3])) - 1)
    }
}
