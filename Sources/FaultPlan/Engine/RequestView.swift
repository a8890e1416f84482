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

    /// A view of a complete frame: at least the header and the function code.
    package init(connection: UInt64, sequence: UInt64, nanoseconds: Int64, frame: UnsafeRawBufferPointer) {
        self.connection = connection
        self.sequence = sequence
        self.nanoseconds = nanoseconds
        self.frame = frame
    }

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
        guard frame.count >= 12 else { return nil }
        let start = Int(frame[8]) << 8 | Int(frame[9])
        switch function {
        case 5, 6, 22: return start...start
        case 1, 2, 3, 4, 15, 16, 23: return start...max(start, start + (Int(frame[10]) << 8 | Int(frame[11])) - 1)
        default: return nil
        }
    }
}
