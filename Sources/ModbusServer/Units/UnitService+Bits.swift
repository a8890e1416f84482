import CModbus
import ModbusProtocol

/// Writes to registers of which a client may change only some bits.
extension UnitService {
    /// Has `reply` carry out a write to this range; the bits that a client may not change keep their values.
    ///
    /// The library writes whole registers. Functions 6 and 22 echo what was sent, so their one register is put right
    /// afterwards; functions 16 and 23, which may read the register back in the same reply, get a request that sends
    /// the kept bits as they are.
    @inline(__always)
    func write(
        _ table: RegisterTable, start: Int, count: Int, frame: UnsafeMutablePointer<UInt8>, length: Int,
        reply: (_ frame: UnsafeMutablePointer<UInt8>) -> Int
    ) -> Int {
        guard table == .holdingRegister, map.keepsBits(start: start, count: count) else { return reply(frame) }
        return writeBits(start: start, count: count, frame: frame, length: length, reply: reply)
    }

    private func writeBits(
        start: Int, count: Int, frame: UnsafeMutablePointer<UInt8>, length: Int,
        reply: (_ frame: UnsafeMutablePointer<UInt8>) -> Int
    ) -> Int {
        let registers = exchange.image.holdingRegisters
        let dataPlace: Int
        switch FunctionCode(rawValue: frame[MBAPFramer.headerLength]) {
        case .writeMultipleRegisters: dataPlace = MBAPFramer.headerLength + 6
        case .readWriteMultipleRegisters: dataPlace = MBAPFramer.headerLength + 10
        default:
            let before = registers[start]
            let written = reply(frame)
            registers[start] = merged(registers[start], over: before, at: start)
            return written
        }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: MBAPFramer.longestFrame) { copy in
            _ = copy.initialize(from: UnsafeBufferPointer(start: frame, count: length))
            copy[length...].initialize(repeating: 0)
            for place in 0..<count {
                let high = dataPlace + 2 * place
                let sent = UInt16(copy[high]) << 8 | UInt16(copy[high + 1])
                let word = merged(sent, over: registers[start + place], at: start + place)
                copy[high] = UInt8(word >> 8)
                copy[high + 1] = UInt8(word & 0xFF)
            }
            guard let address = copy.baseAddress else { preconditionFailure("a frame's copy has no address") }
            return reply(address)
        }
    }

    /// The register's new content: what was sent in the bits that a client may change, the old content in the others.
    private func merged(_ sent: UInt16, over old: UInt16, at address: Int) -> UInt16 {
        let mask = map.writableBits(at: address)
        return sent & mask | old & ~mask
    }
}
