/// The functions that a unit serves (MODBUS Application Protocol V1.1b3, section 6).
package enum FunctionCode: UInt8, CaseIterable, Sendable {
    /// Reads 1...2000 coils.
    case readCoils = 0x01
    /// Reads 1...2000 discrete inputs.
    case readDiscreteInputs = 0x02
    /// Reads 1...125 holding registers.
    case readHoldingRegisters = 0x03
    /// Reads 1...125 input registers.
    case readInputRegisters = 0x04
    /// Writes one coil.
    case writeSingleCoil = 0x05
    /// Writes one holding register.
    case writeSingleRegister = 0x06
    /// Reads coils 0...7 as one byte.
    case readExceptionStatus = 0x07
    /// Echoes, clears and reads the unit's own counts.
    case diagnostics = 0x08
    /// Reads the number of requests with a good reply.
    case getEventCounter = 0x0B
    /// Reads the log of messages.
    case getEventLog = 0x0C
    /// Writes 1...1968 coils.
    case writeMultipleCoils = 0x0F
    /// Writes 1...123 holding registers.
    case writeMultipleRegisters = 0x10
    /// Reports the identity and the run state.
    case reportServerID = 0x11
    /// Reads records of files.
    case readFileRecord = 0x14
    /// Writes records of files.
    case writeFileRecord = 0x15
    /// Changes single bits of one holding register.
    case maskWriteRegister = 0x16
    /// Writes 1...121 holding registers, then reads 1...125.
    case readWriteMultipleRegisters = 0x17
    /// Reads a queue of up to 31 registers.
    case readQueue = 0x18
    /// Reads the device identification (MEI type 14).
    case encapsulatedInterface = 0x2B

    /// The limits of quantities in one request.
    package enum Limit {
        /// Bits in one read.
        package static let readBits = 2000
        /// Registers in one read.
        package static let readRegisters = 125
        /// Coils in one write.
        package static let writeBits = 1968
        /// Registers in one write.
        package static let writeRegisters = 123
        /// Registers written by a write-and-read.
        package static let writeAndReadRegisters = 121
    }
}
